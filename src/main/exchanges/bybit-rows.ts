/**
 * Bybit items as canonical rows. Sizes are base units, those of inverse contracts US dollars; '' and often
 * '0' stand for nothing. https://bybit-exchange.github.io/docs/v5/websocket/private/position, read 2026-11-24
 */
import type { ExecutionRow, OrderStatus } from '../../preload/contract/rows.ts';
import { millis } from './bybit-messages.ts';
import { contractOfSymbol, isInverseSymbol } from './bybit-symbols.ts';
import { digitsOf } from './exact-json.ts';
import type { Item, RowViews } from './exchange.ts';
import { flag, heldSide, hyphenated, idOf, notZero, sideOf, text } from './fields.ts';

export const bybitRows = {
  position(item) {
    const symbol = text(item.symbol);
    const contract = symbol === null ? null : contractOfSymbol(symbol);
    const isInverse = item.category === 'inverse' || (symbol !== null && isInverseSymbol(symbol));
    const amount = digitsOf(item.size);
    const size = signedSize(item, amount);
    const marginMode = marginModeOf(item, isInverse);
    return {
      symbol,
      updatedAt: millis(item.updatedTime),
      side: heldSide(size),
      size,
      sizeUnit: isInverse ? 'contracts' : 'base',
      // The value of an inverse position is in its coin; its size is already in the quote currency.
      notional: isInverse ? amount : digitsOf(item.positionValue),
      entryPrice: notZero(item.entryPrice) ?? notZero(item.avgPrice),
      breakEvenPrice: notZero(item.breakEvenPrice),
      markPrice: notZero(item.markPrice),
      liquidationPrice: notZero(item.liqPrice),
      leverage: notZero(item.leverage),
      marginMode,
      margin: marginMode === 'isolated' ? digitsOf(item.positionBalance) : digitsOf(item.positionIM),
      unrealisedPnl: digitsOf(item.unrealisedPnl),
      realisedPnl: digitsOf(item.curRealisedPnl),
      pnlCurrency: contract?.settle ?? null,
    };
  },

  order(item) {
    const timeInForce = text(item.timeInForce);
    return {
      symbol: text(item.symbol),
      updatedAt: millis(item.updatedTime),
      id: idOf(item.orderId),
      clientId: text(item.orderLinkId),
      side: sideOf(item.side),
      type: typeOf(item),
      price: notZero(item.price),
      triggerPrice: notZero(item.triggerPrice),
      size: digitsOf(item.qty),
      filled: digitsOf(item.cumExecQty),
      remaining: digitsOf(item.leavesQty),
      averagePrice: notZero(item.avgPrice),
      status: statuses.get(item.orderStatus) ?? null,
      timeInForce: timeInForce === 'PostOnly' ? 'GTC' : timeInForce,
      reduceOnly: flag(item.reduceOnly),
      postOnly: timeInForce === null ? null : timeInForce === 'PostOnly',
      createdAt: millis(item.createdTime),
    };
  },

  execution(item) {
    const symbol = text(item.symbol);
    return {
      symbol,
      updatedAt: millis(item.execTime),
      id: idOf(item.execId),
      orderId: idOf(item.orderId) || null,
      kind: kindOf(item),
      side: sideOf(item.side),
      price: digitsOf(item.execPrice),
      size: digitsOf(item.execQty),
      fee: digitsOf(item.execFee),
      feeCurrency: text(item.feeCurrency) ?? feeCurrency(item, symbol),
      liquidity: item.isMaker === true ? 'maker' : item.isMaker === false ? 'taker' : null,
      realisedPnl: digitsOf(item.execPnl),
    };
  },

  margin: (item) => ({
    symbol: null,
    updatedAt: millis(item.updatedTime) ?? millis(item.time),
    currency: text(item.coin) ?? 'unknown',
    walletBalance: digitsOf(item.walletBalance),
    equity: digitsOf(item.equity),
    available: digitsOf(item.availableToWithdraw),
    initialMargin: digitsOf(item.totalPositionIM),
    maintenanceMargin: digitsOf(item.totalPositionMM),
    // All coins of a unified account stand in for each other: the ratio is that of the whole. None in isolated mode.
    marginRatio: digitsOf(item.accountMMRate),
  }),

  instrument(item) {
    const symbol = text(item.symbol);
    // Tickers of spot have no mark, and those of a market of the same name as a contract do not say so.
    const isSpot = !('markPrice' in item);
    const contract = symbol === null || isSpot ? null : contractOfSymbol(symbol);
    const isInverse = symbol !== null && isInverseSymbol(symbol);
    return {
      symbol,
      updatedAt: millis(item.ts),
      kind: isSpot ? 'spot' : contract === null ? null : contract.isPerpetual ? 'perpetual' : 'future',
      base: contract?.base ?? null,
      quote: contract?.quote ?? null,
      settle: contract?.settle ?? null,
      contractValue: '1',
      inverse: isSpot ? false : isInverse,
      tickSize: null,
      lotSize: null,
      lastPrice: digitsOf(item.lastPrice),
      markPrice: digitsOf(item.markPrice),
      indexPrice: digitsOf(item.indexPrice) ?? digitsOf(item.usdIndexPrice),
      fundingRate: digitsOf(item.fundingRate),
      nextFundingAt: millis(item.nextFundingTime),
      openInterest: digitsOf(item.openInterest),
      volume24h: digitsOf(item.volume24h),
      state: null,
    };
  },

  quote(item) {
    const [bid, ask] = [level(item.b), level(item.a)];
    return {
      symbol: text(item.symbol),
      updatedAt: millis(item.ts),
      bidPrice: bid[0],
      bidSize: bid[1],
      askPrice: ask[0],
      askSize: ask[1],
    };
  },

  tradeBin1m(item) {
    const start = Number(digitsOf(item.start) ?? Number.NaN);
    const time = millis(start + 60_000);
    if (time === null) return null;
    return {
      symbol: text(item.symbol),
      updatedAt: time,
      open: digitsOf(item.open),
      high: digitsOf(item.high),
      low: digitsOf(item.low),
      close: digitsOf(item.close),
      volume: digitsOf(item.volume),
      trades: null,
      vwap: null,
      time,
    };
  },
} as const satisfies RowViews;

export function isClosedStatus(status: unknown): boolean {
  const read = statuses.get(status);
  return read === 'filled' || read === 'cancelled' || read === 'rejected' || read === 'expired';
}

/** null where the direction of what is held is not said. */
/** What the account has, but for contracts that lie in an account of their own: those say it themselves. */
function marginModeOf(item: Item, isInverse: boolean): 'cross' | 'isolated' | null {
  const status = digitsOf(item.unifiedMarginStatus);
  const saysItself = status === '1' || (isInverse && (status === '3' || status === '4'));
  if (digitsOf(item.tradeMode) === '1') return 'isolated';
  return saysItself ? 'cross' : (marginModes.get(item.marginMode) ?? null);
}

// A portfolio's positions share its margin.
const marginModes = new Map<unknown, 'cross' | 'isolated'>([
  ['REGULAR_MARGIN', 'cross'],
  ['PORTFOLIO_MARGIN', 'cross'],
  ['ISOLATED_MARGIN', 'isolated'],
]);

function signedSize(item: Item, amount: string | null): string | null {
  if (amount === null || Number(amount) === 0) return amount;
  if (amount.startsWith('-')) return null;
  return item.side === 'Buy' ? amount : item.side === 'Sell' ? `-${amount}` : null;
}

function level(value: unknown): readonly [string | null, string | null] {
  return Array.isArray(value) ? [digitsOf(value[0]), digitsOf(value[1])] : [null, null];
}

// `Stop` with a market order behind it is a stop, with a limit order a stop-limit.
function typeOf(item: Item): string | null {
  const type = hyphenated(item.orderType);
  const stop = text(item.stopOrderType);
  if (stop === null || stop === 'UNKNOWN') return type;
  return type === 'limit' ? `${hyphenated(stop)}-limit` : hyphenated(stop);
}

function kindOf(item: Item): ExecutionRow['kind'] {
  if (item.createType === 'CreateByLiq' || item.createType === 'CreateByTakeOver_PassThrough')
    return 'liquidation';
  if (item.createType === 'CreateByAdl_PassThrough') return 'adl';
  return kinds.get(item.execType) ?? 'trade';
}

// Fees of contracts are paid in what they settle in, and not every message says so.
function feeCurrency(item: Item, symbol: string | null): string | null {
  return symbol === null || item.category === 'spot' ? null : (contractOfSymbol(symbol)?.settle ?? null);
}

const statuses = new Map<unknown, OrderStatus>([
  ['Created', 'pending'],
  ['Triggered', 'pending'],
  ['Active', 'pending'],
  ['New', 'new'],
  ['PartiallyFilled', 'partially-filled'],
  ['Untriggered', 'untriggered'],
  ['Filled', 'filled'],
  ['Cancelled', 'cancelled'],
  ['PartiallyFilledCanceled', 'cancelled'],
  ['Deactivated', 'cancelled'],
  ['Rejected', 'rejected'],
]);

const kinds = new Map<unknown, ExecutionRow['kind']>([
  ['AdlTrade', 'adl'],
  ['BustTrade', 'liquidation'],
  ['Funding', 'funding'],
  ['Delivery', 'settlement'],
  ['Settle', 'settlement'],
  ['SessionSettlePnL', 'settlement'],
]);
