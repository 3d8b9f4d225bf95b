import { describe, expect, test } from 'vitest';
import { changeOf, type DayLine, rebased, withEquity } from '../../src/main/tables/day-line.ts';
import { createRates } from '../../src/main/tables/rates.ts';
import { type AccountMoney, moneyIn, nearestLiquidation, sumOf } from '../../src/main/tables/totals.ts';
import type { InstrumentRow, MarginRow, PositionRow } from '../../src/preload/contract/rows.ts';

describe('the sum of accounts', () => {
  test('adds balances of several currencies in one, by the venue’s own prices', () => {
    const sum = sumOf([account([margin('XBT', '0.5', '0.01'), margin('USDT', '1998', '99.9')])], inUsd());
    // 0.5 × 100,000, and 1,998 USDT through bitcoin: ÷ 99,900 × 100,000.
    expect(sum.equity).toBe('52000');
    // (1,000 + 100) ÷ 52,000.
    expect(Number(sum.marginRatio)).toBeCloseTo(1100 / 52_000, 15);
  });

  test('adds what positions have gained and lost, each from its own currency', () => {
    const positions = [
      position('long', '0.01', 'XBT'),
      position('short', '-500', 'USD'),
      position('flat', null, null),
    ];
    expect(sumOf([account([margin('USD', '1', '0')], positions)], inUsd()).unrealisedPnl).toBe('500');
  });

  test('is not known while any part of it is not', () => {
    const known = account([margin('USD', '100', '1')]);
    expect(sumOf([known, account([])], inUsd()).equity).toBeNull();
    expect(sumOf([known, account([margin('USD', null, null)])], inUsd()).equity).toBeNull();
    expect(sumOf([known, account([margin('ADA', '5', '0')])], inUsd())).toMatchObject({
      equity: null,
      marginRatio: null,
    });
    expect(
      sumOf([account([margin('USD', '1', '0')], [position('long', '7', 'ADA')])], inUsd()).unrealisedPnl,
    ).toBeNull();
  });

  test('needs no price for nothing', () => {
    expect(sumOf([account([margin('USD', '100', '1'), margin('ADA', '0', '0')])], inUsd()).equity).toBe(
      '100',
    );
  });

  test('has no margin ratio without equity, which is no safe one where margin is bound', () => {
    const ratioOf = (equity: string | null, maintenance: string | null) => {
      const { marginRatio, unknown } = sumOf([account([margin('USD', equity, maintenance)])], inUsd());
      return [marginRatio, unknown.marginRatio];
    };
    expect(ratioOf('0', '0')).toEqual([null, null]);
    expect(ratioOf('5', null)).toEqual([null, null]);
    expect(ratioOf('0', '1')).toEqual([null, 'equity']);
    expect(ratioOf('-5', '1')).toEqual([null, 'equity']);
    expect(ratioOf(null, '1')).toEqual([null, 'USD']);
  });

  test('names what it cannot be known without', () => {
    const positions = [
      { ...position('long', null, 'USD'), symbol: 'XBTUSD' },
      { ...position(null, null, null), symbol: 'ADAUSD', realisedPnl: '1' },
      { ...position('short', '7', 'USD'), symbol: 'ETHUSD', realisedPnl: '1' },
    ];
    const margins = [margin('USD', '1', '0'), margin('ADA', '5', '0')];
    expect(sumOf([account(margins, positions)], inUsd()).unknown).toEqual({
      ...{ equity: 'ADA', unrealisedPnl: 'XBTUSD, ADAUSD', realisedPnl: 'XBTUSD, ADAUSD', marginRatio: null },
    });
    const silent = positions.map((row) => ({ ...row, realisedPnl: null }));
    expect(sumOf([account(margins, silent)], inUsd()).unknown.realisedPnl).toBeNull();
    const many = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => margin(name, '1', '0'));
    expect(sumOf([account(many)], inUsd()).unknown.equity).toBe('A, B, C, D, E and 2 more');
  });
});

test('every figure’s currency counts for the age of a sum, but that of nothing does not', () => {
  const positions = [
    position('long', '0.01', 'XBT'),
    { ...position('flat', '7', 'ETH'), realisedPnl: '-1' },
    { ...position('flat', '7', 'SOL'), realisedPnl: null },
  ];
  const margins = [margin('USDC', '0', '0'), margin('USDT', '5', '0'), margin('EUR', '0', '0.5')];
  expect(moneyIn(account(margins, positions)).toSorted()).toEqual(['ETH', 'EUR', 'USDT', 'XBT']);
});

describe('realised profit', () => {
  test('is summed over open and closed positions, and unknown where an open one does not say', () => {
    const closed = { ...position('flat', null, 'USD'), realisedPnl: '-3.5' };
    const silent = position('flat', null, null);
    const open = { ...position('long', '1', 'USD'), realisedPnl: '10' };
    const margins = [margin('USD', '100', '0')];
    expect(sumOf([account(margins, [closed, silent, open])], inUsd()).realisedPnl).toBe('6.5');
    const unknown = { ...open, realisedPnl: null };
    expect(sumOf([account(margins, [closed, unknown])], inUsd()).realisedPnl).toBeNull();
  });
});

describe('the nearest liquidation', () => {
  const at = (symbol: string, markPrice: string | null, liquidationPrice: string | null) => ({
    ...position('long', null, null),
    ...{ symbol, markPrice, liquidationPrice },
  });

  test('is that of the open position with the least distance, over all accounts', () => {
    const far = at('XBTUSD', '100', '50');
    const near = at('ETHUSD', '100', '104');
    const closed = { ...at('SOLUSD', '100', '101'), side: 'flat' as const };
    const unknown = at('ADAUSD', null, '10');
    expect(nearestLiquidation([account([], [far, closed]), account([], [near, unknown])])).toEqual({
      liquidation: { distance: '4', venue: 'bitmex', account: 'main', symbol: 'ETHUSD' },
      unmeasured: 'ADAUSD',
    });
  });

  test('is none where no position has a liquidation price', () => {
    const none = { liquidation: null, unmeasured: null };
    expect(nearestLiquidation([account([], [at('XBTUSD', '100', null)])])).toEqual(none);
  });
});

describe('rates', () => {
  test('lead from one currency to another by one price, its inverse, or two prices', () => {
    const rates = pricedRates();
    expect(rates.convert('bitmex', '0.5', 'XBT', 'USD')).toBe('50000');
    expect(rates.convert('bitmex', '50000', 'USD', 'BTC')).toBe('0.5');
    expect(rates.convert('bitmex', '999', 'USDT', 'USD')).toBe('1000');
    expect(rates.convert('bitmex', '7', 'BTC', 'XBT')).toBe('7');
    expect(rates.symbolsUsed('bitmex', 'USDT', 'USD')).toEqual(['XBTUSDT', 'XBTUSD']);
  });

  test('end with the instrument that they came from', () => {
    const rates = pricedRates();
    rates.forget('bitmex', 'XBTUSDT');
    expect(rates.convert('bitmex', '1', 'USDT', 'USD')).toBeNull();
    expect(rates.convert('bitmex', '1', 'XBT', 'USD')).toBe('100000');
  });

  test('lead by three prices where no shorter way does', () => {
    const rates = pricedRates();
    rates.note(instrument('SOLUSDT', 'SOL', 'USDT', '99.9'));
    expect(rates.convert('bitmex', '10', 'SOL', 'USD')).toBe('1000');
    expect(rates.symbolsUsed('bitmex', 'SOL', 'USD')).toEqual(['SOLUSDT', 'XBTUSDT', 'XBTUSD']);
    rates.note(instrument('SOLXBT', 'SOL', 'XBT', '0.001'));
    expect(rates.symbolsUsed('bitmex', 'SOL', 'USD')).toEqual(['SOLXBT', 'XBTUSD']);
  });

  test('take a stablecoin for the dollar only where the venue has no market in it, and say so', () => {
    const rates = createRates((venue) => (venue === 'binance' ? ['USDT'] : []));
    rates.note({ ...instrument('BTCUSDT', 'BTC', 'USDT', '50000'), venue: 'binance' });
    expect(rates.convert('binance', '12.5', 'USDT', 'USD')).toBe('12.5');
    expect(rates.convert('binance', '2', 'BTC', 'USD')).toBe('100000');
    expect(rates.symbolsUsed('binance', 'BTC', 'USD')).toEqual(['BTCUSDT']);
    expect(rates.takenForDollars('binance', 'BTC', 'USD')).toEqual(['USDT']);
    expect(rates.takenForDollars('binance', 'BTC', 'USDT')).toEqual([]);
    expect(rates.convert('binance', '1', 'USDC', 'USD')).toBeNull();
    expect(rates.convert('bitmex', '1', 'USDT', 'USD')).toBeNull();
    // A price counts for more than that.
    rates.note({ ...instrument('USDTUSD', 'USDT', 'USD', '0.999'), venue: 'binance' });
    expect(rates.convert('binance', '1000', 'USDT', 'USD')).toBe('999');
    expect(rates.takenForDollars('binance', 'USDT', 'USD')).toEqual([]);
  });

  test('never come from another venue', () => {
    expect(pricedRates().convert('kraken', '1', 'XBT', 'USD')).toBeNull();
  });

  test('say when a price changed that conversions use', () => {
    const rates = pricedRates();
    expect(rates.note(instrument('XBTUSD', 'XBT', 'USD', '100000'))).toBe(false);
    expect(rates.note(instrument('XBTUSD', 'XBT', 'USD', '100001'))).toBe(true);
    expect(rates.note({ ...instrument('XBTUSD', 'XBT', 'USD', '0'), lastPrice: null })).toBe(false);
  });

  test('prefer a perpetual to another instrument of the same pair, and never use a future', () => {
    const rates = pricedRates();
    rates.note({ ...instrument('XBT_USD', 'XBT', 'USD', '1'), kind: 'spot' });
    rates.note({ ...instrument('XBTZ26', 'XBT', 'USD', '2'), kind: 'future' });
    expect(rates.convert('bitmex', '1', 'XBT', 'USD')).toBe('100000');
  });
});

describe('the line of the day', () => {
  const noon = Date.UTC(2026, 10, 22, 12);

  test('starts at nothing, and tells the change of equity since', () => {
    const line = follow(null, [
      ['1000', noon],
      ['1010.5', noon + 10_000],
      ['995', noon + 20_000],
    ]);
    expect(line?.points).toEqual([
      [noon, 0],
      [noon + 10_000, 10.5],
      [noon + 20_000, -5],
    ]);
    expect(line === null ? null : changeOf(line, '995')).toBe('-5');
  });

  test('starts anew at 00:00 UTC', () => {
    const before = follow(null, [['1000', noon + 11 * 3600_000]]);
    const line = follow(before, [['1200', noon + 12 * 3600_000]]);
    expect(line?.points).toEqual([[noon + 12 * 3600_000, 0]]);
  });

  test('does not take the money of an account that came for a gain', () => {
    const line = follow(null, [
      ['1000', noon],
      ['1010', noon + 10_000],
    ]);
    const joined = line === null ? null : withEquity(rebased(line, '6010'), '6010', noon + 20_000);
    expect(joined === null ? null : changeOf(joined, '6010')).toBe('10');
    expect(joined === null ? null : changeOf(joined, '6013')).toBe('13');
  });

  test('never has more than 288 points, keeps its first, and ends at the newest', () => {
    let line: DayLine | null = null;
    const samples = (12 * 3600) / 5 - 1;
    for (let count = 0; count < samples; count++) line = withEquity(line, String(count), noon + count * 5000);
    expect(line?.points.length).toBeGreaterThan(140);
    expect(line?.points.length).toBeLessThanOrEqual(288);
    expect(line?.points[0]).toEqual([noon, 0]);
    expect(line?.points.at(-1)).toEqual([noon + (samples - 1) * 5000, samples - 1]);
  });
});

function follow(line: DayLine | null, samples: readonly (readonly [string, number])[]): DayLine | null {
  return samples.reduce<DayLine | null>(
    (before, [equity, wallMs]) => withEquity(before, equity, wallMs),
    line,
  );
}

function inUsd() {
  const rates = pricedRates();
  return (venue: string, amount: string, from: string) => rates.convert(venue, amount, from, 'USD');
}

function pricedRates() {
  const rates = createRates();
  rates.note(instrument('XBTUSD', 'XBT', 'USD', '100000'));
  rates.note(instrument('XBTUSDT', 'XBT', 'USDT', '99900'));
  return rates;
}

function account(margins: readonly MarginRow[], positions: readonly PositionRow[] = []): AccountMoney {
  return { venue: 'bitmex', margins, positions };
}

const owner = {
  venue: 'bitmex',
  account: 'main',
  symbol: null,
  updatedAt: null,
  receivedAt: '2026-11-22T07:00:00.000000Z',
};

function margin(currency: string, equity: string | null, maintenanceMargin: string | null): MarginRow {
  return {
    ...owner,
    currency,
    equity,
    maintenanceMargin,
    walletBalance: null,
    available: null,
    initialMargin: null,
    marginRatio: null,
  };
}

function position(
  side: PositionRow['side'],
  unrealisedPnl: string | null,
  pnlCurrency: string | null,
): PositionRow {
  return {
    ...owner,
    side,
    unrealisedPnl,
    pnlCurrency,
    size: null,
    sizeUnit: 'contracts',
    notional: null,
    entryPrice: null,
    breakEvenPrice: null,
    markPrice: null,
    liquidationPrice: null,
    leverage: null,
    marginMode: null,
    margin: null,
    realisedPnl: null,
  };
}

function instrument(symbol: string, base: string, quote: string, markPrice: string): InstrumentRow {
  return {
    ...owner,
    account: null,
    symbol,
    base,
    quote,
    markPrice,
    kind: 'perpetual',
    settle: base,
    contractValue: '1',
    inverse: true,
    tickSize: null,
    lotSize: null,
    lastPrice: markPrice,
    indexPrice: null,
    fundingRate: null,
    nextFundingAt: null,
    openInterest: null,
    volume24h: null,
    state: null,
  };
}
