/** Reads single fields of a venue's item; whatever is absent or of the wrong kind is null. */
import type { IsoTime, PositionRow, Side } from '../../preload/contract/rows.ts';
import { digitsOf, isLossless, shiftPoint } from './exact-json.ts';
import type { Item } from './exchange.ts';

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLossless(value);
}

/** A list of items and nothing else. */
export function itemsOf(value: unknown): readonly Item[] | null {
  return Array.isArray(value) && value.every(isItem) ? value : null;
}

/** A string that says something. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Words of a venue for people, cut to a length that one reads. */
export function sentence(value: unknown): string | null {
  const said = text(value);
  if (said === null) return null;
  return printable(said.length > mostWords ? `${said.slice(0, mostWords)}…` : said);
}

/** Without what could steer a terminal or forge a line. */
export function printable(words: string): string {
  return words.replace(unseen, ' ');
}

/** null also for 0, which venues write where there is no price, trigger or limit. */
export function notZero(value: unknown): string | null {
  const digits = digitsOf(value);
  return digits === null || Number(digits) === 0 ? null : digits;
}

/** Without its sign. */
export function unsigned(digits: string | null): string | null {
  return digits?.replace('-', '') ?? null;
}

/** With the other sign; nothing has none. */
export function negated(value: unknown): string | null {
  const digits = digitsOf(value);
  if (digits === null) return null;
  return Number(digits) === 0 || digits.startsWith('-') ? digits.replace('-', '') : `-${digits}`;
}

/** How many of something. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

export function sideOf(value: unknown): Side | null {
  if (value === 'Buy' || value === 'buy' || value === 'BUY') return 'buy';
  if (value === 'Sell' || value === 'sell' || value === 'SELL') return 'sell';
  return null;
}

/** What a signed size says; null where it says nothing, which is not the same as none. */
export function heldSide(size: string | null): PositionRow['side'] {
  if (size === null) return null;
  return Number(size) === 0 ? 'flat' : size.startsWith('-') ? 'short' : 'long';
}

/** The name of a row, which some venues write as a number; '' where it has none. */
export function idOf(value: unknown): string {
  return text(value) ?? digitsOf(value) ?? '';
}

/** An id of a venue that counts: a whole number that is exact as one, so that the next and the one before are known. */
export function countedId(value: unknown): string | null {
  const digits = digitsOf(value);
  return digits !== null && /^\d+$/.test(digits) && Number.isSafeInteger(Number(digits)) ? digits : null;
}

/** An amount in minor units (satoshi) as whole units, given how many decimals the unit has. */
export function wholeUnits(value: unknown, decimals: number | null): string | null {
  const digits = digitsOf(value);
  return digits === null || decimals === null ? null : shiftPoint(digits, -decimals);
}

/** An ISO 8601 time or milliseconds since 1970, as UTC with six fractional digits. */
export function isoTime(value: unknown): IsoTime | null {
  if (typeof value !== 'string') return isoOf(timeMs(value));
  // What comes in one frame, or close together, has mostly one time.
  if (value !== lastText) {
    lastIso = isoOfText(value);
    lastText = value;
  }
  return lastIso;
}

let lastText: string | null = null;
let lastIso: IsoTime | null = null;

function isoOfText(value: string): IsoTime | null {
  // As most venues write it.
  if (value.length === 24 && utcMs.test(value)) return isDay(value) ? `${value.slice(0, 23)}000Z` : null;
  const parts = utc.exec(value);
  if (parts === null) return isoOf(timeMs(value));
  return isDay(value) ? `${parts[1]}.${(parts[2] ?? '').slice(0, 6).padEnd(6, '0')}Z` : null;
}

function isoOf(ms: number | null): IsoTime | null {
  return ms === null ? null : `${new Date(ms).toISOString().slice(0, -1)}000Z`;
}

/** Milliseconds since 1970 of an ISO 8601 time or of a number of milliseconds. */
export function timeMs(value: unknown): number | null {
  // Date.parse alone takes nearly any text with a digit in it for a date.
  const ms = typeof value === 'string' && dated.test(value) && isDay(value) ? Date.parse(value) : value;
  return typeof ms === 'number' && isTime(ms) ? ms : null;
}

/** Within the years of four digits, beyond which no ISO time looks like the others. */
export function isTime(ms: number): boolean {
  return ms >= -62_167_219_200_000 && ms < 253_402_300_800_000;
}

// Date.parse takes the 30th of February for the 2nd of March.
function isDay(iso: string): boolean {
  const day = Number(iso.slice(8, 10));
  return (
    day <= 28 ||
    new Date(Date.UTC(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1, day)).getUTCDate() === day
  );
}

/** `StopLimit` as `stop-limit`. */
export function hyphenated(value: unknown): string | null {
  return (
    text(value)
      ?.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
      .toLowerCase() ?? null
  );
}

const utc =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,20}))?Z$/;
const utcMs = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const dated = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const mostWords = 300;
// Control characters, halves of characters, line ends that no JSON escapes, and marks that turn text around.
const unseen = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu;
