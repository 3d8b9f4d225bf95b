/** Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet. */

export function csv(head: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** `orders-2026-11-24-1432.csv`, in UTC. */
export function csvName(table: string, nowMs: number): string {
  const iso = new Date(nowMs).toISOString();
  return `${table}-${iso.slice(0, 10)}-${iso.slice(11, 13)}${iso.slice(14, 16)}.csv`;
}

function field(value: string | null): string {
  if (value === null) return '';
  // A leading = + @ or tab would run as a formula; a plain number may start with a sign.
  const risky = /^[=@\t\r]/.test(value) || (/^[+-]/.test(value) && !/^[+-]?[\d.]+$/.test(value));
  const safe = risky ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
