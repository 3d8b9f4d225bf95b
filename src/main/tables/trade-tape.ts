/** The newest trades of one market in a ring, and how many of them the window has not seen. */
import type { TradeRow } from '../../preload/contract/rows.ts';

export interface TradeTape {
  add(trade: TradeRow, nowMs: number): void;
  /** Trades that were not taken yet, newest last, at most `limit`. */
  takeUnseen(limit: number): readonly TradeRow[];
  newest(limit: number): readonly TradeRow[];
  /** Live trades a second over the last ten. */
  perSecond(nowMs: number): number;
}

const rateSeconds = 10;

export function createTradeTape(capacity: number): TradeTape {
  const ring: TradeRow[] = [];
  // One counter a second, reused after ten.
  const seconds = Array.from({ length: rateSeconds }, () => ({ second: -1, trades: 0 }));
  let total = 0;
  let unseen = 0;

  function newest(limit: number): readonly TradeRow[] {
    const trades: TradeRow[] = [];
    for (let at = total - Math.min(limit, ring.length); at < total; at++) {
      const trade = ring[at % capacity];
      if (trade !== undefined) trades.push(trade);
    }
    return trades;
  }

  return {
    add(trade, nowMs) {
      ring[total % capacity] = trade;
      total += 1;
      unseen += 1;
      if (trade.backfilled) return;
      const second = Math.floor(nowMs / 1000);
      const counter = seconds[second % rateSeconds];
      if (counter === undefined) return;
      counter.trades = counter.second === second ? counter.trades + 1 : 1;
      counter.second = second;
    },
    takeUnseen(limit) {
      const trades = newest(Math.min(limit, unseen));
      unseen = 0;
      return trades;
    },
    newest,
    perSecond(nowMs) {
      const oldest = Math.floor(nowMs / 1000) - rateSeconds;
      const trades = seconds.reduce((sum, at) => (at.second > oldest ? sum + at.trades : sum), 0);
      return trades / rateSeconds;
    },
  };
}
