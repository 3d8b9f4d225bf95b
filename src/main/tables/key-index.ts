/**
 * Finds rows by their key fields in the same time whatever the table's size: nested maps, one level a field,
 * where a branch with a single row is that row. No string is built for a look-up, which would cost more than
 * the rest of an update: most ids are numbers too long for the engine's cache of number strings.
 */
import { isLossless } from '../exchanges/exact-json.ts';
import type { Item } from '../exchanges/exchange.ts';

/** What a row holds of itself, so that it can be compared and found again. */
export interface Indexed {
  item: Item;
}

export interface KeyIndex<T extends Indexed> {
  find(item: Item): T | undefined;
  /** The row's key fields must be complete and not in the index yet. */
  add(row: T): void;
  /** The row must be in the index. */
  remove(row: T): void;
}

type KeyValue = string | number | boolean | null;
type Branch<T> = Map<KeyValue, Branch<T> | T>;

/** One key field's value; undefined where there is none that could be found again. */
export function keyValue(value: unknown): KeyValue | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === null) return null;
  return isLossless(value) ? value.toString() : undefined;
}

export function createKeyIndex<T extends Indexed>(keys: readonly string[]): KeyIndex<T> {
  const root: Branch<T> = new Map();

  return {
    find(item) {
      let node: Branch<T> | T | undefined = root;
      for (const name of keys) {
        if (!(node instanceof Map)) return isSameRow(node, item) ? node : undefined;
        const value = keyValue(item[name]);
        if (value === undefined) return undefined;
        node = node.get(value);
        if (node === undefined) return undefined;
      }
      return node instanceof Map ? undefined : node;
    },
    add(row) {
      let branch = root;
      for (let level = 0; level < keys.length; level += 1) {
        const value = valueAt(row, level);
        const node = branch.get(value);
        if (node instanceof Map) {
          branch = node;
        } else if (node === undefined) {
          branch.set(value, row);
          return;
        } else {
          const next: Branch<T> = new Map([[valueAt(node, level + 1), node]]);
          branch.set(value, next);
          branch = next;
        }
      }
    },
    remove(row) {
      const path: { readonly branch: Branch<T>; readonly value: KeyValue }[] = [];
      let branch = root;
      for (let level = 0; level < keys.length; level += 1) {
        const value = valueAt(row, level);
        const node = branch.get(value);
        path.push({ branch, value });
        if (!(node instanceof Map)) break;
        branch = node;
      }
      // The row's own place, and then every branch that this has left empty.
      for (let step = path.pop(); step !== undefined; step = path.pop()) {
        step.branch.delete(step.value);
        if (step.branch.size > 0) return;
      }
    },
  };

  function isSameRow(row: T, item: Item): boolean {
    return keys.every((name) => keyValue(row.item[name]) === keyValue(item[name]));
  }

  function valueAt(row: T, level: number): KeyValue {
    return keyValue(row.item[keys[level] ?? '']) ?? null;
  }
}
