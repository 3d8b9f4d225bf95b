/** The contracts that the practice venue lists, and what a number of contracts is worth. */

export type Underlying = 'XBT' | 'ETH' | 'SOL' | 'XRP' | 'DOGE' | 'LINK';

export interface Contract {
  readonly symbol: string;
  readonly underlying: Underlying;
  readonly quote: 'USD' | 'USDT';
  readonly settle: 'XBt' | 'USDt';
  readonly kind: 'inverse' | 'linear' | 'quanto';
  readonly tickSize: number;
  /** Digits after the point of a price, and of the mark price. */
  readonly decimals: number;
  readonly markDecimals: number;
  /** Smallest order, in contracts. */
  readonly lotSize: number;
  readonly multiplier: number;
  /** Contracts per unit of the underlying; null where that is no fixed number. */
  readonly positionMultiplier: number | null;
  readonly initMargin: number;
  readonly maintMargin: number;
  readonly makerFee: number;
  readonly takerFee: number;
  /** The number that order book ids of this symbol start with. */
  readonly bookIndex: number;
  /** How lively it is; sizes in contracts. */
  readonly tradesPerSecond: number;
  readonly quotesPerSecond: number;
  readonly tradeSize: number;
  readonly levelSize: number;
  readonly openInterest: number;
  readonly premium: number;
}

/** Prices near which the practice market moves. */
export const basePrices: Readonly<Record<Underlying, number>> = {
  XBT: 97_411,
  ETH: 3_318.44,
  SOL: 188.352,
  XRP: 2.4138,
  DOGE: 0.39214,
  LINK: 17.846,
};

export const indices = [
  { symbol: '.BXBT', underlying: 'XBT', decimals: 2 },
  { symbol: '.BETH', underlying: 'ETH', decimals: 2 },
] as const satisfies readonly { symbol: string; underlying: Underlying; decimals: number }[];

const linear = {
  quote: 'USDT',
  settle: 'USDt',
  kind: 'linear',
  lotSize: 1000,
  initMargin: 0.01,
  maintMargin: 0.005,
  makerFee: 0.0002,
  takerFee: 0.0005,
} as const;

export const contracts: readonly Contract[] = [
  {
    symbol: 'XBTUSD',
    underlying: 'XBT',
    quote: 'USD',
    settle: 'XBt',
    kind: 'inverse',
    tickSize: 0.5,
    decimals: 1,
    markDecimals: 2,
    lotSize: 100,
    multiplier: -100_000_000,
    positionMultiplier: null,
    initMargin: 0.01,
    maintMargin: 0.005,
    makerFee: -0.0001,
    takerFee: 0.0005,
    bookIndex: 88,
    tradesPerSecond: 3.2,
    quotesPerSecond: 7,
    tradeSize: 1_800,
    levelSize: 60_000,
    openInterest: 482_316_400,
    premium: 0.00004,
  },
  {
    ...linear,
    symbol: 'ETHUSDT',
    underlying: 'ETH',
    tickSize: 0.05,
    decimals: 2,
    markDecimals: 2,
    multiplier: 10,
    positionMultiplier: 100_000,
    bookIndex: 427,
    tradesPerSecond: 1.4,
    quotesPerSecond: 3,
    tradeSize: 24_000,
    levelSize: 420_000,
    openInterest: 1_904_210_000,
    premium: 0.00002,
  },
  {
    ...linear,
    symbol: 'SOLUSDT',
    underlying: 'SOL',
    tickSize: 0.005,
    decimals: 3,
    markDecimals: 3,
    multiplier: 100,
    positionMultiplier: 10_000,
    bookIndex: 549,
    tradesPerSecond: 0.9,
    quotesPerSecond: 2.4,
    tradeSize: 42_000,
    levelSize: 610_000,
    openInterest: 988_431_000,
    premium: -0.00003,
  },
  {
    ...linear,
    symbol: 'XBTUSDT',
    underlying: 'XBT',
    tickSize: 0.5,
    decimals: 1,
    markDecimals: 2,
    multiplier: 1,
    positionMultiplier: 1_000_000,
    bookIndex: 402,
    tradesPerSecond: 1,
    quotesPerSecond: 2.5,
    tradeSize: 12_000,
    levelSize: 260_000,
    openInterest: 704_118_000,
    premium: 0.00006,
  },
  {
    symbol: 'ETHUSD',
    underlying: 'ETH',
    quote: 'USD',
    settle: 'XBt',
    kind: 'quanto',
    tickSize: 0.05,
    decimals: 2,
    markDecimals: 2,
    lotSize: 1,
    multiplier: 100,
    positionMultiplier: null,
    initMargin: 0.02,
    maintMargin: 0.01,
    makerFee: -0.0001,
    takerFee: 0.0005,
    bookIndex: 297,
    tradesPerSecond: 0.35,
    quotesPerSecond: 1.2,
    tradeSize: 40,
    levelSize: 900,
    openInterest: 8_214_020,
    premium: 0.00005,
  },
  {
    ...linear,
    symbol: 'XRPUSDT',
    underlying: 'XRP',
    tickSize: 0.0001,
    decimals: 4,
    markDecimals: 4,
    multiplier: 10_000,
    positionMultiplier: 100,
    bookIndex: 431,
    tradesPerSecond: 0.5,
    quotesPerSecond: 1.6,
    tradeSize: 31_000,
    levelSize: 380_000,
    openInterest: 214_700_000,
    premium: 0.00002,
  },
  {
    ...linear,
    symbol: 'DOGEUSDT',
    underlying: 'DOGE',
    tickSize: 0.00001,
    decimals: 5,
    markDecimals: 5,
    multiplier: 100_000,
    positionMultiplier: 10,
    bookIndex: 447,
    tradesPerSecond: 0.35,
    quotesPerSecond: 1.2,
    tradeSize: 18_000,
    levelSize: 240_000,
    openInterest: 96_340_000,
    premium: -0.00002,
  },
  {
    ...linear,
    symbol: 'LINKUSDT',
    underlying: 'LINK',
    tickSize: 0.001,
    decimals: 3,
    markDecimals: 3,
    multiplier: 1_000,
    positionMultiplier: 1_000,
    bookIndex: 439,
    tradesPerSecond: 0.2,
    quotesPerSecond: 0.9,
    tradeSize: 26_000,
    levelSize: 210_000,
    openInterest: 41_020_000,
    premium: 0.00001,
  },
];

export function priceOf(contract: Contract, tick: number): number {
  return roundTo(tick * contract.tickSize, contract.decimals);
}

/** The decimal nearest to `value`, as the number that prints without noise. */
export function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

/**
 * Signed value of `quantity` contracts in the settlement currency's minor unit: opposite in sign to the
 * quantity for an inverse contract. One inverse contract is worth 1e8 / price, rounded to 1/100 XBt, as in
 * rows recorded in 2023 and 2024 (100 contracts at 98570.9: grossValue 101450).
 */
export function contractValue(contract: Contract, quantity: number, price: number): number {
  const unit =
    contract.kind === 'inverse'
      ? -Math.round((-contract.multiplier * 100) / price) / 100
      : contract.multiplier * price;
  return Math.round(unit * quantity) + 0;
}

/** A value in minor units as whole XBT or USDT. */
export function wholeUnits(settle: Contract['settle'], minor: number): number {
  return settle === 'XBt' ? minor / 1e8 : minor / 1e6;
}
