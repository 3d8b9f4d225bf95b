/** Derived figures per kind of contract, worked by hand and as the venues' own documentation works them. */
import { describe, expect, test } from 'vitest';
import { subtract } from '../../src/main/tables/decimal.ts';
import {
  change24hPercent,
  contractOf,
  leftToFill,
  liquidationDistance,
  marginRatio,
  markDistance,
  notional,
  settledNotional,
  unrealisedPnl,
} from '../../src/main/tables/derive.ts';

// XBTUSD: one contract is 1 USD, paid in XBT.
const inverse = { kind: 'inverse', value: '1' } as const;
// SOLUSDT: underlyingToPositionMultiplier 10000, so that one contract is 0.0001 SOL, paid in USDT.
const linear = { kind: 'linear', value: '0.0001' } as const;
// ETHUSD as BitMEX had it: 100 satoshi for each point of the price.
const quanto = { kind: 'quanto', value: '0.000001' } as const;

describe('what a contract is', () => {
  const row = {
    contractValue: '1',
    inverse: false,
    kind: 'perpetual',
    quote: 'USDT',
    settle: 'USDT',
  } as const;

  test('is told by inverse and by the currency it settles in', () => {
    expect(contractOf({ ...row, inverse: true, quote: 'USD', settle: 'XBT' })).toEqual(inverse);
    expect(contractOf({ ...row, contractValue: '0.0001' })).toEqual(linear);
    expect(contractOf({ ...row, contractValue: '0.000001', quote: 'USD', settle: 'XBT' })).toEqual(quanto);
    expect(contractOf({ ...row, kind: 'spot', settle: 'XBT' })).toMatchObject({ kind: 'linear' });
    expect(contractOf({ ...row, settle: null })).toMatchObject({ kind: 'linear' });
  });

  test('is unknown without a value', () => {
    expect(contractOf({ ...row, contractValue: null })).toBeNull();
    expect(contractOf({ ...row, contractValue: '0' })).toBeNull();
  });
});

describe('notional', () => {
  test('inverse: contracts are the quote currency, at any price', () => {
    expect(notional('-400', '43772', inverse)).toBe('400');
    expect(notional('400', null, inverse)).toBe('400');
  });

  test('linear: 250,000 contracts are 25 SOL, at 188.40 worth 4,710 USDT', () => {
    expect(notional('250000', '188.40', linear)).toBe('4710');
    expect(notional('-250000', '188.40', linear)).toBe('4710');
    expect(notional('250000', null, linear)).toBeNull();
  });

  test('quanto: price and money are unrelated', () => {
    expect(notional('10', '3318', quanto)).toBeNull();
  });
});

describe('unrealised profit', () => {
  test('inverse: the recorded position of 400 XBTUSD loses 1,559 satoshi', () => {
    // The venue rounds both values to whole satoshi (markValue -913828, currentCost -912269).
    const exact = unrealisedPnl('400', '43846.7643', '43772', inverse) ?? '';
    expect(exact).toMatch(/^-0\.00001558/);
    expect(Number(subtract(exact, '-0.00001559'))).toBeLessThan(0.00000002);
  });

  test('inverse: 100,000 dollars short from 50,000 to 40,000 win half a coin, long they lose it', () => {
    expect(unrealisedPnl('-100000', '50000', '40000', inverse)).toBe('0.5');
    expect(unrealisedPnl('100000', '50000', '40000', inverse)).toBe('-0.5');
  });

  test('linear: 25 SOL from 188.40 to 190.00 win 40 USDT', () => {
    expect(unrealisedPnl('250000', '188.40', '190.00', linear)).toBe('40');
    expect(unrealisedPnl('-250000', '188.40', '190.00', linear)).toBe('-40');
  });

  test('quanto: 1,000 contracts win 1,000 satoshi x 100 for each of 10 points', () => {
    expect(unrealisedPnl('1000', '3300', '3310', quanto)).toBe('0.01');
  });

  test('a flat position has none, an unknown price makes it unknown', () => {
    expect(unrealisedPnl('0', null, null, inverse)).toBe('0');
    expect(unrealisedPnl('1', null, '40000', inverse)).toBeNull();
    expect(unrealisedPnl('1', '40000', null, linear)).toBeNull();
    expect(unrealisedPnl('1', '0', '40000', inverse)).toBeNull();
    expect(unrealisedPnl(null, '1', '1', linear)).toBeNull();
    expect(unrealisedPnl('1', '1', '1', null)).toBeNull();
  });
});

/** With the size and the figures that the page shows; read 2026-11-24. */
describe('the examples of the venues', () => {
  const dollar = { kind: 'inverse', value: '1' } as const;
  const coin = { kind: 'linear', value: '1' } as const;

  // https://www.bitmex.com/app/inverseFuturesGuide: 100,000 contracts of XBTU20 are 10 XBT at 10,000.
  test('BitMEX, inverse: 100,000 contracts from 10,000 to 10,500', () => {
    expect(settledNotional('100000', '10000', dollar)).toBe('10');
    expect(notional('100000', '10000', dollar)).toBe('100000');
    expect(unrealisedPnl('100000', '10000', '10500', dollar)).toMatch(/^0\.476190/);
  });

  // https://www.bybit.com/en/help-center/article/Profit-Loss-calculations-Inverse-Contracts: 1,000 BTCUSD.
  test('Bybit, inverse: 1,000 long from 5,000 to 5,500', () => {
    expect(settledNotional('1000', '5000', dollar)).toBe('0.2');
    // The page rounds 1/5,000 - 1/5,500 up before it multiplies, and shows 0.01819.
    expect(unrealisedPnl('1000', '5000', '5500', dollar)).toMatch(/^0\.018181/);
  });

  // https://www.bybit.com/en/help-center/article/FAQ-PL-Calculation: quantity x (exit - entry) for USDT and USDC.
  test('Bybit, linear: 0.2 BTC long from 7,000 to 7,500, and 0.4 short from 6,000 to 5,000', () => {
    expect(unrealisedPnl('0.2', '7000', '7500', coin)).toBe('100');
    expect(unrealisedPnl('-0.4', '6000', '5000', coin)).toBe('400');
    expect(notional('0.2', '7500', coin)).toBe('1500');
    expect(settledNotional('-0.4', '5000', coin)).toBe('2000');
  });

  // https://www.bitmex.com/app/seriesGuide/ETHUSD: 0.000001 XBT for each dollar of the price, and
  // XBT value = price x multiplier x contracts, Bitcoin PNL = (exit - entry) x multiplier x contracts.
  test('BitMEX, quanto: 1,000 contracts of ETHUSD at 500 are 0.5 XBT, and win 0.01 by 10 dollars', () => {
    expect(settledNotional('1000', '500', quanto)).toBe('0.5');
    expect(unrealisedPnl('1000', '500', '510', quanto)).toBe('0.01');
    expect(unrealisedPnl('-1000', '500', '510', quanto)).toBe('-0.01');
  });

  // https://www.bybit.com/en/help-center/article/Liquidation-Price-USDT-Contract: mark 20,000, liquidation at
  // 15,000; and 1 BTC long at 20,000 with 50x, which is liquidated at 19,700.
  test('Bybit, linear: 15,000 is 25 % below 20,000, and 19,700 is 1.5 %', () => {
    expect(liquidationDistance('20000', '15000')).toBe('25');
    expect(liquidationDistance('20000', '19700')).toBe('1.5');
  });

  // https://help.bybit.com/hc/en-us/articles/360039261334: 10,000 contracts long at 8,000, cross, 0.5 BTC.
  test('Bybit, inverse: liquidated at 5,739.50 from 8,000', () => {
    expect(liquidationDistance('8000', '5739.50')).toBe('28.25625');
  });

  // A quanto contract is liquidated at a price of its own quote currency, as the others are: no page works one.
  test('BitMEX, quanto: 2 % margin on ETHUSD at 500 is used up 10 dollars below', () => {
    expect(unrealisedPnl('1000', '500', '490', quanto)).toBe('-0.01');
    expect(liquidationDistance('500', '490')).toBe('2');
  });
});

test('the value in settled money is not known without a size, a price and a contract', () => {
  expect(settledNotional(null, '1', quanto)).toBeNull();
  expect(settledNotional('1', null, quanto)).toBeNull();
  expect(settledNotional('1', '0', inverse)).toBeNull();
  expect(settledNotional('1', '1', null)).toBeNull();
});

test('liquidation distance is in percent of the mark', () => {
  // The recorded position: (43772 - 20976) / 43772.
  expect(liquidationDistance('43772', '20976')).toMatch(/^52\.0789/);
  expect(liquidationDistance('100', '112.5')).toBe('12.5');
  expect(liquidationDistance('0', '1')).toBeNull();
  expect(liquidationDistance('43772', null)).toBeNull();
});

test('the distance of an order is negative below the mark', () => {
  expect(markDistance('200', '190')).toBe('-5');
  expect(markDistance('200', '210')).toBe('5');
  expect(markDistance(null, '210')).toBeNull();
});

test('a percentage ends after six places, half away from zero', () => {
  expect(markDistance('3', '1')).toBe('-66.666667');
  expect(markDistance('3', '4')).toBe('33.333333');
});

test('change over a day', () => {
  // The recorded instrument: last 9287, a day ago 9091, lastChangePcnt 0.0216.
  expect(change24hPercent('9287', '9091')).toMatch(/^2\.155/);
  expect(change24hPercent('9287', '0')).toBeNull();
});

test('margin ratio is maintenance margin over equity', () => {
  // The recorded row of 2024: maintMargin 15949, marginBalance 100010360.
  expect(marginRatio('0.00015949', '1.0001036')).toMatch(/^0\.00015947/);
  expect(marginRatio('1', '0')).toBeNull();
  expect(marginRatio('1', '-5')).toBeNull();
  expect(marginRatio(null, '1')).toBeNull();
});

test('what is left of an order is what is not filled yet, and nothing once it is closed', () => {
  expect(leftToFill('partially-filled', '0.3', '0.1')).toBe('0.2');
  expect(leftToFill('new', '5', '0')).toBe('5');
  expect(leftToFill('cancelled', '5', '2')).toBe('0');
  expect(leftToFill('new', null, '2')).toBeNull();
});
