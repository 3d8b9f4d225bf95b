/**
 * What a version is, and which of two is newer: semantic versioning without build metadata. Plain JavaScript,
 * because the scripts that pack and sign a version run without a build.
 */

export const versionPattern =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(-[0-9a-z]{1,20}(\.[0-9a-z]{1,20}){0,3})?$/;

/**
 * False for what is no version: nothing is newer than what cannot be read.
 *
 * @param {string} version @param {string} than
 */
export function isNewer(version, than) {
  if (!versionPattern.test(version) || !versionPattern.test(than)) return false;
  return compare(parts(version), parts(than)) > 0;
}

/**
 * A final version counts as newer than its candidates, so its end is a part that beats every word.
 *
 * @param {string} version @returns {readonly string[]}
 */
function parts(version) {
  const [numbers = '', candidate] = version.split('-');
  return [...numbers.split('.'), ...(candidate === undefined ? [final] : candidate.split('.'))];
}

/** @param {readonly string[]} left @param {readonly string[]} right */
function compare(left, right) {
  for (let place = 0; place < Math.max(left.length, right.length); place += 1) {
    const order = comparePart(left[place] ?? '', right[place] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** Nothing < number < word < final. @param {string} left @param {string} right */
function comparePart(left, right) {
  const kinds = kindOf(left) - kindOf(right);
  if (kinds !== 0) return kinds;
  if (kindOf(left) === 1) return Number(left) - Number(right);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** @param {string} part */
function kindOf(part) {
  if (part === '') return 0;
  if (/^\d+$/.test(part)) return 1;
  return part === final ? 3 : 2;
}

const final = '~';
