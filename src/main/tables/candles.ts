/** Minute candles of one market: the venue's own, and from trades the minute that runs or all of them. */
import type { CandleRow, TradeRow } from '../../preload/contract/rows.ts';
import { addTrade, type BuiltCandle, candleRow, minuteOf, startCandle } from './built-candle.ts';

export interface CandleSeries {
  /** A candle of the venue; it replaces what was built for its minute. */
  setVenue(candle: CandleRow): void;
  addTrade(trade: TradeRow): void;
  all(): readonly CandleRow[];
  /** New or changed since the last time, oldest first. */
  takeChanged(): readonly CandleRow[];
  /** True while no candle of the venue is known. */
  readonly isBuilt: boolean;
}

const capacity = 1500;
// Trades are folded when somebody looks, or when this many wait.
const maxWaiting = 5000;

export function createCandleSeries(): CandleSeries {
  const candles = new Map<string, CandleRow>();
  const built = new Map<string, BuiltCandle>();
  let changed = new Set<string>();
  let waiting: TradeRow[] = [];
  let newestVenue: string | null = null;

  function put(candle: CandleRow): void {
    candles.set(candle.time, candle);
    changed.add(candle.time);
    if (candles.size <= capacity) return;
    const oldest = ordered(candles.keys())[0];
    if (oldest === undefined) return;
    candles.delete(oldest);
    built.delete(oldest);
    changed.delete(oldest);
  }

  function fold(): void {
    const touched = new Set<BuiltCandle>();
    let prefix = '';
    let minute = '';
    for (const trade of waiting) {
      // Trades come in the order of time: nearly all fall into the minute of the one before.
      if (!trade.time.startsWith(prefix) || prefix === '') {
        prefix = trade.time.slice(0, 16);
        minute = minuteOf(trade.time);
      }
      // The venue has closed this minute: its own candle is the truth.
      if (newestVenue !== null && minute <= newestVenue) continue;
      const candle = built.get(minute);
      if (candle === undefined) {
        const started = startCandle(trade, minute);
        built.set(minute, started);
        touched.add(started);
      } else {
        addTrade(candle, trade);
        touched.add(candle);
      }
    }
    waiting = [];
    for (const candle of touched) put(candleRow(candle));
  }

  return {
    setVenue(candle) {
      if (newestVenue === null || candle.time > newestVenue) newestVenue = candle.time;
      built.delete(candle.time);
      put(candle);
    },
    addTrade(trade) {
      waiting.push(trade);
      if (waiting.length >= maxWaiting) fold();
    },
    all() {
      fold();
      return ordered(candles.keys()).flatMap((time) => candles.get(time) ?? []);
    },
    takeChanged() {
      fold();
      const taken = ordered(changed).flatMap((time) => candles.get(time) ?? []);
      changed = new Set();
      return taken;
    },
    get isBuilt() {
      return newestVenue === null;
    },
  };
}

/** Times of one form sort as text. */
function ordered(times: Iterable<string>): readonly string[] {
  return [...times].sort();
}
