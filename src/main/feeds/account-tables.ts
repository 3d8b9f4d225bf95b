/**
 * The tables of one account: reads the snapshots that the stream does not push, holds live rows back
 * meanwhile, drops what comes late or twice, and compares stream and REST now and then.
 */
import type { AccountProtocol, AccountTable, Failure, Known } from '../exchanges/account.ts';
import type { Item } from '../exchanges/exchange.ts';
import type { TableEvent, TableStore } from '../tables/table-store.ts';
import { differences, isContained, news, readTable, type TableRead } from './account-reads.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { Clock } from './clock.ts';
import { isFinal } from './failure-words.ts';
import type { LookAnswer } from './health-types.ts';
import type { Logins } from './logins.ts';
import type { PrivateReader } from './private-reader.ts';

export interface AccountTablesOptions {
  readonly protocol: AccountProtocol;
  readonly logins: Logins;
  readonly reader: PrivateReader | null;
  readonly store: TableStore;
  readonly clock: Clock;
  readonly guard: (run: () => void) => void;
}

export interface AccountTablesPorts {
  /** Into the tables, as if the stream had brought it. */
  apply(event: TableEvent): void;
  /** Rows of a history that were missed, oldest first; also when there were none. */
  refill(runtime: ChannelRuntime, event: TableEvent): void;
  /** What changes without a message: figures such as profits, and rows that only REST tells of. */
  refresh(event: TableEvent): void;
  failed(runtime: ChannelRuntime, failure: Failure): void;
  /** A table was read; `limit`: the key may read a part of it only. */
  read(limit: Failure | null): void;
}

interface Load {
  readonly runtime: ChannelRuntime;
  readonly held: TableEvent[];
  isOver: boolean;
}

export class AccountTables {
  readonly #options: AccountTablesOptions;
  readonly #ports: AccountTablesPorts;
  readonly #loads = new Map<string, Load>();
  /** Venue time of the last whole read or clean comparison, by table. */
  readonly #goodMs = new Map<string, number>();

  constructor(options: AccountTablesOptions, ports: AccountTablesPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  /** The stream pushes no snapshot of this table: one is read. */
  loads(topic: string): boolean {
    return this.#table(topic)?.snapshotByRest === true;
  }

  /** A loss leaves nothing wrong in it, so that nothing has to wait for a snapshot but what was missed. */
  keeps(topic: string): boolean {
    return this.loads(topic) && this.#table(topic)?.covers === 'history' && this.#goodMs.has(topic);
  }

  canLook(topic: string): boolean {
    return this.#options.reader !== null && this.#table(topic) !== null;
  }

  /** The venue sends this channel's changes from now on. */
  subscribed(runtime: ChannelRuntime): void {
    const { topic } = runtime.channel;
    if (!this.loads(topic)) return;
    this.#end(topic);
    const load: Load = { runtime, held: [], isOver: false };
    this.#loads.set(topic, load);
    this.#load(load, 0);
  }

  /** The connection ended, and with it what was being read. */
  reset(): void {
    for (const topic of [...this.#loads.keys()]) this.#end(topic);
  }

  /** What of a live event counts now. */
  admit(event: TableEvent): TableEvent | 'held' | 'out-of-date' {
    if (event.action === 'partial') return event;
    const load = this.#loads.get(event.table);
    if (load === undefined) return this.#fresh(event);
    // A read that takes this long begins again, so that what is held back stays small.
    if (load.held.length < mostHeld) load.held.push(event);
    else this.subscribed(load.runtime);
    return 'held';
  }

  /** One comparison of stream and REST. */
  async look(runtime: ChannelRuntime): Promise<LookAnswer> {
    const { topic } = runtime.channel;
    const first = await this.#compare(topic);
    if (typeof first === 'string') return { kind: 'failed', why: first };
    if (first.size === 0) return { kind: 'nothing-newer' };
    // What differs may be on its way to us: only what stays the same twice is lost.
    await new Promise<void>((resolve) => this.#options.clock.after(confirmMs, resolve));
    const second = await this.#compare(topic);
    if (typeof second === 'string') return { kind: 'failed', why: second };
    const isLasting = [...second].some(([key, words]) => first.get(key) === words);
    return isLasting ? { kind: 'newer', newestId: null } : { kind: 'nothing-newer' };
  }

  #table(topic: string): AccountTable | null {
    return this.#options.protocol.tables[topic] ?? null;
  }

  #end(topic: string): void {
    const load = this.#loads.get(topic);
    if (load !== undefined) load.isOver = true;
    this.#loads.delete(topic);
  }

  #known(topic: string, sinceMs: number): Known {
    const { logins, store } = this.#options;
    return {
      sinceMs: this.#goodMs.has(topic) || this.#table(topic)?.covers === 'whole' ? sinceMs : sinceMs - dayMs,
      nowMs: logins.venueMs(),
      *rows(table) {
        for (const [, item] of store.rows(table)) yield item;
      },
    };
  }

  #load(load: Load, tries: number): void {
    const { reader, logins, guard } = this.#options;
    const { runtime } = load;
    const { topic } = runtime.channel;
    const table = this.#table(topic);
    if (table === null) return;
    if (reader === null) {
      this.#end(topic);
      this.#ports.failed(runtime, noAddress);
      return;
    }
    const startedMs = logins.venueMs();
    const known = this.#known(topic, (this.#goodMs.get(topic) ?? startedMs) - slackMs);
    void readTable(table, known, reader).then((outcome) =>
      guard(() => {
        if (load.isOver) return;
        if (outcome.ok) this.#loaded(load, outcome.value, startedMs);
        else this.#failed(load, outcome.failure, tries);
      }),
    );
  }

  #loaded(load: Load, { rows, limit }: TableRead, startedMs: number): void {
    const { runtime } = load;
    const { topic } = runtime.channel;
    const table = this.#table(topic);
    if (table === null) return;
    const isRefill = this.keeps(topic);
    this.#loads.delete(topic);
    this.#goodMs.set(topic, startedMs);
    this.#ports.read(limit);
    const { store } = this.#options;
    const event = { kind: 'table', table: topic, keys: table.keys, filter: {} } as const;
    if (isRefill) {
      const missed = rows.filter((row) => store.find(topic, row) === null);
      this.#ports.refill(runtime, { ...event, action: 'insert', rows: missed });
    } else {
      this.#ports.apply({ ...event, action: 'partial', rows: [...this.#past(topic, table, rows), ...rows] });
    }
    for (const held of load.held) {
      const fresh = this.#fresh(held);
      if (typeof fresh !== 'string') this.#ports.apply(fresh);
    }
  }

  /** Closed orders and flat positions that we saw ourselves stay: a read need not repeat them. */
  #past(topic: string, table: AccountTable, rows: readonly Item[]): readonly Item[] {
    const { store } = this.#options;
    const repeated = new Set(rows.map((row) => store.find(topic, row)));
    const past: Item[] = [];
    for (const [, have] of store.rows(topic)) {
      if (table.facts(have) === null && !repeated.has(have)) past.push(have);
    }
    return past;
  }

  #failed(load: Load, failure: Failure, tries: number): void {
    const { runtime } = load;
    const { clock } = this.#options;
    this.#ports.failed(runtime, failure);
    if (isFinal(failure.cause)) {
      this.#end(runtime.channel.topic);
      return;
    }
    const waitMs = failure.retryAfterMs ?? Math.min(longestMs, shortestMs * 2 ** tries);
    clock.after(waitMs, () => {
      if (!load.isOver) this.#load(load, Math.min(tries + 1, 10));
    });
  }

  /** Without the rows that are older than ours, or that we have; they come again after a reconnect. */
  #fresh(event: TableEvent): TableEvent | 'out-of-date' {
    const table = this.#table(event.table);
    if (table === null || event.action === 'delete') return event;
    const isHistory = table.covers === 'history';
    if (isHistory && event.action === 'update') return event;
    const { store } = this.#options;
    const lasting = event.action === 'insert' ? (table.lasting ?? []) : [];
    const rows = event.rows.flatMap((row) => {
      const have = store.find(event.table, row);
      if (have === null) return [row];
      return isHistory || table.isOlder(row, have) ? [] : [withLasting(row, have, lasting)];
    });
    return rows.length === 0 && event.rows.length > 0 ? 'out-of-date' : { ...event, rows };
  }

  /** The differences, or why there was no comparison. */
  async #compare(topic: string): Promise<ReadonlyMap<string, string> | string> {
    const { reader, store, logins } = this.#options;
    const table = this.#table(topic);
    if (table === null || reader === null) return 'there is nothing to compare with';
    const startedMs = logins.venueMs();
    const sinceMs = table.covers === 'history' ? (this.#goodMs.get(topic) ?? startedMs) : startedMs;
    const outcome = await readTable(table, { ...this.#known(topic, sinceMs), sinceMs }, reader);
    if (!outcome.ok) return outcome.failure.message;
    if (this.#loads.has(topic)) return 'the account is being read anew';
    const { rows } = outcome.value;
    const found = differences(topic, table, rows, store);
    this.#refresh(topic, 'insert', news(topic, table, rows, store));
    if (found.size === 0) {
      this.#goodMs.set(topic, startedMs);
      if (table.covers === 'whole') this.#refresh(topic, 'update', this.#moved(topic, table, rows));
    }
    return found;
  }

  #moved(topic: string, table: AccountTable, rows: readonly Item[]): readonly Item[] {
    const { store } = this.#options;
    return rows.filter((row) => {
      const have = store.find(topic, row);
      return have !== null && !table.isOlder(row, have) && !isContained(row, have);
    });
  }

  #refresh(table: string, action: 'insert' | 'update', rows: readonly Item[]): void {
    if (rows.length > 0) {
      this.#ports.refresh({ kind: 'table', table, action, keys: null, filter: null, rows });
    }
  }
}

function withLasting(row: Item, have: Item, lasting: readonly string[]): Item {
  const kept = lasting.filter((name) => row[name] === undefined && have[name] !== undefined);
  return kept.length === 0 ? row : { ...row, ...Object.fromEntries(kept.map((name) => [name, have[name]])) };
}

const noAddress: Failure = {
  cause: 'permission',
  message: 'the account is read over REST, and no REST address was given',
  retryAfterMs: null,
};
const mostHeld = 10_000;
const confirmMs = 1_500;
/** What happened shortly before we lost sight may have been lost on the way already. */
const slackMs = 60_000;
const dayMs = 24 * 60 * 60_000;
const shortestMs = 1_000;
const longestMs = 60_000;
