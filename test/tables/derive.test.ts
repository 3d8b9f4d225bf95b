/** Derived figures, worked by hand per kind of contract. */
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

  test('inverse: 100,000 dollars short from 50,000 to 40,000 lose half a coin', () => {
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
