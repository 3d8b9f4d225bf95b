/** Native items as canonical rows: the venue's file reads the fields, this adds whose they are and what follows. */
import type { CanonicalRows, CanonicalTable } from '../../preload/contract/rows.ts';
import type { Exchange, Item, RowContext, RowFields } from '../exchanges/exchange.ts';
import { isoMicros } from '../feeds/clock.ts';
import { contractOf, leftToFill, marginRatio, notional, unrealisedPnl } from './derive.ts';

/** The feed an item came from. */
export interface RowSource {
  readonly exchange: Exchange;
  readonly venue: string;
  readonly account: string | null;
}

/**
 * null where the venue's file has no such row, or the item is none. `receivedMs` is wall clock. Without a
 * `context` no figure is derived from the instrument.
 */
export function canonicalRow<T extends CanonicalTable>(
  source: RowSource,
  table: T,
  item: Item,
  receivedMs: number,
  context: RowContext | null,
): CanonicalRows[T] | null {
  const view: View<T> | undefined = source.exchange.rows[table];
  const fields = view?.(item, context ?? nothingKnown) ?? null;
  if (fields === null) return null;
  const owner = { venue: source.venue, account: source.account, receivedAt: isoMicros(receivedMs) };
  const complete: Complete<T> = completions[table];
  return complete(owner, fields, (symbol) => contractFor(source.exchange, symbol, context));
}

export function isCanonical(table: string): table is CanonicalTable {
  return Object.hasOwn(completions, table);
}

interface Owner {
  readonly venue: string;
  readonly account: string | null;
  readonly receivedAt: string;
}
type View<T extends CanonicalTable> = (item: Item, context: RowContext) => RowFields<T> | null;
type Complete<T extends CanonicalTable> = (
  owner: Owner,
  fields: RowFields<T>,
  contract: (symbol: string | null) => ReturnType<typeof contractOf>,
) => CanonicalRows[T] | null;

// What the venue says counts; only what it leaves out is derived.
const completions: { readonly [T in CanonicalTable]: Complete<T> } = {
  // One whose size cannot be read counts as open: it must not be shown as none.
  position(owner, fields, contract) {
    const row = { ...owner, ...fields };
    if (row.notional !== null && row.unrealisedPnl !== null) return row;
    const terms = contract(row.symbol);
    return {
      ...row,
      notional: row.notional ?? notional(row.size, row.markPrice, terms),
      unrealisedPnl: row.unrealisedPnl ?? unrealisedPnl(row.size, row.entryPrice, row.markPrice, terms),
    };
  },
  margin(owner, fields) {
    const ratio = fields.marginRatio ?? marginRatio(fields.maintenanceMargin, fields.equity);
    return { ...owner, ...fields, marginRatio: ratio };
  },
  // Without its id nothing would tell it from the next one that lacks it.
  order(owner, fields) {
    if (fields.id === '') return null;
    const remaining = fields.remaining ?? leftToFill(fields.status, fields.size, fields.filled);
    return { ...owner, ...fields, remaining };
  },
  execution: (owner, fields) => (fields.id === '' ? null : { ...owner, ...fields }),
  instrument: (owner, fields) => ({ ...owner, ...fields }),
  quote: (owner, fields) => ({ ...owner, ...fields }),
  tradeBin1m: (owner, fields) => ({ ...owner, ...fields }),
};

function contractFor(exchange: Exchange, symbol: string | null, context: RowContext | null) {
  const item = symbol === null || context === null ? null : context.instrument(symbol);
  const fields = item === null || context === null ? null : exchange.rows.instrument?.(item, context);
  return fields === null || fields === undefined ? null : contractOf(fields);
}

const nothingKnown: RowContext = { instrument: () => null };
