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

/** Groups in the order of their names, and `compare` within each; what has no group comes last. */
export function compareGroups(groupOf: (key: string) => string | null, compare: Compare): Compare {
  return (a, b) => {
    const left = groupOf(a);
    const right = groupOf(b);
    if (left === right) return compare(a, b);
    if (left === null) return 1;
    if (right === null) return -1;
    return compareValues(left, right) || compare(a, b);
  };
}

/** Keys with the name of a group before the first of each. */
export function withGroupHeads(
  keys: readonly string[],
  groupOf: (key: string) => string | null,
): readonly ({ readonly key: string } | { readonly group: string; readonly count: number })[] {
  const groups = keys.map((key) => groupOf(key) ?? '');
  return keys.flatMap((key, at) => {
    const group = groups[at] ?? '';
    if (at > 0 && groups[at - 1] === group) return [{ key }];
    return [{ group, count: groups.filter((one) => one === group).length }, { key }];
  });
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
