/** The trades that are on the tape as a file, in the venue's digits. */
import type { TradeRow } from '../../../preload/contract/rows.ts';
import { venueName } from '../../store/venues.ts';
import { saveCsv } from '../../tables/save-csv.ts';
import type { TapeRow } from './tape-rows.ts';

export function exportTape(rows: readonly TapeRow[]): Promise<void> {
  const lines = rows.flatMap((row) => (row.kind === 'trade' ? [line(row.trade)] : []));
  return saveCsv({ name: 'trades', head, lines, one: 'trade', many: 'trades' });
}

const head = ['Venue', 'Symbol', 'Time', 'Side', 'Price', 'Size', 'Trade ID', 'Refilled', 'Received'];

function line(trade: TradeRow): readonly string[] {
  const { venue, symbol, time, side, price, size, id, backfilled, receivedAt } = trade;
  return [venueName(venue), symbol, time, side, price, size, id, backfilled ? 'yes' : 'no', receivedAt];
}
