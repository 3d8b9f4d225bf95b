/** Candles for drawing: minutes as the venue sent them, joined into longer ones. Numbers are for pixels only. */
import type { CandleRow, Decimal } from '../../preload/contract/rows.ts';

export interface Candle {
  readonly startMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** The venue's digits, for reading. */
  readonly text: {
    readonly open: Decimal;
    readonly high: Decimal;
    readonly low: Decimal;
    readonly close: Decimal;
    /** One per minute; they are summed only for the candle that is read. */
    readonly volumes: readonly Decimal[];
  };
}

export const intervals = [
  { id: '1m', label: '1 m', ms: 60_000 },
  { id: '5m', label: '5 m', ms: 300_000 },
  { id: '15m', label: '15 m', ms: 900_000 },
  { id: '1h', label: '1 h', ms: 3_600_000 },
  { id: '4h', label: '4 h', ms: 14_400_000 },
  { id: '1d', label: '1 d', ms: 86_400_000 },
] as const;
export type Interval = (typeof intervals)[number];

const minuteMs = 60_000;

/** Null for a minute in which the venue names no price. */
export function minuteCandle(row: CandleRow): Candle | null {
  const { open, high, low, close } = row;
  if (open === null || high === null || low === null || close === null) return null;
  const candle = {
    // Bins carry the end of their minute.
    startMs: Math.floor(Date.parse(row.time) / minuteMs) * minuteMs - minuteMs,
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(row.volume ?? 0),
    text: { open, high, low, close, volumes: row.volume === null ? [] : [row.volume] },
  };
  const drawable = [candle.startMs, candle.open, candle.high, candle.low, candle.close, candle.volume];
  return drawable.every(Number.isFinite) ? candle : null;
}

/** Joins minutes, oldest first, into candles that start at multiples of the interval (UTC). */
export function joinCandles(minutes: readonly Candle[], intervalMs: number): readonly Candle[] {
  if (intervalMs === minuteMs) return minutes;
  const joined: Candle[] = [];
  let group: Candle[] = [];
  let startMs = Number.NaN;
  for (const minute of minutes) {
    const bucket = Math.floor(minute.startMs / intervalMs) * intervalMs;
    if (bucket !== startMs) {
      if (group.length > 0) joined.push(joinGroup(group, startMs));
      group = [];
      startMs = bucket;
    }
    group.push(minute);
  }
  if (group.length > 0) joined.push(joinGroup(group, startMs));
  return joined;
}

function joinGroup(group: readonly Candle[], startMs: number): Candle {
  const [first = emptyCandle] = group;
  const last = group.at(-1) ?? first;
  let highest = first;
  let lowest = first;
  let volume = 0;
  for (const minute of group) {
    if (minute.high > highest.high) highest = minute;
    if (minute.low < lowest.low) lowest = minute;
    volume += minute.volume;
  }
  return {
    startMs,
    open: first.open,
    high: highest.high,
    low: lowest.low,
    close: last.close,
    volume,
    text: {
      open: first.text.open,
      high: highest.text.high,
      low: lowest.text.low,
      close: last.text.close,
      volumes: group.flatMap((minute) => minute.text.volumes),
    },
  };
}

/** An interval is worth offering when what is known fills at least this many of its candles. */
const enoughCandles = 8;

export function canFill(minutes: readonly Candle[], intervalMs: number): boolean {
  if (intervalMs === minuteMs) return true;
  const first = minutes[0];
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return false;
  return last.startMs + minuteMs - first.startMs >= enoughCandles * intervalMs;
}

/**
 * Puts new and changed minutes into what is known, oldest first, and keeps the newest `limit`.
 * Returns the same array when nothing changed.
 */
export function mergeMinutes(
  known: readonly Candle[],
  rows: readonly CandleRow[],
  limit: number,
): readonly Candle[] {
  let merged: Candle[] | null = null;
  for (const row of rows) {
    const minute = minuteCandle(row);
    if (minute === null) continue;
    merged ??= [...known];
    const index = insertionPoint(merged, minute.startMs);
    const replaces = merged[index]?.startMs === minute.startMs;
    merged.splice(index, replaces ? 1 : 0, minute);
  }
  if (merged === null) return known;
  return merged.length > limit ? merged.slice(merged.length - limit) : merged;
}

function insertionPoint(candles: readonly Candle[], startMs: number): number {
  let index = candles.length;
  // New minutes belong at the end, so the search starts there.
  while (index > 0 && (candles[index - 1]?.startMs ?? Number.NEGATIVE_INFINITY) >= startMs) index -= 1;
  return index;
}

const emptyCandle: Candle = {
  startMs: 0,
  open: 0,
  high: 0,
  low: 0,
  close: 0,
  volume: 0,
  text: { open: '0', high: '0', low: '0', close: '0', volumes: [] },
};
