/** Exact arithmetic on decimal strings for what the screen adds up itself: whole integers, no binary fractions. */

/** What is no plain decimal is left out. */
export function sumExact(values: readonly string[]): string {
  const parts = values.flatMap((value) => scaled(value) ?? []);
  const places = Math.max(0, ...parts.map((part) => part.places));
  const total = parts.reduce((sum, part) => sum + part.digits * 10n ** BigInt(places - part.places), 0n);
  return unscaled(total, places);
}

/** The multiple of `step` at or next to `value`, towards the given side. */
export function toStep(value: string, step: string, side: 'down' | 'up'): string {
  const left = scaled(value);
  const right = scaled(step);
  if (left === null || right === null || right.digits <= 0n) return value;
  const places = Math.max(left.places, right.places);
  const units = left.digits * 10n ** BigInt(places - left.places);
  const stepUnits = right.digits * 10n ** BigInt(places - right.places);
  const rest = ((units % stepUnits) + stepUnits) % stepUnits;
  const floor = units - rest;
  return unscaled(side === 'up' && rest > 0n ? floor + stepUnits : floor, places);
}

/** `first` minus `second`. */
export function difference(first: string, second: string): string {
  return sumExact([first, second.startsWith('-') ? second.slice(1) : `-${second}`]);
}

interface Scaled {
  readonly digits: bigint;
  readonly places: number;
}

function scaled(value: string): Scaled | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (match === null) return null;
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[2] ?? '0'}${fraction}`);
  return { digits: match[1] === '-' ? -digits : digits, places: fraction.length };
}

function unscaled(digits: bigint, places: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  if (places === 0) return `${sign}${text}`;
  const fraction = text.slice(-places).replace(/0+$/, '');
  const whole = text.slice(0, -places);
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}
