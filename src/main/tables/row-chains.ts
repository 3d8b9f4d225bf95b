/**
 * The rows of a table in the order they came, and those of each symbol. Both are chained through the rows
 * themselves: joining and leaving cost a few writes, where a map and a set would hash every row of a large book.
 */

export interface Chained<T> {
  /** null for rows that name no symbol. Changes only while the row is in no chain of a symbol. */
  readonly symbol: string | null;
  older: T | null;
  newer: T | null;
  previousOfSymbol: T | null;
  nextOfSymbol: T | null;
}

export interface RowChains<T> {
  readonly size: number;
  readonly oldest: T | null;
  add(row: T): void;
  remove(row: T): void;
  joinSymbol(row: T): void;
  leaveSymbol(row: T): void;
  /** Copies, so that rows may leave while they are read. */
  all(): readonly T[];
  ofSymbol(symbol: string | null): readonly T[];
}

export function createRowChains<T extends Chained<T>>(): RowChains<T> {
  const symbols = new Map<string | null, { first: T }>();
  let oldest: T | null = null;
  let newest: T | null = null;
  let size = 0;

  function joinSymbol(row: T): void {
    const chain = symbols.get(row.symbol);
    if (chain === undefined) {
      symbols.set(row.symbol, { first: row });
      return;
    }
    row.nextOfSymbol = chain.first;
    chain.first.previousOfSymbol = row;
    chain.first = row;
  }

  function leaveSymbol(row: T): void {
    const { previousOfSymbol: previous, nextOfSymbol: next } = row;
    if (next !== null) next.previousOfSymbol = previous;
    if (previous !== null) previous.nextOfSymbol = next;
    else if (next !== null) symbols.set(row.symbol, { first: next });
    else symbols.delete(row.symbol);
    row.previousOfSymbol = null;
    row.nextOfSymbol = null;
  }

  return {
    get size() {
      return size;
    },
    get oldest() {
      return oldest;
    },
    add(row) {
      row.older = newest;
      if (newest === null) oldest = row;
      else newest.newer = row;
      newest = row;
      size += 1;
      joinSymbol(row);
    },
    remove(row) {
      if (row.older === null) oldest = row.newer;
      else row.older.newer = row.newer;
      if (row.newer === null) newest = row.older;
      else row.newer.older = row.older;
      row.older = null;
      row.newer = null;
      size -= 1;
      leaveSymbol(row);
    },
    joinSymbol,
    leaveSymbol,
    all() {
      const rows: T[] = [];
      for (let row = oldest; row !== null; row = row.newer) rows.push(row);
      return rows;
    },
    ofSymbol(symbol) {
      const rows: T[] = [];
      for (let row = symbols.get(symbol)?.first ?? null; row !== null; row = row.nextOfSymbol) rows.push(row);
      return rows;
    },
  };
}
