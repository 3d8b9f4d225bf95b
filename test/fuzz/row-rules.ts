/** What has to be true of every canonical row, whatever a venue sends. Shares no code with what makes the rows. */
import type { CanonicalTable } from '../../src/preload/contract/rows.ts';

type Row = Readonly<Record<string, unknown>>;
/** The trouble with a value in words, or null. */
type Rule = (value: unknown) => string | null;

/** null: nothing is wrong. */
export function wrongRow(table: CanonicalTable, row: object): string | null {
  const fields: Row = { ...row };
  const rules: Readonly<Record<string, Rule>> = { ...everyRow, ...tables[table] };
  if (Object.getPrototypeOf(row) !== Object.prototype) return 'the row inherits from something';
  const surprise = Object.keys(fields).find((name) => rules[name] === undefined);
  if (surprise !== undefined) return `a field ${surprise} that no row has`;
  for (const [name, rule] of Object.entries(rules)) {
    const trouble = Object.hasOwn(fields, name) ? rule(fields[name]) : 'is missing';
    if (trouble !== null) return `${name} ${trouble}: ${String(JSON.stringify(fields[name])).slice(0, 100)}`;
  }
  return table === 'position' ? wrongSide(fields) : null;
}

export function wrongTrade(trade: object): string | null {
  const fields: Row = { ...trade };
  for (const [name, rule] of Object.entries(tradeRules)) {
    const trouble = rule(fields[name]);
    if (trouble !== null) return `${name} ${trouble}: ${String(JSON.stringify(fields[name])).slice(0, 100)}`;
  }
  return null;
}

/** A direction that the size does not have would show a debt as a possession. */
function wrongSide({ side, size }: Row): string | null {
  if (typeof size !== 'string') return side === null ? null : `side ${String(side)} without a size`;
  const digits = size;
  const isZero = !/[1-9]/.test(digits);
  const due = isZero ? 'flat' : digits.startsWith('-') ? 'short' : 'long';
  return side === due ? null : `side ${String(side)} with a size of ${digits.slice(0, 60)}`;
}

function decimal(value: unknown): string | null {
  if (typeof value !== 'string' || !/^-?\d+(?:\.\d+)?$/.test(value)) return 'is no decimal';
  return value.length > mostDigits ? 'has more digits than any figure' : null;
}

function time(value: unknown): string | null {
  const parts =
    typeof value === 'string' ? /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\d{3}Z$/.exec(value) : null;
  const ms = Date.parse(`${parts?.[1]}Z`);
  // A day that does not exist is read as another one.
  return Number.isNaN(ms) || new Date(ms).toISOString() !== `${parts?.[1]}Z` ? 'is no time' : null;
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? null : 'is no text';
}

function yesOrNo(value: unknown): string | null {
  return typeof value === 'boolean' ? null : 'is neither true nor false';
}

function count(value: unknown): string | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? null : 'is no count';
}

function oneOf(...names: readonly string[]): Rule {
  return (value) => (typeof value === 'string' && names.includes(value) ? null : 'is none of its words');
}

function maybe(rule: Rule): Rule {
  return (value) => (value === null ? null : rule(value));
}

function all(rule: Rule, ...names: readonly string[]): Record<string, Rule> {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

/** Two figures of the longest kind multiplied with each other. */
const mostDigits = 3_000;
const side = oneOf('buy', 'sell');
const everyRow = {
  venue: words,
  receivedAt: time,
  ...all(maybe(words), 'account', 'symbol'),
  updatedAt: maybe(time),
};
const tables: Readonly<Record<CanonicalTable, Readonly<Record<string, Rule>>>> = {
  position: {
    side: maybe(oneOf('long', 'short', 'flat')),
    sizeUnit: oneOf('contracts', 'base'),
    marginMode: maybe(oneOf('cross', 'isolated')),
    pnlCurrency: maybe(words),
    ...all(
      maybe(decimal),
      'size',
      'notional',
      'entryPrice',
      'breakEvenPrice',
      'markPrice',
      'liquidationPrice',
    ),
    ...all(maybe(decimal), 'leverage', 'margin', 'unrealisedPnl', 'realisedPnl'),
  },
  order: {
    id: words,
    side: maybe(side),
    ...all(maybe(words), 'clientId', 'type', 'timeInForce'),
    ...all(maybe(decimal), 'price', 'triggerPrice', 'size', 'filled', 'remaining', 'averagePrice'),
    status: maybe(
      oneOf(
        'pending',
        'untriggered',
        'new',
        'partially-filled',
        'filled',
        'cancelled',
        'rejected',
        'expired',
      ),
    ),
    ...all(maybe(yesOrNo), 'reduceOnly', 'postOnly'),
    createdAt: maybe(time),
  },
  execution: {
    id: words,
    kind: oneOf('trade', 'funding', 'settlement', 'liquidation', 'adl'),
    side: maybe(side),
    liquidity: maybe(oneOf('maker', 'taker')),
    ...all(maybe(words), 'orderId', 'feeCurrency'),
    ...all(maybe(decimal), 'price', 'size', 'fee', 'realisedPnl'),
  },
  margin: {
    currency: words,
    ...all(maybe(decimal), 'walletBalance', 'equity', 'available', 'initialMargin', 'maintenanceMargin'),
    marginRatio: maybe(decimal),
  },
  instrument: {
    kind: maybe(oneOf('spot', 'perpetual', 'future', 'option', 'index')),
    ...all(maybe(words), 'base', 'quote', 'settle', 'state'),
    ...all(maybe(decimal), 'contractValue', 'tickSize', 'lotSize', 'lastPrice', 'markPrice', 'indexPrice'),
    ...all(maybe(decimal), 'fundingRate', 'openInterest', 'volume24h'),
    inverse: maybe(yesOrNo),
    nextFundingAt: maybe(time),
  },
  quote: all(maybe(decimal), 'bidPrice', 'bidSize', 'askPrice', 'askSize'),
  tradeBin1m: {
    ...all(maybe(decimal), 'open', 'high', 'low', 'close', 'volume', 'vwap'),
    trades: maybe(count),
    time,
  },
};
const tradeRules: Readonly<Record<string, Rule>> = {
  ...all(words, 'venue', 'symbol', 'id'),
  side,
  ...all(decimal, 'price', 'size'),
  ...all(time, 'time', 'receivedAt'),
  backfilled: yesOrNo,
};
