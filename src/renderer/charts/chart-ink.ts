/** The theme's colours for drawing on a canvas, read from the page again when the theme changes. */
import { useSyncExternalStore } from 'react';

export interface ChartInk {
  readonly ground: string;
  readonly raised: string;
  readonly grid: string;
  readonly axis: string;
  readonly edge: string;
  readonly text: string;
  readonly softText: string;
  readonly faintText: string;
  readonly long: string;
  readonly short: string;
  readonly font: string;
}

export function useChartInk(): ChartInk {
  return useSyncExternalStore(subscribe, current);
}

let known: { readonly key: string; readonly ink: ChartInk } | null = null;

function current(): ChartInk {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const ink: ChartInk = {
    ground: value('--bg-1'),
    raised: value('--bg-3'),
    grid: value('--line-1'),
    axis: value('--line-2'),
    edge: value('--line-3'),
    text: value('--text-1'),
    softText: value('--text-2'),
    faintText: value('--text-3'),
    long: value('--long'),
    short: value('--short'),
    font: value('--sans'),
  };
  const key = Object.values(ink).join('|');
  if (known?.key !== key) known = { key, ink };
  return known.ink;
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true });
  const scheme = matchMedia('(prefers-color-scheme: light)');
  scheme.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    scheme.removeEventListener('change', listener);
  };
}
