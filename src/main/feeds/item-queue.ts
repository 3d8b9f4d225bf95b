/** A bounded queue that is read as an async iterator; a slow reader loses the oldest, and is told how many. */
import type { Action, Item } from '../exchanges/exchange.ts';

export interface FeedItem {
  readonly item: Item;
  readonly symbol: string | null;
  readonly table: string;
  readonly action: Action;
}

export interface ItemStream extends AsyncIterableIterator<FeedItem> {
  /** Oldest items thrown away because nobody read them in time. */
  readonly lost: number;
}

/** Hands every item to every reader. */
export class ItemFanOut {
  readonly #queues = new Set<ItemQueue>();
  #isOver = false;

  open(limit: number): ItemStream {
    const queue = new ItemQueue(limit, (ended) => this.#queues.delete(ended));
    if (this.#isOver) queue.end();
    else this.#queues.add(queue);
    return queue;
  }

  /** Whether anybody reads: most feeds have no readers, and their rows should cost nothing here. */
  get isRead(): boolean {
    return this.#queues.size > 0;
  }

  push(item: FeedItem): void {
    for (const queue of this.#queues) queue.push(item);
  }

  end(): void {
    this.#isOver = true;
    for (const queue of this.#queues) queue.end();
  }
}

class ItemQueue implements ItemStream {
  readonly #limit: number;
  readonly #closed: (queue: ItemQueue) => void;
  #items: FeedItem[] = [];
  #head = 0;
  #readers: ((result: IteratorResult<FeedItem>) => void)[] = [];
  #isOver = false;
  #lost = 0;

  /** `closed` is called once, when the reader stops or the feed ends. */
  constructor(limit: number, closed: (queue: ItemQueue) => void) {
    this.#limit = limit;
    this.#closed = closed;
  }

  get lost(): number {
    return this.#lost;
  }

  push(item: FeedItem): void {
    if (this.#isOver) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader({ value: item, done: false });
      return;
    }
    this.#items.push(item);
    if (this.#items.length - this.#head > this.#limit) {
      this.#take();
      this.#lost += 1;
    }
  }

  next(): Promise<IteratorResult<FeedItem>> {
    const value = this.#take();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    if (this.#isOver) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  return(): Promise<IteratorResult<FeedItem>> {
    this.#items = [];
    this.#head = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** No more will come: what is queued can still be read, and pending reads end. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const reader of this.#readers) reader({ value: undefined, done: true });
    this.#readers = [];
    this.#closed(this);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Moves a head instead of shifting the array, which would cost its whole length each time. */
  #take(): FeedItem | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#head += 1;
    if (this.#head > 1_024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
