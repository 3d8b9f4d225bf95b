/** The time that the view asks about, kept while other views are open, and moving on where it ends now. */
import { useEffect, useMemo, useState } from 'react';
import { incidents } from '../../store/incidents.ts';
import { rowsOf } from '../../store/tables.ts';
import { createValue, useValue } from '../../store/value.ts';
import { type Span, type Stretch, stretchOf } from './span.ts';

const chosen = createValue<Span>({ kind: 'preset', preset: '8-h' });
const moveOnMs = 5000;

export interface StretchState {
  readonly span: Span;
  readonly stretch: Stretch;
  choose(span: Span): void;
}

/** `version` of the incidents: one that has just begun belongs to a stretch that ends now. */
export function useStretch(lookedMs: number, version: number): StretchState {
  const span = useValue(chosen);
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setTick((before) => before + 1);
    }, moveOnMs);
    return () => clearInterval(timer);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tick and the version mean that time has gone on
  const stretch = useMemo(
    () => stretchOf(span, { nowMs: Date.now(), lookedMs, sleep: lastSleep() }),
    [span, lookedMs, tick, version],
  );
  return { span, stretch, choose: chosen.set };
}

export function lastSleep(): { readonly startMs: number; readonly endMs: number } | null {
  let found: { startMs: number; endMs: number } | null = null;
  for (const { kind, startMs, endMs } of rowsOf(incidents)) {
    if (kind !== 'sleep' || endMs === null || startMs <= (found?.startMs ?? 0)) continue;
    found = { startMs, endMs };
  }
  return found;
}
