/** One published table in the window: a snapshot, the deltas after it, and who listens to which row. */
import type { ShownTable, ShownTables } from './shown-tables.ts';

export interface Table<T extends ShownTable> {
  readonly name: T;
  row(key: string): ShownTables[T] | undefined;
  keys(): readonly string[];
  /** Counts changes; the same number means that nothing changed. */
  version(): number;
  /** Counts snapshots; a new one is no change of the market. 0 until the first has come. */
  epoch(): number;
  subscribeRow(key: string, listener: () => void): () => void;
  /** Rows that came or went. */
  subscribeKeys(listener: () => void): () => void;
  /** Any change of any row. */
  subscribeAll(listener: () => void): () => void;
}

/** Rows by their keys. */
export type Entries<T extends ShownTable> = readonly (readonly [key: string, row: ShownTables[T]])[];

/** The whole table; the delta that follows it has `seq + 1`. */
export interface Snapshot<T extends ShownTable> {
  readonly seq: number;
  readonly rows: Entries<T>;
}

export interface Delta<T extends ShownTable> {
  readonly seq: number;
  readonly upserts: Entries<T>;
  readonly removes: readonly string[];
}

export interface TableSource<T extends ShownTable> {
  /** null when main did not answer; it is asked again. */
  snapshot(table: T): Promise<Snapshot<T> | null>;
  after(ms: number, run: () => void): void;
  scheduleFlush(flush: () => void, soon: boolean): void;
}

/** Deltas kept while a snapshot is awaited; beyond it, they are dropped and the hole is noticed. */
const mostBuffered = 1000;
const retryMs = 1000;

export function createTable<T extends ShownTable>(
  name: T,
  source: TableSource<T>,
  /** Whether a change must be painted in the next frame (a state), or may wait its turn (a price). */
  isUrgent: (before: ShownTables[T] | undefined, after: ShownTables[T]) => boolean = () => false,
): Table<T> & { start(): void; receive(delta: Delta<T>): void } {
  const rows = new Map<string, ShownTables[T]>();
  const rowListeners = new Map<string, Set<() => void>>();
  const keyListeners = new Set<() => void>();
  const allListeners = new Set<() => void>();
  const dirty = new Set<string>();
  let keyList: readonly string[] = [];
  let keysDirty = false;
  let version = 0;
  let epoch = 0;
  let seq: number | null = null;
  let asking = false;
  let buffer: Delta<T>[] = [];

  function ask(): void {
    if (asking) return;
    asking = true;
    seq = null;
    source.snapshot(name).then((snapshot) => {
      asking = false;
      if (snapshot === null) source.after(retryMs, ask);
      else replace(snapshot);
    });
  }

  function replace(snapshot: Snapshot<T>): void {
    const fresh = new Map(snapshot.rows);
    for (const key of rows.keys()) if (!fresh.has(key)) remove(key);
    for (const [key, row] of fresh) upsert(key, row);
    epoch += 1;
    keysDirty = true;
    seq = snapshot.seq;
    const kept = buffer;
    buffer = [];
    for (const delta of kept) receive(delta);
    changed(true);
  }

  function receive(delta: Delta<T>): void {
    if (seq === null) {
      if (buffer.length < mostBuffered) buffer.push(delta);
      return;
    }
    if (delta.seq <= seq) return;
    if (delta.seq !== seq + 1) {
      buffer.push(delta);
      ask();
      return;
    }
    seq = delta.seq;
    let urgent = false;
    for (const [key, row] of delta.upserts) {
      urgent ||= isUrgent(rows.get(key), row);
      upsert(key, row);
    }
    for (const key of delta.removes) remove(key);
    changed(urgent);
  }

  function upsert(key: string, row: ShownTables[T]): void {
    if (!rows.has(key)) keysDirty = true;
    rows.set(key, row);
    dirty.add(key);
  }

  function remove(key: string): void {
    if (!rows.delete(key)) return;
    keysDirty = true;
    dirty.add(key);
  }

  function changed(urgent: boolean): void {
    version += 1;
    source.scheduleFlush(flush, urgent);
  }

  function flush(): void {
    const keys = [...dirty];
    dirty.clear();
    if (keysDirty) {
      keysDirty = false;
      keyList = [...rows.keys()];
      notify(keyListeners);
    }
    for (const key of keys) {
      const listeners = rowListeners.get(key);
      if (listeners !== undefined) notify(listeners);
    }
    notify(allListeners);
  }

  return {
    name,
    row: (key) => rows.get(key),
    keys: () => keyList,
    version: () => version,
    epoch: () => epoch,
    subscribeRow(key, listener) {
      const listeners = rowListeners.get(key) ?? new Set();
      rowListeners.set(key, listeners);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && rowListeners.get(key) === listeners) rowListeners.delete(key);
      };
    },
    subscribeKeys: (listener) => subscribe(keyListeners, listener),
    subscribeAll: (listener) => subscribe(allListeners, listener),
    start: ask,
    receive,
  };
}

function subscribe(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function notify(listeners: ReadonlySet<() => void>): void {
  for (const listener of [...listeners]) listener();
}
