/** How wide a table's window is, and which columns it shows in part only: a cut number is a wrong number. */
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Left and right of the columns in the order shown; those that do not move hide what is below them. */
export interface Edges {
  readonly widths: readonly number[];
  readonly isPinned: (at: number) => boolean;
  /** As much of a column is empty at either side. */
  readonly padPx: number;
}

export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const node = element.current;
    if (node === null) return;
    setWidth(node.clientWidth);
    const observer = new ResizeObserver(() => setWidth(node.clientWidth));
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** One letter for each column: `s` and `e` are cut at their start or end, `-` is whole or out of sight. */
export function useCuts(element: RefObject<HTMLElement | null>, available: number, edges: Edges): string {
  const [cuts, setCuts] = useState('');
  useLayoutEffect(() => {
    const node = element.current;
    if (node === null) return;
    const look = () => setCuts(cutsOf(edges, available, node.scrollLeft));
    look();
    node.addEventListener('scroll', look, { passive: true });
    return () => node.removeEventListener('scroll', look);
  }, [element, available, edges]);
  return cuts;
}

export function cutsOf({ widths, isPinned, padPx }: Edges, available: number, scrolled: number): string {
  const last = widths.length - 1;
  const pinned = widths.reduce((sum, width, at) => sum + (isPinned(at) ? width : 0), 0);
  const [from, to] = [scrolled + pinned, scrolled + available - (widths[last] ?? 0)];
  let left = 0;
  return widths
    .map((width, at) => {
      const start = left + padPx;
      left += width;
      if (at === last || isPinned(at)) return '-';
      const end = left - padPx;
      if (start < from && end > from) return 's';
      return start < to && end > to ? 'e' : '-';
    })
    .join('');
}
