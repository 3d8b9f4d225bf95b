/** The published tables whose rows come from venues, and how much is kept of each. */
import type { CanonicalTable } from '../../preload/contract/rows.ts';
import type { RowLimits } from './live-rows.ts';

export type RowTable = Exclude<CanonicalTable, 'tradeBin1m'>;

/** Ahead of market data, in this order. */
export const accountTables = ['position', 'order', 'execution', 'margin'] as const satisfies RowTable[];
export const marketTables = ['instrument', 'quote'] as const satisfies RowTable[];

export const rowLimits: { readonly [T in RowTable]: RowLimits } = {
  position: { maxRows: 5_000, maxUnseen: 2_000 },
  order: { maxRows: 20_000, maxUnseen: 2_000 },
  execution: { maxRows: 5_000, maxUnseen: 2_000 },
  margin: { maxRows: 1_000, maxUnseen: 1_000 },
  instrument: { maxRows: 10_000, maxUnseen: 2_000 },
  quote: { maxRows: 10_000, maxUnseen: 2_000 },
};

export function isRowTable(table: string): table is RowTable {
  return Object.hasOwn(rowLimits, table);
}

export function isMarketTable(table: RowTable): boolean {
  return marketTables.some((name) => name === table);
}
