/** Adds, subtracts and multiplies decimals digit by digit, for what a venue gives in two parts only. */
import { shiftPoint } from './exact-json.ts';

/** null when one of the two is unknown. */
export function sum(left: string | null, right: string | null): string | null {
  return combined(left, right, 1n);
}

export function difference(left: string | null, right: string | null): string | null {
  return combined(left, right, -1n);
}

export function product(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return null;
  const places = placesOf(left) + placesOf(right);
  return shiftPoint(String(scaled(left, placesOf(left)) * scaled(right, placesOf(right))), -places);
}

function combined(left: string | null, right: string | null, factor: bigint): string | null {
  if (left === null || right === null) return null;
  const places = Math.max(placesOf(left), placesOf(right));
  return shiftPoint(String(scaled(left, places) + factor * scaled(right, places)), -places);
}

function placesOf(digits: string): number {
  return digits.split('.')[1]?.length ?? 0;
}

function scaled(digits: string, places: number): bigint {
  return BigInt(shiftPoint(digits, places));
}
