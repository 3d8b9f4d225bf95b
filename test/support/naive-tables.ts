/** Tables as one would write them without a thought for speed: lists, copies and searches. For comparison only. */
import type { Item } from '../../src/main/exchanges/exchange.ts';
import type { TableEvent } from '../../src/main/tables/table-store.ts';

export interface NaiveChange {
  readonly table: string;
  readonly action: string;
  readonly symbol: string | null;
  readonly item: Item;
}

interface NaiveTable {
  readonly keys: readonly string[];
  rows: Item[];
  /** Filters of the partials so far, newest last; an entry with `gone` forgets what it names. */
  covers: { readonly symbol: string | null; readonly gone: boolean }[];
}

export class NaiveTables {
  readonly tables = new Map<string, NaiveTable>();
  readonly changes: NaiveChange[] = [];
  readonly ringRows: number;
  early = 0;
  unknown = 0;

  constructor(ringRows: number) {
    this.ringRows = ringRows;
  }

  apply(event: TableEvent): void {
    if (event.action === 'partial') {
      this.#partial(event);
      return;
    }
    const table = this.tables.get(event.table);
    for (const row of event.rows) {
      const at = table === undefined || table.keys.length === 0 ? -1 : find(table, row);
      const known = table?.rows[at];
      const symbol = symbolOf(row) ?? (known === undefined ? null : symbolOf(known));
      if (table === undefined || !isCovered(table, symbol)) this.early += 1;
      else if (event.action === 'insert') this.#insert(event.table, table, row, 'insert');
      else if (known === undefined) this.unknown += 1;
      else if (event.action === 'update') {
        table.rows[at] = { ...known, ...row };
        this.#note(event.table, 'update', table.rows[at]);
      } else {
        table.rows.splice(at, 1);
        this.#note(event.table, 'delete', known);
      }
    }
  }

  invalidate(name: string, symbol: string | null): void {
    this.tables.get(name)?.covers.push({ symbol, gone: true });
  }

  #partial(event: TableEvent): void {
    const filter = event.filter ?? {};
    const table = this.tables.get(event.table) ?? { keys: event.keys ?? [], rows: [], covers: [] };
    this.tables.set(event.table, table);
    table.covers.push({ symbol: symbolOf(filter), gone: false });
    const gone = table.rows.filter(
      (row) =>
        Object.entries(filter).every(
          ([name, value]) => row[name] === value || (name !== 'symbol' && !(name in row)),
        ) && !(table.keys.length > 0 && event.rows.some((other) => isSame(table.keys, row, other))),
    );
    table.rows = table.rows.filter((row) => !gone.includes(row));
    if (table.keys.length > 0) for (const row of gone) this.#note(event.table, 'delete', row);
    for (const row of event.rows) this.#insert(event.table, table, row, 'partial');
  }

  #insert(name: string, table: NaiveTable, row: Item, action: string): void {
    const at = table.keys.length === 0 ? -1 : find(table, row);
    if (at >= 0) table.rows[at] = row;
    else table.rows.push(row);
    if (table.keys.length === 0) {
      const sameSymbol = table.rows.filter((other) => symbolOf(other) === symbolOf(row));
      if (sameSymbol.length > this.ringRows) table.rows.splice(table.rows.indexOf(sameSymbol[0] ?? row), 1);
    }
    this.#note(name, action, row);
  }

  #note(table: string, action: string, item: Item): void {
    this.changes.push({ table, action, symbol: symbolOf(item), item: structuredClone(item) });
  }
}

function isCovered(table: NaiveTable, symbol: string | null): boolean {
  let covered = false;
  const symbols = new Set<string>();
  let anything = false;
  for (const cover of table.covers) {
    if (cover.symbol === null) {
      covered = !cover.gone;
      anything = !cover.gone;
      if (cover.gone) symbols.clear();
    } else if (cover.symbol === symbol) {
      covered = !cover.gone;
    }
    if (cover.symbol !== null && cover.gone) symbols.delete(cover.symbol);
    if (cover.symbol !== null && !cover.gone) symbols.add(cover.symbol);
  }
  return symbol === null ? anything || symbols.size > 0 : covered;
}

function find(table: NaiveTable, row: Item): number {
  return table.rows.findIndex((other) => isSame(table.keys, row, other));
}

function isSame(keys: readonly string[], left: Item, right: Item): boolean {
  return keys.every((key) => left[key] === right[key]);
}

function symbolOf(item: Item): string | null {
  return typeof item.symbol === 'string' ? item.symbol : null;
}
