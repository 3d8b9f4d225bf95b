/** The order of rows: sorted, or held with newcomers put where they belong. */

export type SortValue = number | string | null;
export type Compare = (a: string, b: string) => number;

/** Compares keys by a value of their rows; what has no value comes last in both directions. */
export function compareBy(sortValue: (key: string) => SortValue, descending: boolean): Compare {
  const direction = descending ? -1 : 1;
  return (a, b) => {
    const left = sortValue(a);
    const right = sortValue(b);
    if (left === right) return byKey(a, b);
    if (left === null) return 1;
    if (right === null) return -1;
    const order = compareValues(left, right);
    return order === 0 ? byKey(a, b) : order * direction;
  };
}

/** `before` without those that left; newcomers go before the first row that should follow them. */
export function keepOrder(
  before: readonly string[],
  keys: readonly string[],
  compare: Compare,
): readonly string[] {
  const now = new Set(keys);
  const kept = before.filter((key) => now.has(key));
  const known = new Set(kept);
  for (const key of keys.filter((one) => !known.has(one)).sort(compare)) {
    const at = kept.findIndex((other) => compare(key, other) < 0);
    kept.splice(at < 0 ? kept.length : at, 0, key);
  }
  return kept;
}

function compareValues(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

// Equal rows keep one order, so that they don't swap places at every sort.
function byKey(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
