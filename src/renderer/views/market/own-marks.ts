/** What the account has in this market, as levels and marks on the chart; and the gaps of its data. Pure. */
import type { Gap } from '../../../preload/contract/health.ts';
import type { ExecutionRow, TradeRow } from '../../../preload/contract/rows.ts';
import type { OrderView, PositionView } from '../../../preload/contract/views.ts';
import { momentLabel } from '../../charts/axis-ticks.ts';
import type { ChartExecution, ChartGap, ChartLevel } from '../../charts/chart-model.ts';
import { isZero, plainFigure, signOf } from '../../format/decimal.ts';
import { isOfTrades, refilledIn } from './tape-rows.ts';

export interface Digits {
  readonly pricePlaces: number;
  readonly sizePlaces: number;
}

export interface LevelWords {
  /** Puts the account before a label where more than one has something here. */
  readonly nameOf: (row: { readonly account: string | null }) => string;
  /** The account's channel of this topic can't be trusted now. */
  readonly isOld: (account: string | null, topic: string) => boolean;
}

export function positionLevels(
  positions: readonly PositionView[],
  digits: Digits,
  words: LevelWords,
): readonly ChartLevel[] {
  return positions.flatMap((position) => {
    const { side, size, entryPrice, liquidationPrice } = position;
    if (side === 'flat') return [];
    const word = side === null ? 'Position' : side === 'long' ? 'Long' : 'Short';
    const amount =
      size === null ? 'of unknown size' : plainFigure(size.replace('-', ''), { places: digits.sizePlaces });
    const levels: ChartLevel[] = [];
    const old = words.isOld(position.account, 'position') ? ', old' : '';
    if (entryPrice !== null) {
      const priceText = plainFigure(entryPrice, { places: digits.pricePlaces });
      const label = `${words.nameOf(position)}${word} ${amount} from ${priceText}${pnlText(position)}${old}`;
      levels.push(level(`entry ${keyOf(position)}`, entryPrice, priceText, label, side));
    }
    if (liquidationPrice !== null && !isZero(liquidationPrice)) {
      const priceText = plainFigure(liquidationPrice, { places: digits.pricePlaces });
      const label = `${words.nameOf(position)}Liquidation of ${word.toLowerCase()}${old}`;
      levels.push(level(`liquidation ${keyOf(position)}`, liquidationPrice, priceText, label, side));
    }
    return levels;
  });
}

export function orderLevels(
  orders: readonly OrderView[],
  digits: Digits,
  words: LevelWords,
): readonly ChartLevel[] {
  return orders.flatMap((order) => {
    const price = order.triggerPrice ?? order.price;
    if (order.derived.closedMs !== null || price === null || order.side === null) return [];
    const priceText = plainFigure(price, { places: digits.pricePlaces });
    const size = order.size === null ? '' : ` ${plainFigure(order.size, { places: digits.sizePlaces })}`;
    const filled =
      order.filled === null || isZero(order.filled)
        ? ''
        : `, ${plainFigure(order.filled, { places: digits.sizePlaces })} filled`;
    const kind = order.triggerPrice === null ? '' : `${sentence(order.type ?? 'stop')} `;
    const old = words.isOld(order.account, 'order') ? ', old' : '';
    const label = `${words.nameOf(order)}${sentence(`${kind}${order.side}`)}${size}${filled}${old}`;
    const side = order.side === 'buy' ? 'long' : 'short';
    return [level(`order ${order.account ?? ''} ${order.id}`, price, priceText, label, side)];
  });
}

export function executionMarks(executions: readonly ExecutionRow[]): readonly ChartExecution[] {
  return executions.flatMap((execution) => {
    if (execution.kind === 'funding' || execution.kind === 'settlement' || execution.side === null) return [];
    const timeMs = Date.parse(execution.updatedAt ?? execution.receivedAt);
    return [{ id: execution.id, timeMs, side: execution.side }];
  });
}

/** Gaps whose trades all came later have lost nothing and leave no mark. */
export function chartGaps(gaps: readonly Gap[], trades: readonly TradeRow[]): readonly ChartGap[] {
  return gaps.flatMap((gap) => {
    if (!isOfTrades(gap) && !gap.channel.startsWith('tradeBin')) return [];
    const refilled = refilledIn(gap, trades);
    if (gap.missed !== null && refilled >= gap.missed) return [];
    const toMs = Date.parse(gap.to ?? gap.time);
    const fromMs = Date.parse(gap.from ?? gap.time);
    const start = momentLabel(fromMs, false);
    const end = momentLabel(toMs, false);
    return [
      {
        fromMs,
        toMs,
        title: start === end ? start : `${start} to ${end}`,
        detail: lossText(gap.missed, refilled),
      },
    ];
  });
}

function lossText(missed: number | null, refilled: number): string {
  if (missed === null) return refilled === 0 ? 'trades may be lost' : `${trades(refilled)} refilled`;
  return `${trades(missed - refilled)} lost`;
}

function trades(count: number): string {
  return count === 1 ? '1 trade' : `${plainFigure(String(count))} trades`;
}

function pnlText(position: PositionView): string {
  const { unrealisedPnl, pnlCurrency } = position;
  if (unrealisedPnl === null) return '';
  const amount = signOf(unrealisedPnl) === 0 ? '0' : plainFigure(unrealisedPnl, { signed: true });
  return `: ${amount}${pnlCurrency === null ? '' : ` ${pnlCurrency}`}`;
}

function level(
  id: string,
  price: string,
  priceText: string,
  label: string,
  side: ChartLevel['side'],
): ChartLevel {
  const name = label.includes(priceText) ? label : `${label} at ${priceText}`;
  return { id, price: Number(price), priceText, label, name, side };
}

function keyOf(row: { readonly account: string | null; readonly symbol: string | null }): string {
  return `${row.account ?? ''} ${row.symbol ?? ''}`;
}

function sentence(words: string): string {
  const text = words.replaceAll('-', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
