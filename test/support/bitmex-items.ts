/**
 * Items of a BitMEX account, whose fields and their order follow what was recorded from the venue between 2017 and
 * 2025, and the clock that they are written by.
 */
import { parseExact } from '../../src/main/exchanges/exact-json.ts';
import { bitmexAccountId as account, type Row } from './bitmex-server.ts';

const start = Date.parse('2026-01-02T03:04:05.000Z');

/** The wall clock of every life; the same in all of them, so that their rows are the same to the last digit. */
export function lifeClockMs(sinceMs: number): number {
  return start + sinceMs;
}

export function at(ms: number): string {
  return new Date(start + ms).toISOString();
}

export const none = '00000000-0000-0000-0000-000000000000';

export const marginXbt = {
  ...{ account, currency: 'XBt', riskLimit: 1_000_000_000_000, amount: 1_000_000, prevRealisedPnl: 0 },
  ...{
    grossComm: 0,
    initMargin: 0,
    maintMargin: 0,
    realisedPnl: 0,
    unrealisedPnl: 0,
    walletBalance: 1_000_000,
  },
  ...{ marginBalance: 1_000_000, marginUsedPcnt: 0, availableMargin: 1_000_000, timestamp: at(-1_000) },
};
export const marginUsdt = { ...marginXbt, currency: 'USDt' };
/** Of more digits than a double has. */
export const large = parseExact(
  '{"walletBalance":90071992547409931,"marginBalance":90071992547409929}',
) as Row;

export const held0 = { account, symbol: 'XBTUSD', currency: 'XBt' };
export const nothingHeld = {
  ...{ currentQty: 0, avgEntryPrice: null, isOpen: false, foreignNotional: 0, liquidationPrice: null },
  ...{ markPrice: null, unrealisedPnl: 0, posMargin: 0 },
};
export const position = {
  ...{
    ...held0,
    underlying: 'XBT',
    quoteCurrency: 'USD',
    commission: 0.00075,
    leverage: 100,
    crossMargin: true,
  },
  ...{ realisedPnl: 0, breakEvenPrice: null, posState: '', ...nothingHeld },
};
export const heldEther = { account, symbol: 'ETHUSDT', currency: 'USDt' };
export const ether = {
  ...{
    ...position,
    ...heldEther,
    underlying: 'ETH',
    quoteCurrency: 'USDT',
    leverage: 25,
    crossMargin: false,
  },
  ...{
    currentQty: 3_000,
    avgEntryPrice: 1136.88,
    isOpen: true,
    foreignNotional: -341.064,
    markPrice: 1136.95,
  },
  ...{ posMargin: 13_901_768, unrealisedPnl: 21_000, realisedPnl: -256_494, liquidationPrice: 1100.05 },
  ...{ breakEvenPrice: 1137.74, timestamp: at(70) },
};

export const resting = {
  ...{ orderID: 'b9193d01', clOrdID: '', clOrdLinkID: '', account, symbol: 'XBTUSD', side: 'Sell' },
  ...{ orderQty: 100_000, price: 10330.5, displayQty: null, stopPx: null, pegOffsetValue: null },
  ...{ pegPriceType: '', currency: 'USD', settlCurrency: 'XBt', ordType: 'Limit', execInst: '' },
  ...{
    timeInForce: 'GoodTillCancel',
    contingencyType: '',
    ordStatus: 'New',
    triggered: '',
    ordRejReason: '',
  },
  ...{
    workingIndicator: false,
    leavesQty: 100_000,
    cumQty: 0,
    avgPx: null,
    text: 'Submission from www.bitmex.com',
  },
  ...{ transactTime: at(0), timestamp: at(0) },
};
export const stop = {
  ...{
    ...resting,
    orderID: 'stop',
    side: 'Buy',
    ordType: 'Stop',
    price: null,
    stopPx: 10400,
    orderQty: 9_000,
  },
  ...{ leavesQty: 9_000, execInst: 'LastPrice,Close', transactTime: at(50), timestamp: at(50) },
};
export const tether = { currency: 'USDT', settlCurrency: 'USDt', commission: 0.00075, execComm: 256_494 };
export const bought = {
  ...{ ...resting, orderID: 'bought', clOrdID: 'mine', symbol: 'ETHUSDT', side: 'Buy', ordType: 'Market' },
  ...{ price: null, orderQty: 3_000, leavesQty: 3_000, currency: 'USDT', settlCurrency: 'USDt' },
  ...{ timeInForce: 'ImmediateOrCancel', transactTime: at(70), timestamp: at(70) },
};
export const fill = {
  ...{ ...resting, execID: '', lastQty: 500, lastPx: 10330.5, lastLiquidityInd: 'AddedLiquidity' },
  ...{
    execType: 'Trade',
    ordStatus: 'PartiallyFilled',
    commission: -0.00025,
    execComm: -1210,
    realisedPnl: 0,
  },
  ...{ tradePublishIndicator: 'PublishTrade', trdMatchID: '051e3631-b7d0-c4a8-6e4b-2694b3dfc982' },
};
