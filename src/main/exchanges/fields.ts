/** Reads single fields of a venue's item; whatever is absent or of the wrong kind is null. */
import type { IsoTime, Side } from '../../preload/contract/rows.ts';
import { digitsOf, shiftPoint } from './exact-json.ts';
import type { Item } from './exchange.ts';

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string that says something. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

export function sideOf(value: unknown): Side | null {
  if (value === 'Buy' || value === 'buy' || value === 'BUY') return 'buy';
  if (value === 'Sell' || value === 'sell' || value === 'SELL') return 'sell';
  return null;
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
  if (value.length === 24 && utcMs.test(value)) return `${value.slice(0, 23)}000Z`;
  const parts = utc.exec(value);
  if (parts === null) return isoOf(timeMs(value));
  return `${parts[1]}.${(parts[2] ?? '').slice(0, 6).padEnd(6, '0')}Z`;
}

function isoOf(ms: number | null): IsoTime | null {
  return ms === null ? null : `${new Date(ms).toISOString().slice(0, -1)}000Z`;
}

/** Milliseconds since 1970 of an ISO 8601 time or of a number of milliseconds. */
export function timeMs(value: unknown): number | null {
  // Date.parse alone takes nearly any text with a digit in it for a date.
  const ms = typeof value === 'string' && dated.test(value) ? Date.parse(value) : value;
  return typeof ms === 'number' && Math.abs(ms) <= 8.64e15 ? ms : null;
}

/** `StopLimit` as `stop-limit`. */
export function hyphenated(value: unknown): string | null {
  return (
    text(value)
      ?.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
      .toLowerCase() ?? null
  );
}

const utc = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/;
const utcMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const dated = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
