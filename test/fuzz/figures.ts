/** Where the figures of a row come from: each is in the venue's own object, or follows from it in a known way. */
import Big from 'big.js';
import { stringifyExact } from '../../src/main/exchanges/exact-json.ts';
import type { Item } from '../../src/main/exchanges/exchange.ts';

/** Digits that say something, without sign, point and zeros at either end: the same for satoshi and bitcoin. */
export function figuresIn(text: string): ReadonlySet<string> {
  const found = new Set<string>(['0']);
  for (const [number] of text.matchAll(/\d+(?:\.\d+)?/g)) found.add(significant(number));
  return found;
}

/** The name of a decimal that is nowhere in its item, or null. */
export function inventedFigure(venue: string, table: string, row: object, item: Item): string | null {
  let known: ReadonlySet<string> | null = null;
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== 'string' || !/^-?\d+(?:\.\d+)?$/.test(value) || !isFigure(name)) continue;
    known ??= figuresOf(item);
    if (known === null || known.has(significant(value)) || isDerived(venue, table, name, value, row, item))
      continue;
    return `${name} is ${value.slice(0, 80)}, which its item does not say`;
  }
  return null;
}

/** Of what an item holds, the first figure that the frame did not bring; times are written anew. */
export function figureFromNowhere(item: Item, frame: ReadonlySet<string>): string | null {
  const said = Object.fromEntries(Object.entries(item).filter(([name]) => !/time|date|opened/i.test(name)));
  for (const figure of figuresOf(said) ?? []) if (!frame.has(figure) && figure !== '1') return figure;
  return null;
}

/** null for an item that is nested too deeply to be written as text. */
function figuresOf(item: Item): ReadonlySet<string> | null {
  const text = stringifyExact(item);
  return text.includes('[nested too deeply to print]') ? null : figuresIn(text);
}

function isFigure(name: string): boolean {
  return !/^(?:id|orderId|clientId|symbol|account|venue|base|quote|settle|currency|type|time)$/.test(name);
}

function significant(digits: string): string {
  return digits.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '') || '0';
}

function isDerived(
  venue: string,
  table: string,
  name: string,
  value: string,
  row: object,
  item: Item,
): boolean {
  if (`${table}.${name}` === 'instrument.contractValue') return /^(?:1|0\.0*1)$/.test(value);
  if (anyVenue.has(`${table}.${name}`)) return true;
  if (venue === 'kraken-futures' && isRounded(value, item)) return true;
  if (`${table}.${name}` === 'order.remaining') {
    const { size, filled }: Readonly<Record<string, unknown>> = { ...row };
    return value === '0' || isDifference(value, size, filled);
  }
  switch (`${venue}.${table}.${name}`) {
    case 'binance.margin.walletBalance':
    case 'binance.margin.equity':
      return isDifference(value, item.free, negated(item.locked));
    case 'kraken.position.size':
      return isDifference(value.replace('-', ''), item.vol, item.vol_closed ?? '0', true);
    case 'kraken-futures.order.size':
      return isDifference(value, item.qty, negated(item.filled));
    case 'kraken-futures.margin.equity':
      return isDifference(value, item.balance, negated(item.total_unrealized));
    default:
      return false;
  }
}

/** Kraken Futures counts in doubles: their last digits mean nothing. */
function isRounded(value: string, { qty, filled, balance }: Item): boolean {
  const [left, done, held] = [qty, filled, balance].map((figure) => Number(String(figure)));
  if (left === undefined || done === undefined || held === undefined) return false;
  const sources = [left, done, left + done, held];
  return sources.some((source) => Math.abs(source - Number(value)) <= Math.abs(source) * 1e-14);
}

function negated(value: unknown): string {
  return `-${String(value)}`.replace(/^--/, '');
}

function isDifference(value: string, left: unknown, right: unknown, ignoresSign = false): boolean {
  try {
    const due = new Big(String(left)).minus(String(right));
    return (ignoresSign ? due.abs() : due).eq(value);
  } catch {
    return false;
  }
}

/** Worked examples in test/tables/derive.test.ts say what these are. */
const anyVenue: ReadonlySet<string> = new Set([
  'position.notional',
  'position.unrealisedPnl',
  'margin.marginRatio',
]);
