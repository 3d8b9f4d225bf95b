/** The trade tape: newest first, with the gaps in it, the sizes weighed against each other. Pure. */
import type { Gap } from '../../../preload/contract/health.ts';
import type { TradeRow } from '../../../preload/contract/rows.ts';
import { formatAge } from '../../format/age.ts';

export type TapeRow =
  | {
      readonly kind: 'trade';
      readonly key: string;
      readonly trade: TradeRow;
      /** Length of the size bar, 0 to 1, on a root scale. */
      readonly share: number;
      readonly isBig: boolean;
    }
  | { readonly kind: 'gap'; readonly key: string; readonly text: string };

/** The newest so many are kept for the screen. */
const mostRows = 500;
/** Sizes above all but this share of the trades, and well above the middle one, are big. */
const bigShare = 0.95;
const bigTimesMiddle = 3;

export function tapeRows(
  trades: readonly TradeRow[],
  gaps: readonly Gap[],
  leastSize: number,
): readonly TapeRow[] {
  const weights = weighed(trades);
  const rows: TapeRow[] = [];
  const waiting = gaps
    .filter(isOfTrades)
    .map((gap) => ({ gap, time: gap.to ?? gap.time }))
    .sort((a, b) => (a.time < b.time ? -1 : 1));
  for (let index = trades.length - 1; index >= 0 && rows.length < mostRows; index -= 1) {
    const trade = trades[index];
    if (trade === undefined) continue;
    for (let next = waiting.at(-1); next !== undefined && next.time > trade.time; next = waiting.at(-1)) {
      rows.push(gapRow(next.gap, trades));
      waiting.pop();
    }
    const size = Number(trade.size);
    if (size < leastSize) continue;
    rows.push({
      kind: 'trade',
      key: `${trade.time} ${trade.id}`,
      trade,
      share: weights.most > 0 ? Math.sqrt(Math.min(1, size / weights.most)) : 0,
      isBig: size >= weights.big,
    });
  }
  return rows;
}

/** Round sizes that leave about half, a tenth and a hundredth of the trades. */
export function sizeSteps(trades: readonly TradeRow[]): readonly number[] {
  const sizes = sortedSizes(trades);
  if (sizes.length < 20) return [];
  const steps = [0.5, 0.9, 0.99].map((share) => roundDown(sizes[Math.floor(share * sizes.length)] ?? 0));
  return [...new Set(steps)].filter((step) => step > (sizes[0] ?? 0));
}

/** How many trades of a gap came later, and what the gap is in words. */
export function gapText(gap: Gap, trades: readonly TradeRow[]): string {
  const refilled = refilledIn(gap, trades);
  const counts = [
    gap.missed === null ? null : `${gap.missed} missed`,
    refilled > 0 || gap.missed !== null ? `${refilled} refilled` : null,
  ].filter((part) => part !== null);
  return `${spanText(gap)}gap: ${counts.length > 0 ? counts.join(', ') : 'trades may be lost'}`;
}

export function refilledIn(gap: Gap, trades: readonly TradeRow[]): number {
  const from = gap.from ?? gap.time;
  const to = gap.to ?? gap.time;
  return trades.filter((trade) => trade.backfilled && trade.time >= from && trade.time <= to).length;
}

export function isOfTrades(gap: Gap): boolean {
  return gap.channel === 'trade' || gap.channel.startsWith('trade:');
}

function spanText(gap: Gap): string {
  if (gap.from === null || gap.to === null) return '';
  const ms = Date.parse(gap.to) - Date.parse(gap.from);
  if (!(ms > 0)) return '';
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)}\u2009s ` : `${formatAge(ms)} `;
}

function gapRow(gap: Gap, trades: readonly TradeRow[]): TapeRow {
  return { kind: 'gap', key: `gap ${gap.kind} ${gap.time}`, text: gapText(gap, trades) };
}

function weighed(trades: readonly TradeRow[]): { readonly most: number; readonly big: number } {
  const sizes = sortedSizes(trades);
  const most = sizes.at(-1) ?? 0;
  if (sizes.length < 20) return { most, big: Number.POSITIVE_INFINITY };
  const high = sizes[Math.floor(bigShare * sizes.length)] ?? 0;
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 0;
  return { most, big: Math.max(high, middle * bigTimesMiddle) };
}

function sortedSizes(trades: readonly TradeRow[]): readonly number[] {
  return trades
    .slice(-mostRows)
    .map((trade) => Number(trade.size))
    .sort((a, b) => a - b);
}

function roundDown(size: number): number {
  if (!(size > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [5, 2, 1].find((candidate) => candidate * power <= size) ?? 1;
  return Number((factor * power).toPrecision(1));
}
