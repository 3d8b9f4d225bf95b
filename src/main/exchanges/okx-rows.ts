/**
 * OKX items as canonical rows. Contracts are counted in contracts, spot and margin in base units; a fee is
 * negative when charged. https://www.okx.com/docs-v5/en/#trading-account-websocket-positions-channel, read 2026-11-24
 */
import type { ExecutionRow, InstrumentRow, OrderStatus } from '../../preload/contract/rows.ts';
import { digitsOf, shiftPoint } from './exact-json.ts';
import type { Item, RowViews } from './exchange.ts';
import { heldSide, idOf, negated, notZero, sideOf, text, unsigned } from './fields.ts';
import { algoOrder, isAlgo } from './okx-algo.ts';
import { okxTime } from './okx-messages.ts';

export const okxRows = {
  position(item) {
    const symbol = text(item.instId);
    const size = sizeOf(item);
    return {
      symbol,
      updatedAt: okxTime(item.uTime),
      side: heldSide(size),
      size,
      sizeUnit: item.instType === 'MARGIN' ? 'base' : 'contracts',
      // Given in US dollars whatever the contract is quoted in; a stablecoin is taken for its dollar.
      notional: isDollar(quoteOf(symbol)) ? unsigned(digitsOf(item.notionalUsd)) : null,
      entryPrice: digitsOf(item.avgPx),
      breakEvenPrice: digitsOf(item.bePx),
      markPrice: digitsOf(item.markPx),
      liquidationPrice: digitsOf(item.liqPx),
      leverage: digitsOf(item.lever),
      marginMode: item.mgnMode === 'cross' ? 'cross' : item.mgnMode === 'isolated' ? 'isolated' : null,
      // Each mode fills one of the two and leaves the other empty.
      margin: digitsOf(item.margin) ?? digitsOf(item.imr),
      unrealisedPnl: digitsOf(item.upl),
      realisedPnl: digitsOf(item.realizedPnl),
      pnlCurrency: text(item.ccy),
    };
  },

  order(item) {
    if (isAlgo(item)) return algoOrder(item);
    const type = text(item.ordType);
    const [name, timeInForce] = orderTypes.get(type) ?? [type?.replaceAll('_', '-') ?? null, null];
    return {
      symbol: text(item.instId),
      updatedAt: okxTime(item.uTime),
      id: idOf(item.ordId),
      clientId: text(item.clOrdId),
      side: sideOf(item.side),
      type: name,
      price: digitsOf(item.px),
      triggerPrice: null,
      // A market order of spot may be for an amount of the quote currency, of which nothing is filled or left.
      size: item.tgtCcy === 'quote_ccy' ? null : digitsOf(item.sz),
      filled: digitsOf(item.accFillSz),
      remaining: null,
      averagePrice: notZero(item.avgPx),
      status: statusOf(item),
      timeInForce,
      reduceOnly: item.reduceOnly === 'true' ? true : item.reduceOnly === 'false' ? false : null,
      postOnly: type === null ? null : type.includes('post_only'),
      createdAt: okxTime(item.cTime),
    };
  },

  execution(item) {
    // What a funding adds is written as a profit.
    const fee = digitsOf(isFunding(item) ? item.pnl : item.fee);
    return {
      symbol: text(item.instId),
      updatedAt: okxTime(item.fillTime) ?? okxTime(item.ts),
      id: idOf(item.tradeId),
      orderId: idOf(item.ordId) || null,
      kind: executionKind(item),
      side: sideOf(item.side),
      price: digitsOf(item.fillPx ?? item.px),
      size: digitsOf(item.fillSz ?? item.sz),
      fee: negated(fee),
      feeCurrency: text(item.feeCcy) ?? text(item.ccy),
      liquidity: item.execType === 'M' ? 'maker' : item.execType === 'T' ? 'taker' : null,
      realisedPnl: digitsOf(item.fillPnl),
    };
  },

  margin: (item) => ({
    symbol: null,
    updatedAt: okxTime(item.uTime),
    currency: text(item.ccy) ?? 'unknown',
    walletBalance: digitsOf(item.cashBal),
    equity: digitsOf(item.eq),
    available: digitsOf(item.availBal),
    // Said of a currency only where currencies do not stand in for each other.
    initialMargin: digitsOf(item.imr),
    maintenanceMargin: digitsOf(item.mmr),
    // All currencies of a multi-currency account stand in for each other: the ratio is that of the whole.
    marginRatio: digitsOf(item.mmr) === null ? inverted(notZero(item.accountMgnRatio)) : null,
  }),

  instrument(item) {
    const symbol = text(item.symbol);
    const [base = null, quote = null] = symbol?.split('-') ?? [];
    return {
      symbol,
      updatedAt: okxTime(item.ts),
      kind: kinds.get(item.instType) ?? null,
      base,
      quote,
      settle: null,
      // How much a contract is worth is in no ticker.
      contractValue: item.instType === 'SPOT' ? '1' : null,
      inverse: item.instType === 'SPOT' ? false : quote === null ? null : quote === 'USD',
      tickSize: null,
      lotSize: null,
      lastPrice: digitsOf(item.last),
      markPrice: null,
      indexPrice: null,
      fundingRate: null,
      nextFundingAt: null,
      openInterest: null,
      volume24h: digitsOf(item.vol24h),
      state: null,
    };
  },

  quote: (item) => ({
    symbol: text(item.symbol),
    updatedAt: okxTime(item.ts),
    ...levelOf(item.bids, (bidPrice, bidSize) => ({ bidPrice, bidSize })),
    ...levelOf(item.asks, (askPrice, askSize) => ({ askPrice, askSize })),
  }),
} as const satisfies RowViews;

/** Nothing can happen to the order any more. */
export function isClosedOrder({ state }: Item): boolean {
  return closed.has(state);
}

/** A bill of a funding among the executions. */
export function fundingItem(bill: Item): Item {
  const id = idOf(bill.billId);
  return { ...bill, tradeId: id === '' ? '' : `${funding}${id}`, ordId: '' };
}

export function isFunding({ tradeId }: Item): boolean {
  return text(tradeId)?.startsWith(funding) === true;
}

// In hedge mode `posSide` tells the direction and the size is positive; in net mode the sign does. A margin
// position is held in `posCcy`: a short one in the quote currency, and what is owed is its size.
function sizeOf(item: Item): string | null {
  const size = digitsOf(item.pos);
  if (size === null || Number(size) === 0) return size;
  if (item.instType === 'MARGIN' && text(item.posCcy) === quoteOf(text(item.instId))) {
    const owed = unsigned(digitsOf(item.liab));
    return owed === null ? null : `-${owed}`;
  }
  return item.posSide === 'short' ? `-${size.replace('-', '')}` : size;
}

function quoteOf(symbol: string | null): string | null {
  return symbol?.split('-')[1] ?? null;
}

function isDollar(currency: string | null): boolean {
  return currency === 'USD' || currency === 'USDT' || currency === 'USDC';
}

function statusOf(item: Item): OrderStatus | null {
  switch (item.state) {
    case 'live':
      return 'new';
    case 'partially_filled':
      return 'partially-filled';
    case 'filled':
      return 'filled';
    case 'canceled':
    case 'mmp_canceled':
      return 'cancelled';
    default:
      return null;
  }
}

// The stream says it by the order's category, REST by the kind of the bill.
// https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-bills-details-last-7-days, read 2026-11-24
function executionKind({ category, subType }: Item): ExecutionRow['kind'] {
  const bill = Number(digitsOf(subType) ?? 0);
  if (bill === 173 || bill === 174) return 'funding';
  if (category === 'adl' || (bill >= 125 && bill <= 128)) return 'adl';
  if (category === 'full_liquidation' || category === 'partial_liquidation') return 'liquidation';
  if (bill >= 100 && bill <= 107) return 'liquidation';
  if (category === 'delivery' || bill === 112 || bill === 113) return 'settlement';
  return bill >= 170 && bill <= 172 ? 'settlement' : 'trade';
}

function levelOf<T>(levels: unknown, named: (price: string | null, size: string | null) => T): T {
  const [best] = Array.isArray(levels) ? levels : [];
  return Array.isArray(best) ? named(digitsOf(best[0]), digitsOf(best[1])) : named(null, null);
}

/** `mgnRatio` is equity over maintenance margin: the larger, the safer. Rounded to 20 places as all quotients. */
function inverted(ratio: string | null): string | null {
  if (ratio === null || Number(ratio) <= 0) return null;
  const places = ratio.split('.')[1]?.length ?? 0;
  const scaled = BigInt(shiftPoint(ratio, places));
  const twice = (2n * 10n ** BigInt(20 + places)) / scaled;
  return shiftPoint(String((twice + 1n) / 2n), -20);
}

const funding = 'funding-';
const closed: ReadonlySet<unknown> = new Set([
  ...['filled', 'canceled', 'mmp_canceled'],
  ...['effective', 'order_failed', 'partially_failed'],
]);

const orderTypes = new Map<unknown, readonly [string, string | null]>([
  ['limit', ['limit', 'GTC']],
  ['post_only', ['limit', 'GTC']],
  ['mmp', ['limit', 'GTC']],
  ['mmp_and_post_only', ['limit', 'GTC']],
  ['fok', ['limit', 'FOK']],
  ['ioc', ['limit', 'IOC']],
  ['optimal_limit_ioc', ['market', 'IOC']],
  ['market', ['market', null]],
]);

const kinds = new Map<unknown, InstrumentRow['kind']>([
  ['SPOT', 'spot'],
  ['SWAP', 'perpetual'],
  ['FUTURES', 'future'],
  ['OPTION', 'option'],
]);
