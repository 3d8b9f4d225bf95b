/** Figures that follow from others, per kind of contract. Pure; what is missing makes the result null. */
import type { Decimal, InstrumentRow, OrderStatus } from '../../preload/contract/rows.ts';
import { absolute, divide, multiply, round, sign, subtract } from './decimal.ts';

/** How a contract turns a price into money. `value` is the canonical row's `contractValue`. */
export interface Contract {
  /**
   * `inverse`: one contract is `value` of the quote currency and pays in the base currency.
   * `linear`: one contract is `value` of the base currency and pays in the quote currency.
   * `quanto`: one contract pays `value` of the settlement currency for each point of the price.
   */
  readonly kind: 'inverse' | 'linear' | 'quanto';
  readonly value: Decimal;
}

type Maybe = Decimal | null;

/** null while the venue has not said what one contract is. */
export function contractOf(
  instrument: Pick<InstrumentRow, 'contractValue' | 'inverse' | 'kind' | 'quote' | 'settle'>,
): Contract | null {
  const { contractValue: value, inverse, kind, quote, settle } = instrument;
  if (value === null || sign(value) === 0) return null;
  if (inverse === true) return { kind: 'inverse', value };
  const isQuanto = kind !== 'spot' && settle !== null && quote !== null && settle !== quote;
  return { kind: isQuanto ? 'quanto' : 'linear', value };
}

/** Absolute value in the quote currency; null for quanto, whose price and money are unrelated. */
export function notional(size: Maybe, price: Maybe, contract: Contract | null): Maybe {
  if (size === null || contract === null || contract.kind === 'quanto') return null;
  const amount = absolute(multiply(size, contract.value));
  if (contract.kind === 'inverse') return amount;
  return price === null ? null : multiply(amount, price);
}

/** Absolute value in the settlement currency. */
export function settledNotional(size: Maybe, price: Maybe, contract: Contract | null): Maybe {
  if (size === null || price === null || contract === null || sign(price) <= 0) return null;
  const amount = absolute(multiply(size, contract.value));
  return contract.kind === 'inverse' ? divide(amount, price) : multiply(amount, price);
}

/** In the settlement currency, before fees; `size` is signed. */
export function unrealisedPnl(
  size: Maybe,
  entryPrice: Maybe,
  markPrice: Maybe,
  contract: Contract | null,
): Maybe {
  if (size === null || contract === null) return null;
  const amount = multiply(size, contract.value);
  if (sign(amount) === 0) return '0';
  if (entryPrice === null || markPrice === null) return null;
  if (contract.kind !== 'inverse') return multiply(amount, subtract(markPrice, entryPrice));
  if (sign(entryPrice) <= 0 || sign(markPrice) <= 0) return null;
  // amount x (1 / entry - 1 / mark), with one division only.
  return divide(multiply(amount, subtract(markPrice, entryPrice)), multiply(entryPrice, markPrice));
}

/** Percent of the mark between mark and liquidation price. */
export function liquidationDistance(markPrice: Maybe, liquidationPrice: Maybe): Maybe {
  const distance = markDistance(markPrice, liquidationPrice);
  return distance === null ? null : absolute(distance);
}

/** Signed percent of the mark from the mark to a price: negative below the mark. */
export function markDistance(markPrice: Maybe, price: Maybe): Maybe {
  return changePercent(markPrice, price);
}

/** Percent by which the last price differs from that of 24 hours ago. */
export function change24hPercent(lastPrice: Maybe, price24hAgo: Maybe): Maybe {
  return changePercent(price24hAgo, lastPrice);
}

/** Maintenance margin over equity; null without equity: nothing can be said about a share of nothing. */
export function marginRatio(maintenanceMargin: Maybe, equity: Maybe): Maybe {
  if (maintenanceMargin === null || equity === null || sign(equity) <= 0) return null;
  return divide(maintenanceMargin, equity);
}

/** Nothing is left to fill of an order that is closed, however much of it was. */
export function leftToFill(status: OrderStatus | null, size: Maybe, filled: Maybe): Maybe {
  if (size === null || filled === null) return null;
  return status !== null && closed.has(status) ? '0' : subtract(size, filled);
}

/** A share is no money: nobody copies or compares more than a millionth of a percent. */
function changePercent(from: Maybe, to: Maybe): Maybe {
  if (from === null || to === null || sign(from) <= 0) return null;
  return round(divide(multiply(subtract(to, from), '100'), from), 6);
}

const closed: ReadonlySet<OrderStatus> = new Set(['filled', 'cancelled', 'rejected', 'expired']);
