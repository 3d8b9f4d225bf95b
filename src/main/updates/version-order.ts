/** Which of two versions is newer, by the rules of semantic versioning without build metadata. */

export const versionPattern =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(-[0-9a-z]{1,20}(\.[0-9a-z]{1,20}){0,3})?$/;

/** False for what is no version: nothing is newer than what cannot be read. */
export function isNewer(version: string, than: string): boolean {
  if (!versionPattern.test(version) || !versionPattern.test(than)) return false;
  return compare(parts(version), parts(than)) > 0;
}

/** A final version counts as newer than its candidates, so its end is a part that beats every word. */
function parts(version: string): readonly string[] {
  const [numbers = '', candidate] = version.split('-');
  return [...numbers.split('.'), ...(candidate === undefined ? [final] : candidate.split('.'))];
}

function compare(left: readonly string[], right: readonly string[]): number {
  for (let place = 0; place < Math.max(left.length, right.length); place += 1) {
    const order = comparePart(left[place] ?? '', right[place] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** Nothing < number < word < final. */
function comparePart(left: string, right: string): number {
  const kinds = kindOf(left) - kindOf(right);
  if (kinds !== 0) return kinds;
  if (kindOf(left) === 1) return Number(left) - Number(right);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function kindOf(part: string): number {
  if (part === '') return 0;
  if (/^\d+$/.test(part)) return 1;
  return part === final ? 3 : 2;
}

const final = '~';
