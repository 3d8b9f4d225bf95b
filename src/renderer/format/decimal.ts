/** Decimal strings as a person reads them: grouped, padded to the tick, never rounded without being asked. */

export const minus = '\u2212';
export const thinSpace = '\u2009';
/** Stands for a number that has no room; the full value is on hover. */
export const noRoom = '\u00b7\u00b7\u00b7';

/** A number cut where its padding begins; `zeros` is shown in a weaker ink. */
export interface Figure {
  readonly text: string;
  readonly zeros: string;
}

export interface FigureOptions {
  /** Places to pad to: those of the tick or the lot. */
  readonly places?: number;
  /** Gains carry a plus. */
  readonly signed?: boolean;
}

interface Parts {
  readonly negative: boolean;
  readonly whole: string;
  /** Without trailing zeros. */
  readonly fraction: string;
}

const plain = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/;
const mostPadding = 4;

function partsOf(value: string): Parts | null {
  const match = plain.exec(value);
  if (match === null) return null;
  return { negative: match[1] === '-', whole: match[2] ?? '0', fraction: match[3] ?? '' };
}

/** Decimal places of a tick or lot size: `0.50` has one, `10` none. */
export function placesOf(step: string | null): number {
  if (step === null) return 0;
  return partsOf(step)?.fraction.length ?? 0;
}

export function isZero(value: string): boolean {
  const parts = partsOf(value);
  return parts !== null && parts.fraction === '' && /^0+$/.test(parts.whole);
}

/** -1, 0 or 1; text that is no number counts as 0. */
export function signOf(value: string): -1 | 0 | 1 {
  if (isZero(value) || partsOf(value) === null) return 0;
  return value.startsWith('-') ? -1 : 1;
}

export function figure(value: string, options: FigureOptions = {}): Figure {
  const parts = partsOf(value);
  // What is no plain decimal is shown as the venue wrote it, not guessed at.
  if (parts === null) return { text: value, zeros: '' };
  const sign = signText(parts, value, options.signed === true);
  const wanted = Math.min(options.places ?? 0, parts.fraction.length + mostPadding);
  const padding = '0'.repeat(Math.max(0, wanted - parts.fraction.length));
  const whole = sign + group(parts.whole);
  if (parts.fraction === '') return { text: whole, zeros: padding === '' ? '' : `.${padding}` };
  return { text: `${whole}.${parts.fraction}`, zeros: padding };
}

/** The same without the cut. */
export function plainFigure(value: string, options: FigureOptions = {}): string {
  const { text, zeros } = figure(value, options);
  return text + zeros;
}

/** Rounds half away from zero; for converted and derived figures, whose full value is on hover. */
export function round(value: string, places: number): string {
  const parts = partsOf(value);
  if (parts === null) return value;
  if (parts.fraction.length <= places) return bare(parts);
  const kept = parts.fraction.slice(0, places);
  const up = (parts.fraction[places] ?? '0') >= '5';
  const scaled = BigInt(parts.whole + kept) + (up ? 1n : 0n);
  const digits = scaled.toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return parts.negative && scaled !== 0n ? `-${text}` : text;
}

/** One decimal, thin space, sign if asked for. */
export function percent(value: string, signed = false): string {
  return `${plainFigure(round(value, 1), { places: 1, signed })}${thinSpace}%`;
}

/** Without zeros that say nothing. */
function bare({ negative, whole, fraction }: Parts): string {
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function signText(parts: Parts, value: string, signed: boolean): string {
  if (isZero(value)) return '';
  if (parts.negative) return minus;
  return signed ? '+' : '';
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A fraction as percent: moves the point, so no digit is lost. */
export function hundredfold(fraction: string): string {
  const [whole = '0', digits = ''] = fraction.split('.');
  const padded = digits.padEnd(2, '0');
  const text = `${whole}${padded.slice(0, 2)}.${padded.slice(2)}`;
  return text.endsWith('.') ? text.slice(0, -1) : text;
}
