/** JSON without losing digits: `100.0` stays `100.0`, and an id of twenty digits keeps all of them. */
import { LosslessNumber, parse } from 'lossless-json';

/**
 * JSON.parse, except that a number whose digits a double cannot give back becomes a LosslessNumber.
 * Throws a SyntaxError where JSON.parse does.
 */
export function parseExact(text: string): unknown {
  if (!mayLoseDigits(text) || !losesDigits(text)) return JSON.parse(text);
  return parse(text, null, { parseNumber: exactNumber, onDuplicateKey: ({ newValue }) => newValue });
}

/** JSON text with the digits the venue sent. */
export function stringifyExact(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? 'null';
    // The mark that JSON.stringify leaves where it meets a LosslessNumber.
    return text.includes('"isLosslessNumber":true') ? written(value) : text;
  } catch (error) {
    // JSON.parse reads what is nested deeper than the stack on which it would be written again.
    if (error instanceof RangeError) return '"[nested too deeply to print]"';
    throw error;
  }
}

/**
 * A number as plain decimal digits, never `1e-7`; null for anything that is not a decimal number.
 * Invariant: it has at most 300 digits, so that a double can tell whether it is zero, and arithmetic ends.
 */
export function digitsOf(value: unknown): string | null {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    const size = Math.abs(value);
    // Within these, a double is written without an exponent.
    return (size < 1e21 && size >= 1e-6) || size === 0 ? String(value) : plain(String(value));
  }
  if (typeof value === 'string')
    return value.length <= mostDigits && decimal.test(value) ? plain(value) : null;
  return isLossless(value) ? plain(value.toString()) : null;
}

/** Also tells it from an object that only looks like one, which a venue could send. */
export function isLossless(value: unknown): value is LosslessNumber {
  return value instanceof LosslessNumber;
}

/** Moves the decimal point: `shiftPoint('-912269', -8)` is `-0.00912269`. Drops zeros that say nothing. */
export function shiftPoint(digits: string, places: number): string {
  const negative = digits.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? digits.slice(1) : digits).split('.');
  const all = whole + fraction;
  const point = whole.length + places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + all : all.padEnd(point, '0');
  const at = Math.max(point, 1);
  const head = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const tail = padded.slice(at).replace(/0+$/, '');
  const shifted = tail === '' ? head : `${head}.${tail}`;
  return negative && shifted !== '0' ? `-${shifted}` : shifted;
}

function written(value: unknown): string {
  if (isLossless(value)) return value.toString();
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${written(field)}`).join(',')}}`;
}

// Two cheap looks instead of one expression, of which they cost a quarter: one jumps from point to point, the
// other strides over the text. A hit inside a string only costs time. A whole number with an exponent needs
// no look: its digits come out the same.
function mayLoseDigits(text: string): boolean {
  return hasLossyFraction(text) || hasLongNumber(text);
}

// Fractions that end in zero, have an exponent, or are so small that a double would be written with one. A `Z`
// or a quote ends a time or a word.
function hasLossyFraction(text: string): boolean {
  for (let at = text.indexOf('.'); at >= 0; at = text.indexOf('.', at)) {
    at += 1;
    let code = text.charCodeAt(at);
    if (code === zero && text.startsWith('000000', at)) return true;
    let last = code;
    while (isDigitOrPoint(code)) {
      last = code;
      at += 1;
      code = text.charCodeAt(at);
    }
    if (code === smallE || code === largeE) return true;
    if (last === zero && code !== zulu && code !== quote) return true;
  }
  return false;
}

// Looks at every sixteenth character: a run of sixteen digits and points cannot hide between two of them, and
// it reaches eight characters to one side at least.
function hasLongNumber(text: string): boolean {
  for (let at = 15; at < text.length; at += 16) {
    if (!isDigitOrPoint(text.charCodeAt(at))) continue;
    if (!isDigitOrPoint(text.charCodeAt(at - 8)) && !isDigitOrPoint(text.charCodeAt(at + 8))) continue;
    let from = at;
    while (from > 0 && isDigitOrPoint(text.charCodeAt(from - 1))) from -= 1;
    let to = at + 1;
    while (to < text.length && isDigitOrPoint(text.charCodeAt(to))) to += 1;
    if (to - from >= 16) return true;
  }
  return false;
}

// And a slash, which stands between the two and in no number: one comparison less.
function isDigitOrPoint(code: number): boolean {
  return code >= 46 && code <= 57;
}

function losesDigits(text: string): boolean {
  for (const [literal] of text.matchAll(numbers)) {
    if (String(Number(literal)) !== literal) return true;
  }
  return false;
}

function exactNumber(literal: string): number | LosslessNumber {
  const number = Number(literal);
  return String(number) === literal ? number : new LosslessNumber(literal);
}

function plain(digits: string): string | null {
  if (digits.length > mostDigits) return null;
  const at = digits.search(/e/i);
  if (at < 0) return digits;
  const places = Number(digits.slice(at + 1));
  // Without a limit `1e999999999` would fill the memory.
  if (Math.abs(places) > mostDigits) return null;
  const shifted = shiftPoint(digits.slice(0, at), places);
  return shifted.length > mostDigits ? null : shifted;
}

const mostDigits = 300;
const zero = 48;
const quote = 34;
const largeE = 69;
const smallE = 101;
const zulu = 90;
const numbers = /(?<![\w.+-])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?=[,}\]\s]|$)/g;
const decimal = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
