/** Exact arithmetic on decimal strings; results are plain digits, never `1e-7`. The only user of big.js. */
import Big from 'big.js';

const Decimal = Big();
// Quotients only; sums, differences and products are exact.
Decimal.DP = 20;
Decimal.RM = Decimal.roundHalfUp;

export function add(left: string, right: string): string {
  return new Decimal(left).plus(right).toFixed();
}

export function subtract(left: string, right: string): string {
  return new Decimal(left).minus(right).toFixed();
}

export function multiply(left: string, right: string): string {
  return new Decimal(left).times(right).toFixed();
}

/** Rounded to 20 decimals. Throws when `right` is zero: ask `sign` first. */
export function divide(left: string, right: string): string {
  return new Decimal(left).div(right).toFixed();
}

/** Half away from zero. */
export function round(value: string, places: number): string {
  return new Decimal(value).round(places).toFixed();
}

export function absolute(value: string): string {
  return new Decimal(value).abs().toFixed();
}

/** Negative, zero or positive as `left` is below, equal to or above `right`. */
export function compare(left: string, right: string): number {
  return new Decimal(left).cmp(right);
}

export function sign(value: string): number {
  return new Decimal(value).cmp(0);
}
