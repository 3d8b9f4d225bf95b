/** Tints a cell for a moment when its number changed. */
import { type RefObject, useEffect, useRef } from 'react';
import { currentSettings } from '../store/settings.ts';

const flashMs = 600;
const leastBetweenMs = 1000;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** `epoch` counts snapshots: what differs across one is no change of the market. */
export function useFlash(cell: RefObject<HTMLElement | null>, value: string | null, epoch: number): void {
  const before = useRef({ value, epoch, atMs: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    const last = before.current;
    before.current = { value, epoch, atMs: last.atMs };
    if (last.value === value || last.value === null || value === null || last.epoch !== epoch) return;
    const nowMs = performance.now();
    if (nowMs - last.atMs < leastBetweenMs || calm.matches || !currentSettings().flash) return;
    before.current.atMs = nowMs;
    const tint = Number(value) > Number(last.value) ? 'var(--long-tint)' : 'var(--short-tint)';
    cell.current?.animate([{ backgroundColor: tint }, {}], { duration: flashMs, easing: 'ease-out' });
  }, [cell, value, epoch]);
}
