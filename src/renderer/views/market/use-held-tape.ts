/** Holds the tape still while the pointer is over it or it is scrolled, and counts what waits. */
import { useRef, useState } from 'react';
import type { Watched } from './market-store.ts';

export interface HeldTape {
  /** What is on the tape: the market, or as it was when the hold began. */
  readonly shown: Watched;
  readonly held: boolean;
  /** Trades that came since. */
  readonly waiting: number;
  hold(reason: 'pointer' | 'scrolled', on: boolean): void;
}

export function useHeldTape(market: Watched): HeldTape {
  const [frozen, setFrozen] = useState<Watched | null>(null);
  const reasons = useRef({ pointer: false, scrolled: false });
  // Another market, or a reset of this one, ends the hold: old rows must not stand in for new ones.
  const held = frozen !== null && frozen.name === market.name && market.trades.length > 0;
  function hold(reason: 'pointer' | 'scrolled', on: boolean): void {
    reasons.current[reason] = on;
    const holds = reasons.current.pointer || reasons.current.scrolled;
    setFrozen((before) => (holds ? (before ?? market) : null));
  }
  const shown = held ? frozen : market;
  const newest = shown.trades.at(-1);
  const waiting =
    held && newest !== undefined ? market.trades.length - 1 - market.trades.lastIndexOf(newest) : 0;
  return { shown, held, waiting, hold };
}
