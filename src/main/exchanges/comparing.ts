/** What rows of a stream and rows over REST are compared by, which need not write a figure alike. */
import { digitsOf, shiftPoint } from './exact-json.ts';
import { text } from './fields.ts';

/** Said to be nothing, which what cannot be read is not. */
export function isNone(value: unknown): boolean {
  const digits = digitsOf(value);
  return digits !== null && Number(digits) === 0;
}

/** What is not said counts as nothing. */
export function isZero(value: unknown): boolean {
  return Number(digitsOf(value) ?? 0) === 0;
}

/** Without zeros that say nothing. */
export function plain(value: unknown): string {
  return shiftPoint(digitsOf(value) ?? '0', 0);
}

/** The state of an order and its figures as one string. */
export function factsOf(state: unknown, ...figures: readonly unknown[]): string {
  return [text(state) ?? '', ...figures.map(plain)].join(' ');
}

/** Whether the first of two times, or of other numbers that grow, is the smaller; null when it cannot be told. */
export function isBefore(got: number | null, have: number | null): boolean | null {
  return got === null || have === null || got === have ? null : got < have;
}
