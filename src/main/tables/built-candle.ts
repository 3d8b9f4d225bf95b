/** One minute's candle, grown trade by trade. */
import type { CandleRow, Decimal, IsoTime, TradeRow } from '../../preload/contract/rows.ts';
import { add, compare, divide, multiply } from './decimal.ts';

/** Grows in place: at many trades a second a copy for each would cost more than the sums. */
export interface BuiltCandle {
  readonly venue: string;
  readonly symbol: string;
  readonly time: IsoTime;
  open: Decimal;
  high: Decimal;
  low: Decimal;
  close: Decimal;
  volume: Decimal;
  turnover: Decimal;
  trades: number;
  firstAt: IsoTime;
  lastAt: IsoTime;
  receivedAt: IsoTime;
}

export function startCandle(trade: TradeRow, minute: IsoTime): BuiltCandle {
  return {
    venue: trade.venue,
    symbol: trade.symbol,
    time: minute,
    open: trade.price,
    high: trade.price,
    low: trade.price,
    close: trade.price,
    volume: trade.size,
    turnover: multiply(trade.price, trade.size),
    trades: 1,
    firstAt: trade.time,
    lastAt: trade.time,
    receivedAt: trade.receivedAt,
  };
}

/** Trades may arrive late, as a refill does: first and last go by the trade's time. */
export function addTrade(candle: BuiltCandle, trade: TradeRow): void {
  if (trade.time < candle.firstAt) {
    candle.open = trade.price;
    candle.firstAt = trade.time;
  }
  if (trade.time >= candle.lastAt) {
    candle.close = trade.price;
    candle.lastAt = trade.time;
  }
  if (compare(trade.price, candle.high) > 0) candle.high = trade.price;
  if (compare(trade.price, candle.low) < 0) candle.low = trade.price;
  candle.volume = add(candle.volume, trade.size);
  candle.turnover = add(candle.turnover, multiply(trade.price, trade.size));
  candle.trades += 1;
  candle.receivedAt = trade.receivedAt;
}

export function candleRow(candle: BuiltCandle): CandleRow {
  const hasVolume = /[1-9]/.test(candle.volume);
  return {
    venue: candle.venue,
    account: null,
    symbol: candle.symbol,
    updatedAt: candle.lastAt,
    receivedAt: candle.receivedAt,
    open: candle.open,
    high: candle.high,
    low: candle.low,
    close: candle.close,
    volume: candle.volume,
    trades: candle.trades,
    vwap: hasVolume ? divide(candle.turnover, candle.volume) : null,
    time: candle.time,
  };
}

/** The end of the minute that a trade falls into, in the form of every time. */
export function minuteOf(time: IsoTime): IsoTime {
  const startMs = Date.parse(`${time.slice(0, 16)}:00Z`);
  return `${new Date(startMs + 60_000).toISOString().slice(0, -1)}000Z`;
}
