/** Exact sums of decimal strings, for totals that only the window shows. */

const decimal = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** Text that is no plain decimal is left out. */
export function sum(values: readonly string[]): string {
  const parsed = values.map((value) => decimal.exec(value)).filter((match) => match !== null);
  const places = Math.max(0, ...parsed.map((match) => match[3]?.length ?? 0));
  let total = 0n;
  for (const [, sign, whole, fraction = ''] of parsed) {
    const scaled = BigInt(`${whole}${fraction.padEnd(places, '0')}`);
    total += sign === '-' ? -scaled : scaled;
  }
  return pointed(total, places);
}

export function negated(value: string): string {
  if (value.startsWith('-')) return value.slice(1);
  return `-${value.replace(/^\+/, '')}`;
}

function pointed(scaled: bigint, places: number): string {
  const sign = scaled < 0n ? '-' : '';
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  return places === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
