/** Items as the BitMEX dialect sends them, cut to the fields that matter to a test. */
import type { TableEvent } from '../../src/main/tables/table-store.ts';
import type { TradeRow } from '../../src/preload/contract/rows.ts';

export function partial(table: string, keys: readonly string[], rows: readonly object[]): TableEvent {
  return { kind: 'table', table, action: 'partial', keys, filter: {}, rows: rows.map((row) => ({ ...row })) };
}

export function change(
  table: string,
  action: 'insert' | 'update' | 'delete',
  ...rows: readonly object[]
): TableEvent {
  return { kind: 'table', table, action, keys: null, filter: null, rows: rows.map((row) => ({ ...row })) };
}

export const xbtusd = {
  symbol: 'XBTUSD',
  typ: 'FFWCSX',
  underlying: 'XBT',
  quoteCurrency: 'USD',
  settlCurrency: 'XBt',
  isInverse: true,
  isQuanto: false,
  multiplier: -100_000_000,
  tickSize: 0.5,
  lotSize: 100,
  markPrice: 100_000,
  lastPrice: 100_100,
  prevPrice24h: 91_000,
  state: 'Open',
  timestamp: '2026-11-22T07:00:00.000Z',
};

export const xbtusdt = {
  ...xbtusd,
  symbol: 'XBTUSDT',
  quoteCurrency: 'USDT',
  settlCurrency: 'USDt',
  isInverse: false,
  multiplier: 1,
  underlyingToPositionMultiplier: 1_000_000,
  markPrice: 99_900,
};

/** Long 10,000 contracts from 96,000. */
export const position = {
  account: 7,
  symbol: 'XBTUSD',
  currency: 'XBt',
  currentQty: 10_000,
  avgEntryPrice: 96_000,
  markPrice: 100_000,
  liquidationPrice: 80_000,
  leverage: 5,
  crossMargin: false,
  foreignNotional: -10_000,
  unrealisedPnl: 416_667,
  realisedPnl: 0,
  posMargin: 2_000_000,
  timestamp: '2026-11-22T07:00:00.000Z',
};

export const order = {
  account: 7,
  orderID: 'a1',
  symbol: 'XBTUSD',
  side: 'Buy',
  ordType: 'Limit',
  price: 95_000,
  orderQty: 100,
  cumQty: 0,
  leavesQty: 100,
  ordStatus: 'New',
  timeInForce: 'GoodTillCancel',
  execInst: '',
  transactTime: '2026-11-22T07:00:00.000Z',
  timestamp: '2026-11-22T07:00:00.000Z',
};

export const margin = {
  account: 7,
  currency: 'XBt',
  walletBalance: 100_000_000,
  marginBalance: 100_000_000,
  availableMargin: 90_000_000,
  initMargin: 8_000_000,
  maintMargin: 5_000_000,
  timestamp: '2026-11-22T07:00:00.000Z',
};

export function trade(id: number, changes: Partial<TradeRow> = {}): TradeRow {
  return {
    venue: 'practice',
    symbol: 'XBTUSD',
    id: String(id),
    side: 'buy',
    price: '100000',
    size: '1',
    time: '2026-11-22T07:00:01.000000Z',
    receivedAt: '2026-11-22T07:00:01.010000Z',
    backfilled: false,
    ...changes,
  };
}
