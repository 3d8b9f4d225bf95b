/** The order of rows: sorted, or held with newcomers put where they belong. */

export type SortValue = number | string | null;
export type Compare = (a: string, b: string) => number;

/** Prices sort by their number; the order needs no exactness that a double lacks. */
export function numeric(value: string | null): number | null {
  return value === null ? null : Number(value);
}

/** Asks for the value of a key once only, however many others the key is compared with. */
export function askedOnce<V>(read: (key: string) => V): (key: string) => V {
  const values = new Map<string, { readonly value: V }>();
  return (key) => {
    const known = values.get(key) ?? { value: read(key) };
    values.set(key, known);
    return known.value;
  };
}

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
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return keys.flatMap((key, at) => {
    const group = groups[at] ?? '';
    if (at > 0 && groups[at - 1] === group) return [{ key }];
    return [{ group, count: counts.get(group) ?? 0 }, { key }];
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
  const newcomers = keys.filter((key) => !known.has(key)).sort(compare);
  if (newcomers.length === 0) return kept;
  // A later newcomer never belongs before an earlier one, so one walk places them all.
  const merged: string[] = [];
  let next = 0;
  for (const key of kept) {
    for (let one = newcomers[next]; one !== undefined && compare(one, key) < 0; one = newcomers[next]) {
      merged.push(one);
      next += 1;
    }
    merged.push(key);
  }
  return [...merged, ...newcomers.slice(next)];
}

function compareValues(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

const collator = new Intl.Collator('en', { numeric: true });

// Equal rows keep one order, so that they don't swap places at every sort.
function byKey(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
