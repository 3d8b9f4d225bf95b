/** The account's rows as BitMEX shows them, derived from its positions and balances. */

import { roundTo } from './instruments.ts';
import type { Order } from './order.ts';
import {
  entryPrice,
  type FillResult,
  figuresOf,
  type Position,
  type PositionFigures,
  positionNotionals,
  priceAtLoss,
} from './position.ts';
import type { Purse } from './purse.ts';
import type { TradeRow } from './trade-row.ts';
import type { Row } from './venue-event.ts';

/** `cover`: what a cross position could lose besides its own margin. */
export function positionRow(
  account: number,
  position: Position,
  markPrice: number,
  cover: number,
  timestamp: string,
): Row {
  const { contract, quantity, openCost } = position;
  const figures = figuresOf(position, markPrice);
  const open = quantity !== 0;
  const entry = entryPrice(position);
  const backing = position.crossMargin ? cover : figures.posMargin;
  const liquidation = priceAtLoss(position, backing - figures.posMaint);
  const cost = Math.abs(openCost);
  return {
    account,
    symbol: contract.symbol,
    currency: contract.settle,
    underlying: contract.underlying,
    quoteCurrency: contract.quote,
    commission: contract.takerFee,
    initMarginReq: roundTo(1 / position.leverage, 6),
    maintMarginReq: contract.maintMargin,
    riskLimit: contract.settle === 'XBt' ? 20_000_000_000 : 1_000_000_000_000,
    leverage: position.leverage,
    crossMargin: position.crossMargin,
    deleveragePercentile: open ? (figures.unrealised > 0 ? 0.6 : 0.2) : null,
    rebalancedPnl: 0,
    prevRealisedPnl: 0,
    prevUnrealisedPnl: 0,
    openingQty: 0,
    execBuyQty: position.bought,
    execBuyCost: position.buyCost,
    execSellQty: position.sold,
    execSellCost: position.sellCost,
    execQty: quantity,
    execCost: position.buyCost + position.sellCost,
    execComm: position.fees,
    currentQty: quantity,
    currentCost: position.buyCost + position.sellCost,
    currentComm: position.fees,
    realisedCost: position.buyCost + position.sellCost - openCost,
    unrealisedCost: openCost,
    isOpen: open,
    markPrice: open ? markPrice : null,
    markValue: figures.markValue,
    riskValue: Math.abs(figures.markValue),
    ...positionNotionals(position, markPrice, figures.markValue),
    posState: '',
    posCost: openCost,
    posCross: figures.posCross,
    posComm: figures.posComm,
    posLoss: 0,
    posMargin: figures.posMargin,
    posMaint: figures.posMaint,
    initMargin: 0,
    maintMargin: figures.maintMargin,
    realisedPnl: position.realised,
    unrealisedPnl: figures.unrealised,
    unrealisedPnlPcnt: cost === 0 ? 0 : roundTo(figures.unrealised / cost, 4),
    unrealisedRoePcnt: cost === 0 ? 0 : roundTo((figures.unrealised / cost) * position.leverage, 4),
    avgCostPrice: entry,
    avgEntryPrice: entry,
    breakEvenPrice: priceAtLoss(position, -figures.posComm),
    marginCallPrice: liquidation,
    liquidationPrice: liquidation,
    bankruptPrice: priceAtLoss(position, backing),
    timestamp,
  };
}

export function marginRow(
  account: number,
  purse: Purse,
  positions: readonly PositionFigures[],
  orderMargin: number,
  timestamp: string,
): Row {
  const sum = (read: (figures: PositionFigures) => number) =>
    positions.reduce((total, figures) => total + read(figures), 0);
  const unrealised = sum((figures) => figures.unrealised);
  const maintMargin = sum((figures) => figures.maintMargin);
  const exposure = sum((figures) => Math.abs(figures.markValue));
  const marginBalance = purse.wallet + unrealised;
  const available = Math.max(0, marginBalance - maintMargin - orderMargin);
  return {
    account,
    currency: purse.currency,
    riskLimit: purse.currency === 'XBt' ? 20_000_000_000 : 1_000_000_000_000,
    state: '',
    amount: purse.wallet,
    prevRealisedPnl: 0,
    grossComm: purse.fees,
    grossOpenCost: orderMargin,
    grossExecCost: sum((figures) => Math.abs(figures.markValue - figures.unrealised)),
    grossMarkValue: exposure,
    riskValue: exposure,
    initMargin: orderMargin,
    maintMargin,
    realisedPnl: purse.realised,
    unrealisedPnl: unrealised,
    walletBalance: purse.wallet,
    marginBalance,
    marginLeverage: roundTo(exposure / marginBalance, 6),
    marginUsedPcnt: roundTo((maintMargin + orderMargin) / marginBalance, 4),
    excessMargin: marginBalance - maintMargin,
    availableMargin: available,
    withdrawableMargin: Math.max(0, available - Math.max(0, unrealised)),
    makerFeeDiscount: 0,
    takerFeeDiscount: 0,
    timestamp,
    foreignMarginBalance: 0,
    foreignRequirement: 0,
  };
}

export function walletRow(account: number, purse: Purse, timestamp: string): Row {
  return {
    account,
    currency: purse.currency,
    deposited: purse.deposited,
    withdrawn: purse.withdrawn,
    transferIn: 0,
    transferOut: 0,
    amount: purse.wallet,
    pendingCredit: 0,
    pendingDebit: 0,
    confirmedDebit: 0,
    timestamp,
  };
}

/** A match of one of the account's orders. */
export function executionRow(
  execID: string,
  order: Order,
  quantity: number,
  trade: TradeRow,
  result: FillResult,
  maker: boolean,
): Row {
  const { row, contract } = order;
  const sign = row.side === 'Buy' ? 1 : -1;
  const share = quantity / trade.size;
  return {
    execID,
    orderID: row.orderID,
    clOrdID: row.clOrdID,
    clOrdLinkID: '',
    account: row.account,
    symbol: row.symbol,
    side: row.side,
    lastQty: quantity,
    lastPx: trade.price,
    lastLiquidityInd: maker ? 'AddedLiquidity' : 'RemovedLiquidity',
    orderQty: row.orderQty,
    price: row.price,
    displayQty: null,
    stopPx: row.stopPx,
    pegOffsetValue: null,
    pegPriceType: '',
    currency: contract.quote,
    settlCurrency: contract.settle,
    execType: 'Trade',
    ordType: row.ordType,
    timeInForce: row.timeInForce,
    execInst: row.execInst,
    contingencyType: '',
    ordStatus: row.ordStatus,
    triggered: row.triggered,
    workingIndicator: row.workingIndicator,
    ordRejReason: '',
    leavesQty: row.leavesQty,
    cumQty: row.cumQty,
    avgPx: row.avgPx,
    commission: maker ? contract.makerFee : contract.takerFee,
    feeType: maker ? 'maker' : 'taker',
    tradePublishIndicator: 'PublishTrade',
    text: row.text,
    trdMatchID: trade.trdMatchID,
    execCost: result.cost,
    execComm: result.commission,
    homeNotional: roundTo(sign * trade.homeNotional * share, 8),
    foreignNotional: roundTo(-sign * trade.foreignNotional * share, 6),
    realisedPnl: result.gain,
    transactTime: trade.timestamp,
    timestamp: trade.timestamp,
  };
}

/** Funding is an execution without an order; `payment` is positive when the account pays. */
export function fundingRow(
  execID: string,
  account: number,
  position: Position,
  markPrice: number,
  rate: number,
  value: number,
  payment: number,
  timestamp: string,
): Row {
  const { contract, quantity } = position;
  return {
    execID,
    orderID: '00000000-0000-0000-0000-000000000000',
    clOrdID: '',
    clOrdLinkID: '',
    account,
    symbol: contract.symbol,
    side: '',
    lastQty: Math.abs(quantity),
    lastPx: markPrice,
    lastLiquidityInd: '',
    orderQty: Math.abs(quantity),
    price: markPrice,
    currency: contract.quote,
    settlCurrency: contract.settle,
    execType: 'Funding',
    ordType: 'Limit',
    timeInForce: 'AtTheClose',
    execInst: '',
    ordStatus: 'Filled',
    workingIndicator: false,
    leavesQty: 0,
    cumQty: Math.abs(quantity),
    avgPx: markPrice,
    commission: rate,
    feeType: 'funding',
    text: 'Funding',
    trdMatchID: '00000000-0000-0000-0000-000000000000',
    execCost: value,
    execComm: payment,
    ...positionNotionals(position, markPrice, value),
    realisedPnl: 0,
    transactTime: timestamp,
    timestamp,
  };
}

export function transactRow(
  transactID: string,
  account: number,
  purse: Purse,
  amount: number,
  text: string,
  timestamp: string,
): Row {
  return {
    transactID,
    account,
    currency: purse.currency,
    network: '',
    transactType: amount > 0 ? 'Deposit' : 'Withdrawal',
    amount,
    fee: 0,
    transactStatus: 'Completed',
    address: '',
    tx: '',
    text,
    transactTime: timestamp,
    timestamp,
    walletBalance: purse.wallet,
  };
}
