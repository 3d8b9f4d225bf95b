/** Items of Binance spot as canonical rows. https://developers.binance.com/docs/binance-spot-api-docs, read 2026-11-24 */
import type { OrderStatus } from '../../preload/contract/rows.ts';
import { pairOf } from './binance-symbols.ts';
import { digitsOf } from './exact-json.ts';
import { difference, sum } from './exact-sum.ts';
import type { Item, RowViews } from './exchange.ts';
import { idOf, isoTime, notZero, sideOf, text } from './fields.ts';

export const spotRows = {
  order(item) {
    const size = digitsOf(item.origQty);
    const filled = digitsOf(item.executedQty);
    const status = statusOf(item);
    const isOver = status !== null && over.has(status);
    return {
      ...stamp(item.symbol, item.updateTime),
      id: idOf(item.orderId),
      clientId: text(item.clientOrderId),
      side: sideOf(item.side),
      type: text(item.type)?.toLowerCase().replaceAll('_', '-') ?? null,
      price: notZero(item.price),
      triggerPrice: notZero(item.stopPrice),
      size,
      filled,
      remaining: isOver ? '0' : difference(size, filled),
      // The venue gives the sum that was paid, and leaves the division to its users.
      averagePrice: null,
      status,
      timeInForce: text(item.timeInForce),
      reduceOnly: null,
      postOnly: item.type === 'LIMIT_MAKER',
      createdAt: isoTime(item.time),
    };
  },

  execution: (item) => ({
    ...stamp(item.symbol, item.time),
    id: idOf(item.id),
    orderId: idOf(item.orderId) || null,
    kind: 'trade',
    side: item.isBuyer === true ? 'buy' : item.isBuyer === false ? 'sell' : null,
    price: digitsOf(item.price),
    size: digitsOf(item.qty),
    fee: digitsOf(item.commission),
    feeCurrency: text(item.commissionAsset),
    liquidity: item.isMaker === true ? 'maker' : item.isMaker === false ? 'taker' : null,
    realisedPnl: null,
  }),

  // What is locked in orders is the user's all the same.
  margin(item) {
    const balance = sum(digitsOf(item.free), digitsOf(item.locked));
    return {
      ...stamp(null, item.updateTime),
      currency: text(item.asset) ?? 'unknown',
      walletBalance: balance,
      equity: balance,
      available: digitsOf(item.free),
      initialMargin: null,
      maintenanceMargin: null,
      marginRatio: null,
    };
  },

  instrument: (item) => ({
    ...stamp(item.symbol, item.time),
    kind: 'spot',
    ...pairOf(item.symbol),
    settle: null,
    contractValue: '1',
    inverse: false,
    tickSize: null,
    lotSize: null,
    lastPrice: digitsOf(item.lastPrice),
    markPrice: null,
    indexPrice: null,
    fundingRate: null,
    nextFundingAt: null,
    openInterest: null,
    volume24h: digitsOf(item.volume),
    state: null,
  }),

  quote: (item) => ({
    ...stamp(item.symbol, null),
    bidPrice: digitsOf(item.bidPrice),
    bidSize: digitsOf(item.bidQty),
    askPrice: digitsOf(item.askPrice),
    askSize: digitsOf(item.askQty),
  }),
} as const satisfies RowViews;

// A stop order is NEW before its price is reached and after, and works in the book only then.
function statusOf(item: Item): OrderStatus | null {
  const isWaiting = item.status === 'NEW' && item.isWorking === false && notZero(item.stopPrice) !== null;
  return isWaiting ? 'untriggered' : (statuses.get(item.status) ?? null);
}

function stamp(symbol: unknown, time: unknown) {
  return { symbol: text(symbol), updatedAt: time === 0 ? null : isoTime(time) };
}

const statuses = new Map<unknown, OrderStatus>([
  ['NEW', 'new'],
  ['PENDING_NEW', 'pending'],
  ['PENDING_CANCEL', 'new'],
  ['PARTIALLY_FILLED', 'partially-filled'],
  ['FILLED', 'filled'],
  ['CANCELED', 'cancelled'],
  ['REJECTED', 'rejected'],
  ['EXPIRED', 'expired'],
  ['EXPIRED_IN_MATCH', 'expired'],
]);
const over: ReadonlySet<OrderStatus> = new Set(['filled', 'cancelled', 'rejected', 'expired']);
