/** Knows orders and executions without an id: nothing tells one from the next, so that none of them is shown. */
import type { Exchange } from '../exchanges/exchange.ts';
import type { RowChange } from '../tables/table-store.ts';

/** Asked of rows as they come: a later change of one is found by the id that it came with. */
export function isNameless({ rows }: Exchange, { table, action, item }: RowChange): boolean {
  if (action === 'update' || action === 'delete') return false;
  if (table !== 'order' && table !== 'execution') return false;
  return rows[table]?.(item, { instrument: () => null })?.id === '';
}
