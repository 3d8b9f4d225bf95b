/** Says whether two rows of Vigil's own tables show the same. Pure. */

/** Compares field by field; a field that is a plain object is compared field by field too, a list by identity. */
export function isSameRow(left: object | undefined, right: object): boolean {
  if (left === right) return true;
  if (left === undefined) return false;
  const before = new Map(Object.entries(left));
  const after = Object.entries(right);
  return before.size === after.length && after.every(([key, value]) => isSameValue(before.get(key), value));
}

function isSameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  return isPlain(left) && isPlain(right) && isSameRow(left, right);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
