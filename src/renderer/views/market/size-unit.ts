/** What sizes of a market are counted in. */
import type { InstrumentView } from '../../../preload/contract/views.ts';

/** null where it is not known. */
export function sizeUnit(row: InstrumentView | undefined): string | null {
  if (row === undefined || row.kind === null) return null;
  if (row.kind === 'spot' || row.kind === 'index') return row.base;
  // A contract of an inverse market is usually worth one unit of the quote currency.
  if (row.inverse === true && row.contractValue !== null && Number(row.contractValue) === 1) return row.quote;
  return 'ct';
}
