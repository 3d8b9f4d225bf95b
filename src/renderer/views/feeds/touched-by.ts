/** What on screen can't be trusted while a channel can't. Pure. */
import type { ChannelView, OrderView, PositionView } from '../../../preload/contract/views.ts';

export function touchedBy(
  channel: ChannelView,
  positions: readonly PositionView[],
  orders: readonly OrderView[],
): readonly string[] {
  const where = channel.symbol ?? 'every market of the venue';
  switch (channel.topic) {
    case 'trade':
      return [`Candles and trades of ${where} are marked`];
    case 'quote':
      return [`The best bid and ask of ${where} may be old`];
    case 'instrument':
      return markLines(channel, positions, where);
    case 'position':
      return accountLines(channel, count(ownOpen(channel, positions), 'open position'));
    case 'order':
      return accountLines(channel, count(openOrders(channel, orders), 'open order'));
    default:
      if (channel.topic.startsWith('tradeBin')) return [`Candles of ${where} may be old`];
      if (channel.topic.startsWith('orderBook')) return [`The order book of ${where} is hatched`];
      return [`Numbers from ${channel.topic} may be old`];
  }
}

function markLines(
  channel: ChannelView,
  positions: readonly PositionView[],
  where: string,
): readonly string[] {
  const marked = positions.filter(
    (position) =>
      position.venue === channel.venue &&
      position.side !== 'flat' &&
      (channel.symbol === null || position.symbol === channel.symbol),
  );
  const mark = `Mark, funding and last price of ${where} may be old`;
  if (marked.length === 0) return [mark];
  return [mark, `${count(marked.length, 'open position')}: profit, notional and distance are dimmed`];
}

function accountLines(channel: ChannelView, what: string): readonly string[] {
  return [`${what} of ${channel.account ?? 'this account'} may have changed since`];
}

function ownOpen(channel: ChannelView, positions: readonly PositionView[]): number {
  return positions.filter((position) => isOwn(channel, position) && position.side !== 'flat').length;
}

function openOrders(channel: ChannelView, orders: readonly OrderView[]): number {
  return orders.filter((order) => isOwn(channel, order) && order.derived.closedMs === null).length;
}

function isOwn(
  channel: ChannelView,
  row: { readonly venue: string; readonly account: string | null },
): boolean {
  return row.venue === channel.venue && row.account === channel.account;
}

function count(amount: number, noun: string): string {
  return `${amount} ${amount === 1 ? noun : `${noun}s`}`;
}
