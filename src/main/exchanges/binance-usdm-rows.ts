/**
 * Items of Binance USD-M futures as canonical rows. One contract is one unit of the base.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures, read 2026-11-24
 */
import type { ExecutionRow, OrderStatus } from '../../preload/contract/rows.ts';
import { pairOf } from './binance-symbols.ts';
import { digitsOf } from './exact-json.ts';
import { difference } from './exact-sum.ts';
import type { Item, RowViews } from './exchange.ts';
import { flag, heldSide, idOf, isoTime, negated, notZero, sideOf, text, unsigned } from './fields.ts';

export const usdmRows = {
  position(item) {
    const size = digitsOf(item.positionAmt);
    const isIsolated = item.marginType === 'isolated';
    return {
      ...stamp(item.symbol, item.updateTime),
      side: heldSide(size),
      size,
      sizeUnit: 'base',
      notional: unsigned(notZero(item.notional)),
      entryPrice: notZero(item.entryPrice),
      breakEvenPrice: notZero(item.breakEvenPrice),
      markPrice: notZero(item.markPrice),
      // 0 is none: the position cannot be liquidated.
      liquidationPrice: notZero(item.liquidationPrice),
      leverage: digitsOf(item.leverage),
      marginMode: isIsolated ? 'isolated' : text(item.marginType) === null ? null : 'cross',
      margin: isIsolated ? digitsOf(item.isolatedWallet) : null,
      unrealisedPnl: digitsOf(item.unRealizedProfit),
      // The stream has a sum since ever, and REST none at all.
      realisedPnl: null,
      pnlCurrency: pairOf(item.symbol).quote,
    };
  },

  order(item) {
    return text(item.algoId) === null ? plainOrder(item) : algoOrder(item);
  },

  execution(item) {
    const isFunding = item.incomeType === 'FUNDING_FEE';
    return {
      ...stamp(item.symbol, item.time),
      id: idOf(item.id),
      orderId: idOf(item.orderId) || null,
      kind: isFunding ? 'funding' : (forced.get(item.autoCloseType) ?? 'trade'),
      side: sideOf(item.side),
      price: digitsOf(item.price),
      size: digitsOf(item.qty),
      // An income is received when it is positive, a fee is paid.
      fee: isFunding ? negated(item.income) : digitsOf(item.commission),
      feeCurrency: text(isFunding ? item.asset : item.commissionAsset),
      liquidity: item.maker === true ? 'maker' : item.maker === false ? 'taker' : null,
      realisedPnl: digitsOf(item.realizedPnl),
    };
  },

  margin: (item) => ({
    ...stamp(null, item.updateTime),
    currency: text(item.asset) ?? 'unknown',
    walletBalance: digitsOf(item.walletBalance),
    equity: digitsOf(item.marginBalance),
    available: digitsOf(item.availableBalance),
    initialMargin: digitsOf(item.initialMargin),
    maintenanceMargin: digitsOf(item.maintMargin),
    marginRatio: null,
  }),

  // The stream tells prices only. Every contract is linear: its quote is what it settles in.
  instrument(item) {
    const { base, quote } = pairOf(item.symbol);
    const symbol = text(item.symbol) ?? '';
    const isDated = symbol.includes('_');
    return {
      ...stamp(symbol, item.time),
      kind: isDated ? 'future' : 'perpetual',
      base,
      quote,
      settle: quote,
      contractValue: '1',
      inverse: false,
      tickSize: null,
      lotSize: null,
      lastPrice: null,
      markPrice: digitsOf(item.markPrice),
      indexPrice: digitsOf(item.indexPrice),
      // Dated contracts have none: an empty text and the time 0.
      fundingRate: digitsOf(item.lastFundingRate),
      nextFundingAt: isDated ? null : isoTime(item.nextFundingTime),
      openInterest: null,
      volume24h: null,
      state: null,
    };
  },
} as const satisfies RowViews;

function plainOrder(item: Item) {
  const size = digitsOf(item.origQty);
  const filled = digitsOf(item.executedQty);
  const status = statuses.get(item.status) ?? null;
  return {
    ...stamp(item.symbol, item.updateTime),
    id: idOf(item.orderId),
    clientId: text(item.clientOrderId),
    side: sideOf(item.side),
    type: typeOf(item.type),
    price: notZero(item.price),
    triggerPrice: notZero(item.stopPrice),
    size,
    filled,
    remaining: isOver(status) ? '0' : difference(size, filled),
    averagePrice: notZero(item.avgPrice),
    status,
    timeInForce: timeInForceOf(item.timeInForce),
    reduceOnly: flag(item.reduceOnly),
    postOnly: item.timeInForce === 'GTX',
    createdAt: isoTime(item.time),
  };
}

function algoOrder(item: Item) {
  const size = notZero(item.quantity);
  const status = algoStatusOf(item);
  return {
    ...stamp(item.symbol, item.updateTime),
    id: `algo-${text(item.algoId) ?? ''}`,
    clientId: text(item.clientAlgoId),
    side: sideOf(item.side),
    type: typeOf(item.orderType),
    price: notZero(item.price),
    triggerPrice: notZero(item.triggerPrice),
    // None where the order closes the whole position, whatever its size is then.
    size,
    // What is filled is told by the order that goes out when the condition is met.
    filled: isOver(status) ? null : '0',
    remaining: isOver(status) ? '0' : size,
    averagePrice: notZero(item.actualPrice),
    status,
    timeInForce: timeInForceOf(item.timeInForce),
    reduceOnly: item.closePosition === true ? true : flag(item.reduceOnly),
    postOnly: item.timeInForce === 'GTX',
    createdAt: isoTime(item.createTime),
  };
}

// Once triggered, an order of its own does the work, and the condition is over as the old stop orders were.
function algoStatusOf(item: Item): OrderStatus | null {
  if (item.algoStatus !== 'FINISHED') return algoStatuses.get(item.algoStatus) ?? null;
  return notZero(item.actualPrice) === null ? 'cancelled' : 'filled';
}

function isOver(status: OrderStatus | null): boolean {
  return status !== null && over.has(status);
}

function stamp(symbol: unknown, time: unknown) {
  return { symbol: text(symbol), updatedAt: time === 0 ? null : isoTime(time) };
}

function typeOf(value: unknown): string | null {
  return text(value)?.toLowerCase().replaceAll('_', '-') ?? null;
}

// GTX is GTC that never takes.
function timeInForceOf(value: unknown): string | null {
  return value === 'GTX' || value === 'GTE_GTC' ? 'GTC' : text(value);
}

const statuses = new Map<unknown, OrderStatus>([
  ['NEW', 'new'],
  ['PARTIALLY_FILLED', 'partially-filled'],
  ['FILLED', 'filled'],
  ['CANCELED', 'cancelled'],
  ['REJECTED', 'rejected'],
  ['EXPIRED', 'expired'],
  ['EXPIRED_IN_MATCH', 'expired'],
  // Liquidations that the insurance fund or other traders take over.
  ['NEW_INSURANCE', 'new'],
  ['NEW_ADL', 'new'],
]);

const algoStatuses = new Map<unknown, OrderStatus>([
  ['NEW', 'untriggered'],
  ['TRIGGERING', 'untriggered'],
  ['TRIGGERED', 'expired'],
  ['CANCELED', 'cancelled'],
  ['REJECTED', 'rejected'],
  ['EXPIRED', 'expired'],
]);

const over: ReadonlySet<OrderStatus> = new Set(['filled', 'cancelled', 'rejected', 'expired']);

const forced = new Map<unknown, ExecutionRow['kind']>([
  ['LIQUIDATION', 'liquidation'],
  ['ADL', 'adl'],
  ['SETTLEMENT', 'settlement'],
]);
