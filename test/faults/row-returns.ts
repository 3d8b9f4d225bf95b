/** Counts rows that one snapshot takes out of a table and a later one brings back. */
import type { RowChange, TableStore } from '../../src/main/tables/table-store.ts';

export interface RowReturns {
  /** Sees every change when it is told, and the tables as they are then. */
  saw(change: RowChange, store: TableStore): void;
  readonly count: number;
}

export function rowReturns(): RowReturns {
  const gone = new Set<string>();
  let count = 0;
  return {
    saw({ action, table, key }, store) {
      if (action === 'update') return;
      const name = `${table} ${key}`;
      const isThere = store.get(table, key) !== null;
      if (action === 'delete' && !isThere) gone.add(name);
      // A level of the book that comes back by itself is inserted.
      else if (gone.delete(name) && action === 'partial' && isThere) count += 1;
    },
    get count() {
      return count;
    },
  };
}
