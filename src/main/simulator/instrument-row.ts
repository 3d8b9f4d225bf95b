/** The venue's own description of an instrument: the fields that never change, and the first of those that do. */
import { fundingInterval, fundingIntervalMs } from './funding.ts';
import { type Contract, contractValue, type indices, priceOf, roundTo } from './instruments.ts';
import { notionals } from './trade-row.ts';

/** A copy of this goes out with every partial; the market changes it field by field. */
export type InstrumentRow = Record<string, unknown>;

export function contractRow(contract: Contract): InstrumentRow {
  const linear = contract.kind === 'linear';
  return {
    symbol: contract.symbol,
    rootSymbol: contract.underlying,
    state: 'Open',
    typ: 'FFWCSX',
    listing: '2020-01-01T00:00:00.000Z',
    positionCurrency: linear ? contract.underlying : contract.kind === 'inverse' ? 'USD' : '',
    underlying: contract.underlying,
    quoteCurrency: contract.quote,
    underlyingSymbol: `${contract.underlying}${linear ? 'T' : ''}=`,
    reference: 'BMEX',
    referenceSymbol: `.B${contract.underlying}${linear && contract.underlying !== 'XBT' ? 'T' : ''}`,
    maxOrderQty: 10_000_000 * contract.lotSize,
    maxPrice: 1_000_000,
    lotSize: contract.lotSize,
    tickSize: contract.tickSize,
    multiplier: contract.multiplier,
    settlCurrency: contract.settle,
    underlyingToPositionMultiplier: contract.positionMultiplier,
    underlyingToSettleMultiplier: contract.kind === 'inverse' ? contract.multiplier : null,
    quoteToSettleMultiplier: linear ? 1_000_000 : null,
    isQuanto: contract.kind === 'quanto',
    isInverse: contract.kind === 'inverse',
    initMargin: contract.initMargin,
    maintMargin: contract.maintMargin,
    riskLimit: contract.settle === 'XBt' ? 20_000_000_000 : 1_000_000_000_000,
    riskStep: contract.settle === 'XBt' ? 10_000_000_000 : 500_000_000_000,
    taxed: true,
    deleverage: true,
    makerFee: contract.makerFee,
    takerFee: contract.takerFee,
    settlementFee: 0,
    fundingInterval,
    fairMethod: 'FundingRate',
    markMethod: 'FairPrice',
  };
}

export function indexRow(index: (typeof indices)[number], price: number, previous: number): InstrumentRow {
  return {
    symbol: index.symbol,
    rootSymbol: index.underlying,
    state: 'Unlisted',
    typ: 'MRCXXX',
    underlying: index.underlying,
    quoteCurrency: 'USD',
    reference: 'BMI',
    referenceSymbol: index.symbol,
    lotSize: null,
    tickSize: 0.01,
    multiplier: null,
    settlCurrency: '',
    isQuanto: false,
    isInverse: false,
    markMethod: 'LastPrice',
    ...changeOf24h(price, previous),
    prevPrice24h: previous,
    lastTickDirection: 'PlusTick',
    markPrice: price,
    indicativeSettlePrice: null,
  };
}

/** The fields that follow from the last price. */
export function changeOf24h(lastPrice: number, previous: number): Record<string, number> {
  return { lastPrice, lastChangePcnt: roundTo(lastPrice / previous - 1, 4) };
}

export function touchFields(contract: Contract, bidTick: number, askTick: number): Record<string, number> {
  const bidPrice = priceOf(contract, bidTick);
  const askPrice = priceOf(contract, askTick);
  return {
    bidPrice,
    midPrice: roundTo((bidPrice + askPrice) / 2, contract.decimals + 2),
    askPrice,
    impactBidPrice: priceOf(contract, bidTick - 1),
    impactAskPrice: priceOf(contract, askTick + 1),
  };
}

export function volumeFields(contract: Contract, volume: number, price: number, xbtPrice: number) {
  const turnover = Math.abs(contractValue(contract, volume, price));
  const amounts = notionals(contract, volume, price, turnover, xbtPrice);
  return {
    volume24h: volume,
    turnover24h: turnover,
    homeNotional24h: roundTo(amounts.homeNotional, 4),
    foreignNotional24h: roundTo(amounts.foreignNotional, 2),
  };
}

/** The mark price is the index plus what the funding rate makes of the time until it is paid. */
export function markFields(contract: Contract, index: number, rate: number, untilFundingMs: number) {
  const fairBasisRate = roundTo(rate * (86_400_000 / fundingIntervalMs) * 365, 6);
  const basis = index * rate * Math.max(0, Math.min(1, untilFundingMs / fundingIntervalMs));
  const fairPrice = roundTo(index + basis, contract.markDecimals);
  return {
    fairBasisRate,
    fairBasis: roundTo(fairPrice - index, contract.markDecimals),
    fairPrice,
    markPrice: fairPrice,
    indicativeSettlePrice: roundTo(index, contract.markDecimals),
  };
}

export function openInterestFields(contract: Contract, openInterest: number, markPrice: number) {
  return { openInterest, openValue: Math.abs(contractValue(contract, openInterest, markPrice)) };
}
