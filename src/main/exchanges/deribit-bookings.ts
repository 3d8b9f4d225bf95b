/**
 * Entries of Deribit's transaction log that come without an order, as executions: fundings, daily settlements of
 * profits, and deliveries. https://support.deribit.com/hc/en-us/articles/25944587269021, read 2026-11-25
 */
import { digitsOf } from './exact-json.ts';
import { difference, sum } from './exact-sum.ts';
import type { Item, RowFields } from './exchange.ts';
import { isoTime, text } from './fields.ts';

/**
 * A settlement pays the profit of the day and, on a perpetual, the funding of the day in one change of the balance:
 * one execution each, so that both together are that change.
 */
export function bookingItems(entry: Item): readonly Item[] {
  const id = digitsOf(entry.id);
  if (id === null || text(entry.instrument_name) === null) return [];
  const named = (booking: 'funding' | 'settlement'): Item => ({
    ...{ ...entry, booking, trade_id: `${booking}-${id}`, order_id: '' },
  });
  const funded = fundingOf(entry);
  const isFunded = funded !== null && Number(funded) !== 0;
  if (entry.type === 'delivery') return [named('settlement')];
  if (entry.type !== 'settlement') return [];
  const isOnlyFunding = isFunded && Number(difference(digitsOf(entry.change), funded) ?? 0) === 0;
  return [...(isOnlyFunding ? [] : [named('settlement')]), ...(isFunded ? [named('funding')] : [])];
}

export function isBooking({ booking }: Item): boolean {
  return text(booking) !== null;
}

export function bookingRow(item: Item): RowFields<'execution'> {
  const change = digitsOf(item.change);
  const isFunding = item.booking === 'funding';
  const commission = digitsOf(item.commission);
  return {
    symbol: text(item.instrument_name),
    updatedAt: isoTime(item.timestamp),
    id: text(item.trade_id) ?? '',
    orderId: null,
    kind: isFunding ? 'funding' : 'settlement',
    side: sides.get(item.side) ?? null,
    price: digitsOf(item.settlement_price) ?? digitsOf(item.price),
    size: digitsOf(item.amount),
    // A fee is paid when it is positive, a funding received.
    fee: isFunding ? difference('0', fundingOf(item)) : commission,
    feeCurrency: text(item.currency),
    liquidity: null,
    realisedPnl: isFunding ? null : sum(difference(change, fundingOf(item) ?? '0'), commission ?? '0'),
  };
}

// What was funded at trades of the day is paid with the rest, so that the total counts where it is told.
function fundingOf(entry: Item): string | null {
  return digitsOf(entry.total_interest_pl) ?? digitsOf(entry.interest_pl);
}

const sides = new Map<unknown, 'buy' | 'sell'>([
  ['close buy', 'buy'],
  ['close sell', 'sell'],
]);
