/** Which symbols of a table a partial has covered, so that deltas may be applied to them. */

export interface Coverage {
  /** `undefined`: the row does not name a symbol. */
  includes(symbol: string | null | undefined): boolean;
  /** null: everything. */
  add(symbol: string | null): void;
  remove(symbol: string | null): void;
}

export function createCoverage(): Coverage {
  let everything = false;
  const covered = new Set<string>();
  const taken = new Set<string>();
  return {
    includes(symbol) {
      if (everything) return taken.size === 0 || typeof symbol !== 'string' || !taken.has(symbol);
      // A row that names no symbol may belong to any of the covered ones.
      return typeof symbol === 'string' ? covered.has(symbol) : covered.size > 0;
    },
    add(symbol) {
      if (symbol === null) {
        everything = true;
        taken.clear();
      } else {
        covered.add(symbol);
        taken.delete(symbol);
      }
    },
    remove(symbol) {
      if (symbol === null) {
        everything = false;
        covered.clear();
        taken.clear();
      } else {
        covered.delete(symbol);
        if (everything) taken.add(symbol);
      }
    },
  };
}
