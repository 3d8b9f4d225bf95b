/**
 * The rows of each symbol, chained through the rows themselves: joining and leaving cost a few writes, where
 * a set per symbol would cost a hash for every row of a large book.
 */

export interface Chained<T> {
  /** null for rows that name no symbol. */
  readonly symbol: string | null;
  previous: T | null;
  next: T | null;
}

export interface SymbolGroups<T> {
  join(row: T): void;
  leave(row: T): void;
  /** A copy, so that rows may leave while it is read. */
  rowsOf(symbol: string | null): readonly T[];
}

export function createSymbolGroups<T extends Chained<T>>(): SymbolGroups<T> {
  const groups = new Map<string | null, { newest: T | null }>();
  return {
    join(row) {
      let group = groups.get(row.symbol);
      if (group === undefined) {
        group = { newest: null };
        groups.set(row.symbol, group);
      }
      row.next = group.newest;
      if (group.newest !== null) group.newest.previous = row;
      group.newest = row;
    },
    leave(row) {
      if (row.next !== null) row.next.previous = row.previous;
      if (row.previous !== null) row.previous.next = row.next;
      else if (row.next === null) groups.delete(row.symbol);
      else groups.set(row.symbol, { newest: row.next });
      row.previous = null;
      row.next = null;
    },
    rowsOf(symbol) {
      const rows: T[] = [];
      for (let row = groups.get(symbol)?.newest ?? null; row !== null; row = row.next) rows.push(row);
      return rows;
    },
  };
}
