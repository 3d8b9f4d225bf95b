/** One field of comma-separated values as RFC 4180 has it, safe to open in a spreadsheet. Pure. */

/** null: empty. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = safeInSpreadsheet(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A venue's words may look like a formula, which a spreadsheet would run; a plain number may start with a sign. */
export function safeInSpreadsheet(text: string): string {
  const isFormula = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) || /^[\t\r\n]/.test(text);
  return isFormula && !/^[+-]?[\d.]+(?:e[+-]?\d+)?$/i.test(text) ? `'${text}` : text;
}
