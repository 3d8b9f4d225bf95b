/**
 * Deribit items as canonical rows. Sizes are US dollars for inverse futures and the coin for all others; a fee
 * is positive when paid. https://docs.deribit.com/subscriptions/user/userchangeskindcurrencyinterval, read 2026-11-24
 */
import type { ExecutionRow, OrderStatus } from '../../preload/contract/rows.ts';
import { bookingRow, isBooking } from './deribit-bookings.ts';
import { contractOfSymbol } from './deribit-symbols.ts';
import { digitsOf } from './exact-json.ts';
import { product } from './exact-sum.ts';
import type { Item, RowViews } from './exchange.ts';
import { flag, heldSide, idOf, isoTime, notZero, sideOf, text, unsigned } from './fields.ts';

export const deribitRows = {
  position(item) {
    const symbol = text(item.instrument_name);
    const contract = symbol === null ? null : contractOfSymbol(symbol);
    const size = sizeOf(item);
    return {
      symbol,
      updatedAt: isoTime(item.timestamp),
      side: heldSide(size),
      size,
      sizeUnit: contract?.inverse === true ? 'contracts' : 'base',
      notional:
        contract === null || size === null
          ? null
          : contract.inverse
            ? unsigned(size)
            : unsigned(product(size, digitsOf(item.mark_price))),
      entryPrice: notZero(item.average_price),
      breakEvenPrice: null,
      markPrice: notZero(item.mark_price),
      liquidationPrice: notZero(item.estimated_liquidation_price),
      leverage: notZero(item.leverage),
      // All positions of an account share its margin.
      marginMode: 'cross',
      margin: digitsOf(item.initial_margin),
      unrealisedPnl: digitsOf(item.floating_profit_loss),
      realisedPnl: digitsOf(item.realized_profit_loss),
      pnlCurrency: contract?.settle ?? null,
    };
  },

  order(item) {
    return {
      symbol: text(item.instrument_name),
      updatedAt: isoTime(item.last_update_timestamp),
      id: idOf(item.order_id),
      clientId: text(item.label),
      side: sideOf(item.direction),
      type: typeOf(item.order_type),
      // Market orders say `market_price`.
      price: notZero(item.price),
      triggerPrice: notZero(item.trigger_price) ?? notZero(item.stop_price),
      size: digitsOf(item.amount),
      filled: digitsOf(item.filled_amount),
      remaining: null,
      averagePrice: notZero(item.average_price),
      status: statusOf(item),
      timeInForce: timesInForce.get(item.time_in_force) ?? text(item.time_in_force),
      reduceOnly: flag(item.reduce_only),
      postOnly: flag(item.post_only),
      createdAt: isoTime(item.creation_timestamp),
    };
  },

  execution(item) {
    if (isBooking(item)) return bookingRow(item);
    return {
      symbol: text(item.instrument_name),
      updatedAt: isoTime(item.timestamp),
      id: idOf(item.trade_id),
      orderId: idOf(item.order_id) || null,
      kind: kindOf(item),
      side: sideOf(item.direction),
      price: digitsOf(item.price),
      size: digitsOf(item.amount),
      fee: digitsOf(item.fee),
      feeCurrency: text(item.fee_currency),
      liquidity: item.liquidity === 'M' ? 'maker' : item.liquidity === 'T' ? 'taker' : null,
      realisedPnl: digitsOf(item.profit_loss),
    };
  },

  margin: (item) => ({
    symbol: null,
    updatedAt: null,
    currency: text(item.currency) ?? 'unknown',
    walletBalance: digitsOf(item.balance),
    equity: digitsOf(item.equity),
    available: digitsOf(item.available_funds),
    initialMargin: digitsOf(item.initial_margin),
    maintenanceMargin: digitsOf(item.maintenance_margin),
    marginRatio: null,
  }),

  instrument(item) {
    const symbol = text(item.symbol);
    const contract = symbol === null ? null : contractOfSymbol(symbol);
    const stats = typeof item.stats === 'object' ? { ...item.stats } : {};
    return {
      symbol,
      updatedAt: isoTime(item.timestamp),
      kind: contract?.kind ?? null,
      base: contract?.base ?? null,
      quote: contract?.quote ?? null,
      settle: contract?.settle ?? null,
      // Sizes are amounts of money or coins, not counts of contracts.
      contractValue: contract === null ? null : '1',
      inverse: contract?.inverse ?? null,
      tickSize: null,
      lotSize: null,
      lastPrice: digitsOf(item.last_price),
      markPrice: digitsOf(item.mark_price),
      indexPrice: digitsOf(item.index_price),
      // Over eight hours; funding is exchanged all the time.
      fundingRate: digitsOf(item.funding_8h),
      nextFundingAt: null,
      openInterest: digitsOf(item.open_interest),
      volume24h: 'volume' in stats ? digitsOf(stats.volume) : null,
      state: text(item.state),
    };
  },

  quote: (item) => ({
    symbol: text(item.symbol),
    updatedAt: isoTime(item.timestamp),
    bidPrice: notZero(item.best_bid_price),
    bidSize: digitsOf(item.best_bid_amount),
    askPrice: notZero(item.best_ask_price),
    askSize: digitsOf(item.best_ask_amount),
  }),
} as const satisfies RowViews;

/** Nothing can happen to the order any more. */
export function isClosedOrder({ order_state: state }: Item): boolean {
  return state === 'filled' || state === 'cancelled' || state === 'rejected' || state === 'triggered';
}

// The sign comes with it, and the direction says the same.
function sizeOf(item: Item): string | null {
  const size = digitsOf(item.size);
  if (size === null) return null;
  return item.direction === 'sell' && Number(size) > 0 ? `-${size}` : size;
}

function statusOf(item: Item): OrderStatus | null {
  switch (item.order_state) {
    case 'open':
      return Number(digitsOf(item.filled_amount) ?? 0) === 0 ? 'new' : 'partially-filled';
    case 'filled':
    case 'cancelled':
    case 'rejected':
    case 'untriggered':
      return item.order_state;
    case 'triggered':
      // What it has set off is an order with an id of its own.
      return 'expired';
    default:
      return null;
  }
}

// `liquidation` names the sides that were under liquidation, ours by what we were.
function kindOf({ liquidation, liquidity }: Item): ExecutionRow['kind'] {
  const [sides, ours] = [text(liquidation), text(liquidity)];
  return sides !== null && ours !== null && sides.includes(ours) ? 'liquidation' : 'trade';
}

function typeOf(value: unknown): string | null {
  return types.get(value) ?? text(value)?.replaceAll('_', '-') ?? null;
}

const types = new Map<unknown, string>([
  ['stop_market', 'stop'],
  ['take_market', 'take-profit'],
  ['take_limit', 'take-profit-limit'],
]);

const timesInForce = new Map<unknown, string>([
  ['good_til_cancelled', 'GTC'],
  ['good_til_day', 'DAY'],
  ['fill_or_kill', 'FOK'],
  ['immediate_or_cancel', 'IOC'],
]);
