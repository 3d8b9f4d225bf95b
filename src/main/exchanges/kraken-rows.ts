/** Kraken items as canonical rows. https://docs.kraken.com/api/docs/websocket-v2/executions, read 2026-11-24 */
import type { OrderStatus } from '../../preload/contract/rows.ts';
import { digitsOf } from './exact-json.ts';
import { difference, sum } from './exact-sum.ts';
import type { Item, RowViews } from './exchange.ts';
import { flag, heldSide, idOf, isItem, isoTime, notZero, sideOf, text } from './fields.ts';
import { quoteOf } from './kraken-symbols.ts';

export const krakenRows = {
  position(item) {
    const symbol = text(item.symbol);
    const amount = positionSize(item);
    const size = item.type === 'sell' ? difference('0', amount) : amount;
    return {
      symbol,
      updatedAt: isoTime(text(item.timestamp)),
      side: heldSide(size),
      size,
      sizeUnit: 'base',
      notional: digitsOf(item.value),
      // The cost is that of the whole position as it was opened.
      entryPrice: null,
      breakEvenPrice: null,
      markPrice: null,
      liquidationPrice: null,
      leverage: null,
      marginMode: 'cross',
      margin: digitsOf(item.margin),
      unrealisedPnl: signed(item.net),
      realisedPnl: null,
      pnlCurrency: quoteOf(symbol),
    };
  },

  order(item) {
    return {
      symbol: text(item.symbol),
      updatedAt: isoTime(text(item.timestamp)),
      id: idOf(item.order_id),
      clientId: text(item.cl_ord_id) ?? userReference(item.order_userref),
      side: sideOf(item.side),
      type: text(item.order_type),
      price: notZero(item.limit_price),
      triggerPrice: triggerPrice(item),
      size: digitsOf(item.order_qty),
      filled: digitsOf(item.cum_qty),
      remaining: isClosedOrder(item) ? '0' : difference(digitsOf(item.order_qty), digitsOf(item.cum_qty)),
      averagePrice: notZero(item.avg_price),
      status: statusOf(item),
      timeInForce: text(item.time_in_force),
      reduceOnly: flag(item.reduce_only),
      postOnly: flag(item.post_only),
      createdAt: isoTime(text(item.opened)),
    };
  },

  execution(item) {
    const fees = Array.isArray(item.fees) ? item.fees.filter(isItem) : [];
    const [fee] = fees;
    return {
      symbol: text(item.symbol),
      updatedAt: isoTime(text(item.timestamp)),
      id: idOf(item.exec_id),
      orderId: idOf(item.order_id) || null,
      kind:
        item.liquidated === true
          ? 'liquidation'
          : item.order_type === 'settle-position'
            ? 'settlement'
            : 'trade',
      side: sideOf(item.side),
      price: digitsOf(item.last_price),
      size: digitsOf(item.last_qty),
      fee: fees.length === 1 ? digitsOf(fee?.qty) : null,
      feeCurrency: fees.length === 1 ? text(fee?.asset) : null,
      liquidity: item.liquidity_ind === 'm' ? 'maker' : item.liquidity_ind === 't' ? 'taker' : null,
      realisedPnl: null,
    };
  },

  margin: (item) => ({
    symbol: null,
    updatedAt: isoTime(text(item.timestamp)),
    currency: text(item.asset) ?? 'unknown',
    walletBalance: digitsOf(item.balance),
    equity: digitsOf(item.balance),
    available: digitsOf(item.available),
    initialMargin: null,
    maintenanceMargin: null,
    marginRatio: null,
  }),

  instrument(item) {
    const symbol = text(item.symbol);
    return {
      symbol,
      updatedAt: isoTime(text(item.timestamp)),
      kind: 'spot',
      base: symbol?.split('/')[0] ?? null,
      quote: quoteOf(symbol),
      settle: null,
      contractValue: '1',
      inverse: false,
      tickSize: null,
      lotSize: null,
      lastPrice: digitsOf(item.last),
      markPrice: null,
      indexPrice: null,
      fundingRate: null,
      nextFundingAt: null,
      openInterest: null,
      volume24h: digitsOf(item.volume),
      state: null,
    };
  },

  quote: (item) => ({
    symbol: text(item.symbol),
    updatedAt: isoTime(text(item.timestamp)),
    bidPrice: notZero(item.bid),
    bidSize: digitsOf(item.bid_qty),
    askPrice: notZero(item.ask),
    askSize: digitsOf(item.ask_qty),
  }),
} as const satisfies RowViews;

export function isClosedOrder({ order_status: status }: Item): boolean {
  return status === 'filled' || status === 'canceled' || status === 'expired';
}

/** What is left of a position. */
export function positionSize({ vol, vol_closed: closed }: Item): string | null {
  return difference(digitsOf(vol), closed === undefined ? '0' : digitsOf(closed));
}

/** The price of 24 hours ago: every ticker tells the change since. */
export function dayAgo({ last, change }: Item): string | null {
  return difference(digitsOf(last), digitsOf(change));
}

/** Available balance as the venue documents it. */
export function availableOf(item: Item): string | null {
  const own = sum(digitsOf(item.balance), digitsOf(item.credit) ?? '0');
  const used = sum(digitsOf(item.credit_used) ?? '0', digitsOf(item.hold_trade) ?? '0');
  return difference(own, used);
}

/** Profits are written with a plus: `+12.50`. */
function signed(value: unknown): string | null {
  return digitsOf(typeof value === 'string' ? value.replace(/^\+/, '') : value);
}

function userReference(value: unknown): string | null {
  const digits = digitsOf(value);
  return digits === '0' ? null : digits;
}

// A distance from the market has a current value too.
function triggerPrice({ triggers, stop_price }: Item): string | null {
  if (!isItem(triggers)) return notZero(stop_price);
  const isStatic = triggers.price_type === undefined || triggers.price_type === 'static';
  return isStatic ? notZero(triggers.price) : notZero(triggers.actual_price);
}

function statusOf({ order_status: status, order_type: type, triggers }: Item): OrderStatus | null {
  const read = statuses.get(status) ?? null;
  if (read !== 'new' || !/^(?:stop-loss|take-profit|trailing-stop)/.test(text(type) ?? '')) return read;
  return isItem(triggers) && triggers.status === 'triggered' ? 'new' : 'untriggered';
}

const statuses = new Map<unknown, OrderStatus>([
  ['pending_new', 'pending'],
  ['new', 'new'],
  ['triggered', 'new'],
  ['partially_filled', 'partially-filled'],
  ['filled', 'filled'],
  ['canceled', 'cancelled'],
  ['expired', 'expired'],
]);
