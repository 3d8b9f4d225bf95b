/** Position arithmetic in whole minor units: fills, margins, and the prices that follow from them. */
import { type Contract, contractValue, roundTo, wholeUnits } from './instruments.ts';
import type { Side } from './venue-event.ts';

/** What a position is made of; everything else is derived from it and the mark price. */
export interface Position {
  readonly contract: Contract;
  readonly crossMargin: boolean;
  readonly leverage: number;
  /** Contracts, negative when short. */
  quantity: number;
  /** What the open quantity cost, signed as `contractValue` is. */
  openCost: number;
  /** Sum of quantity × price (inverse: quantity / price), for the exact entry price. */
  entrySum: number;
  realised: number;
  fees: number;
  /** Sums of this session's fills. */
  bought: number;
  sold: number;
  buyCost: number;
  sellCost: number;
}

export interface FillResult {
  readonly cost: number;
  /** Positive when paid. */
  readonly commission: number;
  /** Gross gain of the part that closed. */
  readonly gain: number;
}

export function openPosition(contract: Contract, crossMargin: boolean, leverage: number): Position {
  return {
    contract,
    crossMargin,
    leverage,
    quantity: 0,
    openCost: 0,
    entrySum: 0,
    realised: 0,
    fees: 0,
    bought: 0,
    sold: 0,
    buyCost: 0,
    sellCost: 0,
  };
}

/**
 * Applies a fill. Invariant: over the life of a position, gains = openCost − the sum of all costs,
 * exactly, in minor units.
 */
export function applyFill(
  position: Position,
  side: Side,
  quantity: number,
  price: number,
  rate: number,
): FillResult {
  const { contract } = position;
  const signed = side === 'Buy' ? quantity : -quantity;
  const cost = contractValue(contract, signed, price);
  const commission = Math.round(Math.abs(cost) * rate) + 0;
  const closes = Math.sign(signed) === -Math.sign(position.quantity);
  const closing = closes ? Math.sign(signed) * Math.min(quantity, Math.abs(position.quantity)) : 0;
  let gain = 0;
  if (closing !== 0) {
    const share = Math.abs(closing / position.quantity);
    const closingCost = closing === signed ? cost : contractValue(contract, closing, price);
    const closedCost = Math.round(position.openCost * share);
    gain = -closingCost - closedCost;
    position.openCost -= closedCost;
    position.entrySum *= 1 - share;
    position.quantity += closing;
    if (position.quantity === 0) position.entrySum = 0;
    open(position, signed - closing, cost - closingCost, price);
  } else {
    open(position, signed, cost, price);
  }
  position.realised += gain - commission;
  position.fees += commission;
  if (side === 'Buy') {
    position.bought += quantity;
    position.buyCost += cost;
  } else {
    position.sold += quantity;
    position.sellCost += cost;
  }
  return { cost, commission, gain };
}

function open(position: Position, quantity: number, cost: number, price: number): void {
  if (quantity === 0) return;
  position.quantity += quantity;
  position.openCost += cost;
  position.entrySum += position.contract.kind === 'inverse' ? quantity / price : quantity * price;
}

export function entryPrice(position: Position): number | null {
  const { quantity, entrySum, contract } = position;
  if (quantity === 0) return null;
  const price = contract.kind === 'inverse' ? quantity / entrySum : entrySum / quantity;
  return roundTo(price, contract.decimals + 3);
}

export interface PositionFigures {
  readonly markValue: number;
  readonly unrealised: number;
  readonly posInit: number;
  readonly posComm: number;
  /** A cross position's loss is covered by the balance. */
  readonly posCross: number;
  readonly posMargin: number;
  readonly posMaint: number;
  /** What the position ties up now, as BitMEX's `maintMargin`: posMargin and the unrealised result. */
  readonly maintMargin: number;
}

export function figuresOf(position: Position, markPrice: number): PositionFigures {
  const { contract, openCost, leverage, crossMargin } = position;
  const markValue = contractValue(contract, position.quantity, markPrice);
  const unrealised = markValue - openCost;
  const cost = Math.abs(openCost);
  const posInit = Math.round(cost / leverage);
  const posComm = Math.round(cost * contract.takerFee);
  const posCross = crossMargin ? Math.max(0, -unrealised) : 0;
  const posMargin = posInit + posComm + posCross;
  const posMaint = Math.round(cost * contract.maintMargin) + posComm;
  return {
    markValue,
    unrealised,
    posInit,
    posComm,
    posCross,
    posMargin,
    posMaint,
    maintMargin: posMargin + unrealised,
  };
}

/**
 * The price at which the position's value has moved by `room` against it: `cover` is what it can lose.
 * null when no price does that, as for a small inverse short.
 */
export function priceAtLoss(position: Position, loss: number): number | null {
  const { contract, quantity, openCost } = position;
  const target = openCost - loss;
  if (quantity === 0) return null;
  const price =
    contract.kind === 'inverse'
      ? (contract.multiplier * quantity) / target
      : target / (contract.multiplier * quantity);
  if (!Number.isFinite(price) || price <= 0) return null;
  const ticks = price / contract.tickSize;
  const tick = quantity > 0 ? Math.ceil(ticks) : Math.floor(ticks);
  return roundTo(tick * contract.tickSize, contract.decimals);
}

/** Quantity in base and in quote currency, signed as BitMEX does: foreign is what one would owe. */
export function positionNotionals(position: Position, markPrice: number, markValue: number) {
  const { contract, quantity } = position;
  if (contract.kind === 'inverse') {
    return { homeNotional: -markValue / 1e8 + 0, foreignNotional: -quantity + 0 };
  }
  const home = quantity / (contract.positionMultiplier ?? 1);
  const foreign = contract.kind === 'linear' ? wholeUnits(contract.settle, markValue) : home * markPrice;
  return { homeNotional: roundTo(home, 8), foreignNotional: roundTo(-foreign, 6) + 0 };
}
