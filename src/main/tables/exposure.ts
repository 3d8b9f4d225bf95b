/** How much of an account is open: what makes an old number dangerous. */
import type { RowBoard } from './row-board.ts';

export interface OpenCounts {
  readonly positions: number;
  readonly orders: number;
}

export function openCounts(rows: RowBoard, venue: string, account: string): OpenCounts {
  let positions = 0;
  let orders = 0;
  for (const row of rows.all('position')) {
    if (row.venue === venue && row.account === account && row.side !== 'flat') positions += 1;
  }
  for (const row of rows.all('order')) {
    if (row.venue === venue && row.account === account && row.derived.closedMs === null) orders += 1;
  }
  return { positions, orders };
}
