/**
 * Kraken Futures items as canonical rows. The size of a linear contract is in its coin, that of an inverse one
 * in US dollars. https://docs.kraken.com/api/docs/futures-api/websocket/open_position, read 2026-11-24
 */
import type { ExecutionRow, OrderStatus } from '../../preload/contract/rows.ts';
import { digitsOf, shiftPoint } from './exact-json.ts';
import { difference, product, sum } from './exact-sum.ts';
import type { Item, RowViews } from './exchange.ts';
import { flag, heldSide, idOf, isoTime, notZero, text, timeMs, unsigned } from './fields.ts';
import { walletFields } from './kraken-futures-wallets.ts';

export const krakenFuturesRows = {
  position(item) {
    const symbol = text(item.symbol);
    const size = amount(item.balance);
    const markPrice = notZero(item.mark_price);
    const inverse = isInverse(symbol);
    const leverage = notZero(item.max_fixed_leverage);
    return {
      symbol,
      updatedAt: isoTime(timeMs(item.timestamp)),
      side: heldSide(size),
      size,
      sizeUnit: inverse ? 'contracts' : 'base',
      notional: inverse ? unsigned(size) : product(unsigned(size), markPrice),
      entryPrice: notZero(item.entry_price),
      breakEvenPrice: null,
      markPrice,
      liquidationPrice: notZero(item.liquidation_threshold),
      leverage,
      // Only an isolated position has a leverage of its own; nothing says that one is cross.
      marginMode: leverage === null ? null : 'isolated',
      margin: digitsOf(item.initial_margin),
      unrealisedPnl: digitsOf(item.pnl),
      realisedPnl: null,
      pnlCurrency: text(item.pnl_currency) ?? settleOf(symbol),
    };
  },

  order(item) {
    const filled = amount(item.filled);
    const left = amount(item.qty);
    return {
      symbol: text(item.symbol),
      updatedAt: isoTime(timeMs(item.last_update_time)),
      id: idOf(item.order_id),
      clientId: text(item.cli_ord_id),
      side: item.direction === 0 ? 'buy' : item.direction === 1 ? 'sell' : null,
      type: typeOf(item),
      price: notZero(item.limit_price),
      triggerPrice: notZero(item.stop_price),
      // `qty` is what is left: 0.86 of an order of 1 after a fill of 0.14, seen on the wire 2025-05-28.
      size: amount(sum(left, filled)),
      filled,
      remaining: item.is_cancel === true ? '0' : left,
      averagePrice: null,
      status: statusOf(item, filled),
      timeInForce: null,
      reduceOnly: flag(item.reduce_only),
      postOnly: null,
      createdAt: isoTime(timeMs(item.time)),
    };
  },

  execution(item) {
    const type = text(item.fill_type) ?? '';
    return {
      symbol: text(item.symbol),
      updatedAt: isoTime(timeMs(item.time)),
      id: idOf(item.fill_id),
      orderId: idOf(item.order_id) || null,
      kind: kinds.get(type) ?? 'trade',
      side: item.buy === true ? 'buy' : item.buy === false ? 'sell' : null,
      price: digitsOf(item.price),
      size: amount(item.qty),
      // A funding is written as what it adds.
      fee: type === 'funding' ? difference('0', digitsOf(item.realized_funding)) : digitsOf(item.fee_paid),
      feeCurrency: text(item.fee_currency)?.toUpperCase() ?? null,
      liquidity: type === 'maker' ? 'maker' : type.startsWith('taker') ? 'taker' : null,
      realisedPnl: digitsOf(item.realized_pnl),
    };
  },

  margin: walletFields,

  instrument(item) {
    const symbol = text(item.symbol);
    const [base = null, quote = null] = text(item.pair)?.split(':') ?? [];
    const inverse = isInverse(symbol);
    const isOption = symbol?.startsWith('OF_') === true;
    return {
      symbol,
      updatedAt: isoTime(timeMs(item.time)),
      kind: isOption ? 'option' : item.tag === 'perpetual' ? 'perpetual' : 'future',
      base,
      quote,
      settle: inverse ? base : quote,
      contractValue: '1',
      inverse,
      tickSize: null,
      lotSize: null,
      lastPrice: notZero(item.last),
      markPrice: notZero(item.markPrice),
      indexPrice: notZero(item.index),
      // `funding_rate` is an amount per contract; left out when it is zero.
      fundingRate: item.tag === 'perpetual' ? (digitsOf(item.relative_funding_rate) ?? '0') : null,
      // The documentation speaks of a time until then; a moment comes over the wire, seen 2026-09-25.
      nextFundingAt: isoTime(timeMs(item.next_funding_rate_time)),
      openInterest: digitsOf(item.openInterest),
      volume24h: digitsOf(item.volume),
      state: item.suspended === true ? 'suspended' : item.post_only === true ? 'post-only' : 'open',
    };
  },

  quote: (item) => ({
    symbol: text(item.symbol),
    updatedAt: isoTime(timeMs(item.time)),
    bidPrice: notZero(item.bid),
    bidSize: null,
    askPrice: notZero(item.ask),
    askSize: null,
  }),
} as const satisfies RowViews;

/** Quantities are counted in doubles: 0.8600000000000001 means 0.86. */
export function amount(value: unknown): string | null {
  const digits = digitsOf(value);
  // A double has 17 digits at the most: longer ones were never one.
  const length = digits?.replace(/[-.]|^-?0\.0*/g, '').length ?? 0;
  if (digits === null || length <= 15 || length > 17) return digits;
  return shiftPoint(digitsOf(Number(Number(digits).toPrecision(15))) ?? digits, 0);
}

function isInverse(symbol: string | null): boolean {
  return symbol !== null && /^[PF]I_/.test(symbol);
}

// PI_XBTUSD is paid in XBT, PF_XBTUSD in the currency the position says, and in dollars where it says none.
function settleOf(symbol: string | null): string | null {
  if (symbol === null) return null;
  return isInverse(symbol) ? (/^.I_(\w+?)USD(?:_|$)/.exec(symbol)?.[1] ?? null) : 'USD';
}

function typeOf(item: Item): string | null {
  const type = text(item.type)?.replaceAll('_', '-') ?? null;
  return type !== null && isTrigger(item) && notZero(item.limit_price) !== null ? `${type}-limit` : type;
}

function isTrigger({ type }: Item): boolean {
  return type === 'stop' || type === 'take_profit' || type === 'trailing_stop';
}

function statusOf(item: Item, filled: string | null): OrderStatus {
  const hasFill = Number(filled ?? 0) > 0;
  if (item.is_cancel !== true) {
    if (isTrigger(item)) return 'untriggered';
    return hasFill ? 'partially-filled' : 'new';
  }
  const reason = text(item.reason) ?? '';
  if (reason === 'full_fill') return 'filled';
  if (reason.endsWith('expired')) return 'expired';
  return rejections.test(reason) && !hasFill ? 'rejected' : 'cancelled';
}

const rejections = /failed_because|would_execute_self|would_not_reduce_position|not_found|not_enough_margin/;

// https://docs.kraken.com/api/docs/futures-api/trading/get-fills, read 2026-11-24
const kinds = new Map<string, ExecutionRow['kind']>([
  ['funding', 'funding'],
  ['liquidation', 'liquidation'],
  ['partialLiquidation', 'liquidation'],
  ['assignor', 'liquidation'],
  ['unwindBankrupt', 'liquidation'],
  ['unwindCounterparty', 'adl'],
]);
