/**
 * BitMEX items as canonical rows. Money is in minor units (satoshi), sizes are contracts.
 * https://www.bitmex.com/app/wsAPI and the API schema of May 2024, read 2026-11-24.
 */
import type { ExecutionRow, InstrumentRow, OrderStatus } from '../../preload/contract/rows.ts';
import { digitsOf, shiftPoint } from './exact-json.ts';
import type { Item, RowViews } from './exchange.ts';
import {
  count,
  flag,
  heldSide,
  hyphenated,
  idOf,
  isoTime,
  sideOf,
  text,
  unsigned,
  wholeUnits,
} from './fields.ts';

export const bitmexRows = {
  position(item) {
    const size = digitsOf(item.currentQty);
    const unit = unitOf(item.currency);
    return {
      ...stamp(item),
      side: heldSide(size),
      size,
      sizeUnit: 'contracts',
      notional: unsigned(digitsOf(item.foreignNotional)),
      entryPrice: digitsOf(item.avgEntryPrice),
      breakEvenPrice: digitsOf(item.breakEvenPrice),
      markPrice: digitsOf(item.markPrice),
      liquidationPrice: digitsOf(item.liquidationPrice),
      leverage: digitsOf(item.leverage),
      marginMode: item.crossMargin === true ? 'cross' : item.crossMargin === false ? 'isolated' : null,
      margin: wholeUnits(item.posMargin, unit.decimals),
      unrealisedPnl: wholeUnits(item.unrealisedPnl, unit.decimals),
      realisedPnl: wholeUnits(item.realisedPnl, unit.decimals),
      pnlCurrency: unit.currency,
    };
  },

  order(item) {
    const instructions = typeof item.execInst === 'string' ? item.execInst.split(/[, ]+/) : null;
    return {
      ...stamp(item),
      id: idOf(item.orderID),
      clientId: text(item.clOrdID),
      side: sideOf(item.side),
      type: hyphenated(item.ordType),
      price: digitsOf(item.price),
      triggerPrice: digitsOf(item.stopPx),
      size: digitsOf(item.orderQty),
      filled: digitsOf(item.cumQty),
      remaining: digitsOf(item.leavesQty),
      averagePrice: digitsOf(item.avgPx),
      status: statusOf(item),
      timeInForce: timesInForce.get(item.timeInForce) ?? text(item.timeInForce),
      reduceOnly: instructions?.some((word) => word === 'ReduceOnly' || word === 'Close') ?? null,
      postOnly: instructions?.includes('ParticipateDoNotInitiate') ?? null,
      // The time of the last request on the order: there is no field for the first.
      createdAt: isoTime(item.transactTime),
    };
  },

  execution(item) {
    const kind = executionKind(item);
    if (kind === null) return null;
    const unit = unitOf(item.settlCurrency);
    const liquidity = text(item.lastLiquidityInd);
    return {
      ...stamp(item),
      id: idOf(item.execID),
      orderId: text(item.orderID),
      kind,
      side: sideOf(item.side),
      price: digitsOf(item.lastPx),
      size: digitsOf(item.lastQty),
      fee: wholeUnits(item.execComm, unit.decimals),
      feeCurrency: unit.currency,
      // `AddedLiquidity`, and `Added` in newer rows.
      liquidity: liquidity?.startsWith('Added') ? 'maker' : liquidity?.startsWith('Removed') ? 'taker' : null,
      realisedPnl: wholeUnits(item.realisedPnl, unit.decimals),
    };
  },

  margin(item) {
    const unit = unitOf(item.currency);
    return {
      ...stamp(item),
      symbol: null,
      currency: unit.currency ?? 'unknown',
      walletBalance: wholeUnits(item.walletBalance, unit.decimals),
      equity: wholeUnits(item.marginBalance, unit.decimals),
      available: wholeUnits(item.availableMargin, unit.decimals),
      initialMargin: wholeUnits(item.initMargin, unit.decimals),
      maintenanceMargin: wholeUnits(item.maintMargin, unit.decimals),
      marginRatio: null,
    };
  },

  instrument(item) {
    return {
      ...stamp(item),
      kind: kindOf(text(item.typ)),
      base: text(item.underlying),
      quote: text(item.quoteCurrency),
      settle: unitOf(item.settlCurrency).currency,
      contractValue: contractValue(item),
      inverse: flag(item.isInverse),
      tickSize: digitsOf(item.tickSize),
      lotSize: digitsOf(item.lotSize),
      lastPrice: digitsOf(item.lastPrice),
      markPrice: digitsOf(item.markPrice),
      indexPrice: digitsOf(item.indicativeSettlePrice),
      fundingRate: digitsOf(item.fundingRate),
      nextFundingAt: isoTime(item.fundingTimestamp),
      openInterest: digitsOf(item.openInterest),
      volume24h: digitsOf(item.volume24h),
      state: hyphenated(item.state),
    };
  },

  quote: (item) => ({
    ...stamp(item),
    bidPrice: digitsOf(item.bidPrice),
    bidSize: digitsOf(item.bidSize),
    askPrice: digitsOf(item.askPrice),
    askSize: digitsOf(item.askSize),
  }),

  tradeBin1m(item) {
    const time = isoTime(item.timestamp);
    if (time === null) return null;
    return {
      ...stamp(item),
      open: digitsOf(item.open),
      high: digitsOf(item.high),
      low: digitsOf(item.low),
      close: digitsOf(item.close),
      volume: digitsOf(item.volume),
      trades: count(item.trades),
      vwap: digitsOf(item.vwap),
      time,
    };
  },
} as const satisfies RowViews;

function stamp(item: Item) {
  return { symbol: text(item.symbol), updatedAt: isoTime(item.timestamp) };
}

// A code that ends in a small letter counts minor units: `XBt` are satoshi, `USDt` millionths of a USDT.
function unitOf(code: unknown): { readonly currency: string | null; readonly decimals: number | null } {
  const name = text(code);
  if (name === null) return { currency: null, decimals: null };
  if (/[^a-z]$/.test(name)) return { currency: name, decimals: 0 };
  return { currency: name.toUpperCase(), decimals: name === 'XBt' ? 8 : 6 };
}

function contractValue(item: Item): string | null {
  const unit = unitOf(item.settlCurrency);
  if (item.isInverse === true || item.isQuanto === true) {
    // Inverse: settlement units x price are the quote currency. Quanto: settlement currency per point.
    return unsigned(wholeUnits(item.multiplier, unit.decimals));
  }
  const perUnit = digitsOf(item.underlyingToPositionMultiplier);
  if (perUnit === null || !/^10*$/.test(perUnit)) return null;
  return shiftPoint('1', 1 - perUnit.length);
}

function kindOf(type: string | null): InstrumentRow['kind'] {
  if (type === null) return null;
  if (type.startsWith('FFW')) return 'perpetual';
  if (type.startsWith('IF')) return 'spot';
  if (type.startsWith('FF')) return 'future';
  if (type.startsWith('MR')) return 'index';
  return type.startsWith('O') ? 'option' : null;
}

function statusOf(item: Item): OrderStatus | null {
  const status = item.ordStatus;
  // A change of a working order under way (`PendingCancel`, `PendingReplace`) leaves it working.
  if (status === 'New' || status === 'PendingCancel' || status === 'PendingReplace' || status === 'Stopped') {
    if (item.triggered === '' && /^(?:Stop|.+IfTouched)/.test(text(item.ordType) ?? '')) return 'untriggered';
    const filled = digitsOf(item.cumQty);
    return filled === null || Number(filled) === 0 ? 'new' : 'partially-filled';
  }
  return statuses.get(status) ?? null;
}

function executionKind(item: Item): ExecutionRow['kind'] | null {
  const type = item.execType;
  // A deleveraged position is reported as a trade whose text says so.
  if (type === 'Trade') return /deleverag/i.test(text(item.text) ?? '') ? 'adl' : 'trade';
  const kind = executionKinds.get(type);
  if (kind !== undefined) return kind;
  // Reports such as New, Canceled or CancelReject carry no quantity: they are no executions.
  const size = digitsOf(item.lastQty);
  return size === null || Number(size) === 0 || item.lastPx === null ? null : 'trade';
}

const statuses = new Map<unknown, OrderStatus>([
  ['PendingNew', 'pending'],
  ['PartiallyFilled', 'partially-filled'],
  ['Filled', 'filled'],
  ['Canceled', 'cancelled'],
  ['Rejected', 'rejected'],
  ['Expired', 'expired'],
  ['DoneForDay', 'expired'],
]);

const executionKinds = new Map<unknown, ExecutionRow['kind']>([
  ['Funding', 'funding'],
  ['Settlement', 'settlement'],
  ['Liquidation', 'liquidation'],
  ['Bankruptcy', 'liquidation'],
  ['Deleverage', 'adl'],
]);

const timesInForce = new Map<unknown, string>([
  ['GoodTillCancel', 'GTC'],
  ['ImmediateOrCancel', 'IOC'],
  ['FillOrKill', 'FOK'],
  ['Day', 'DAY'],
]);
