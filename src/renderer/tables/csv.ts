/** Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet. */
import { csvField } from '../../preload/contract/csv.ts';

export function csv(head: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  return [head, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** `orders-2026-11-24-1432.csv`, in UTC. */
export function csvName(table: string, nowMs: number): string {
  const iso = new Date(nowMs).toISOString();
  return `${table}-${iso.slice(0, 10)}-${iso.slice(11, 13)}${iso.slice(14, 16)}.csv`;
}
