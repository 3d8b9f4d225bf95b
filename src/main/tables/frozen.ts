/** Makes items unchangeable, so that no reader can change the store through what it was handed. */
import type { Item } from '../exchanges/exchange.ts';

export function frozen(item: Item): Item {
  for (const name in item) {
    const value = item[name];
    if (typeof value === 'object' && value !== null) freezeInside(value);
  }
  return Object.freeze(item);
}

/** `update` over `before` as a new item; parts that are taken from `before` are frozen already. */
export function merged(before: Item, update: Item): Item {
  for (const name in update) {
    const value = update[name];
    if (typeof value === 'object' && value !== null) freezeInside(value);
  }
  // A spread, not Object.assign: an item may have a field called `__proto__`, which assign would obey.
  return Object.freeze({ ...before, ...update });
}

// A stack of its own: the depth of a frame is the venue's choice.
function freezeInside(value: object): void {
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const inner of Object.values(next)) {
      if (typeof inner === 'object' && inner !== null) open.push(inner);
    }
  }
}
