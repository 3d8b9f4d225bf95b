/** Which rows of a partial a channel takes for its own. */
import type { Channel, Item } from '../exchanges/exchange.ts';
import type { TableEvent } from '../tables/table-store.ts';

/** The symbol that a partial covers; null: all. */
export function coveredSymbol(filter: Item | null): string | null {
  const symbol = filter?.symbol;
  return typeof symbol === 'string' ? symbol : null;
}

/** Of a partial that covers all symbols, a channel of one symbol takes its own rows. */
export function shareOf({ symbol }: Channel, event: TableEvent): TableEvent {
  if (symbol === null || coveredSymbol(event.filter) !== null) return event;
  const rows = event.rows.filter((row) => row.symbol === symbol);
  return { ...event, filter: { ...event.filter, symbol }, rows };
}
