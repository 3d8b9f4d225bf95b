/** The newest items of an endless list. */

export interface Ring<T> {
  push(item: T): void;
  readonly size: number;
  readonly last: T | undefined;
  /** The newest `count`, oldest first. */
  newest(count: number): T[];
}

export function createRing<T>(capacity: number): Ring<T> {
  const items: T[] = [];
  let oldest = 0;
  return {
    push(item) {
      if (items.length < capacity) {
        items.push(item);
      } else {
        items[oldest] = item;
        oldest = (oldest + 1) % capacity;
      }
    },
    get size() {
      return items.length;
    },
    get last() {
      return items.at(items.length < capacity ? -1 : oldest - 1);
    },
    newest(count) {
      const ordered = items.slice(oldest).concat(items.slice(0, oldest));
      return count >= ordered.length ? ordered : ordered.slice(ordered.length - count);
    },
  };
}
