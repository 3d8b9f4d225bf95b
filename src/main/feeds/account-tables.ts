/**
 * The tables of one account: reads what the stream does not push, be it the snapshot or what that leaves out,
 * holds live rows back where it must, drops what comes late or twice, and compares stream and REST now and then.
 */
import type { AccountProtocol, AccountTable, Failure, Known } from '../exchanges/account.ts';
import type { Item } from '../exchanges/exchange.ts';
import type { TableEvent, TableStore } from '../tables/table-store.ts';
import { AccountComparison } from './account-comparison.ts';
import { type Common, isContained, withCommon } from './account-reads.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { Clock } from './clock.ts';
import { failureWords, isFinal } from './failure-words.ts';
import type { LookAnswer } from './health-types.ts';
import type { Logins } from './logins.ts';
import type { PrivateReader } from './private-reader.ts';
import { TableLoad, type TableLoadPorts } from './table-load.ts';

export interface AccountTablesOptions {
  /** Its name. */
  readonly venue: string;
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
  /** Rows of a history that were missed, oldest first; also when there were none. `shortfall`: why there may be more. */
  refill(runtime: ChannelRuntime, event: TableEvent, shortfall: string | null): void;
  /** How many rows of a history came in behind its gap. */
  refilled(runtime: ChannelRuntime, count: number, shortfall: string | null): void;
  /** What changes without a message: figures such as profits, and rows that only REST tells of. */
  refresh(event: TableEvent): void;
  failed(runtime: ChannelRuntime, failure: Failure): void;
  /** A table was read; `limit`: but for what could not be, or may not. */
  read(limit: Failure | null): void;
}

interface Running {
  readonly runtime: ChannelRuntime;
  readonly load: TableLoad;
  /** Live rows that wait for the snapshot; null where the stream has brought its own. */
  readonly held: TableEvent[] | null;
}

export class AccountTables {
  readonly #options: AccountTablesOptions;
  readonly #ports: AccountTablesPorts;
  readonly #comparison: AccountComparison;
  readonly #running = new Map<string, Running>();
  /** Venue time of the last whole read or clean comparison, by table. */
  readonly #goodMs = new Map<string, number>();
  readonly #common = new Map<string, Common>();

  constructor(options: AccountTablesOptions, ports: AccountTablesPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#comparison = new AccountComparison(options, {
      known: (topic) => this.#known(topic),
      common: (topic) => this.#commonOf(topic),
      goodMs: (topic) => this.#goodMs.get(topic) ?? null,
      good: (topic, startedMs) => this.#goodMs.set(topic, startedMs),
      isLoading: (topic) => this.#running.has(topic),
      failed: ports.read,
      refresh: ports.refresh,
    });
  }

  /** A loss leaves nothing wrong in it, so that nothing has to wait for a snapshot but what was missed. */
  keeps(topic: string): boolean {
    return this.#table(topic)?.covers === 'history' && this.#isBegun(topic);
  }

  canLook(topic: string): boolean {
    return this.#options.reader !== null && this.#table(topic) !== null;
  }

  /** One comparison of stream and REST. */
  look({ channel }: ChannelRuntime): Promise<LookAnswer> {
    return this.#comparison.look(channel.topic);
  }

  /** The venue sends this channel's changes from now on: where it pushes no snapshot, one is read. */
  subscribed(runtime: ChannelRuntime): void {
    const { topic } = runtime.channel;
    const table = this.#table(topic);
    if (table?.snapshotByRest !== true) return;
    const held: TableEvent[] = [];
    this.#load(runtime, table, held, {
      loaded: ({ rows, shortfall }) => {
        const event = { kind: 'table', table: topic, keys: table.keys, filter: {} } as const;
        if (this.keeps(topic)) {
          const missed = this.#missing(topic, rows);
          this.#ports.refill(runtime, { ...event, action: 'insert', rows: missed }, shortfall);
        } else {
          const past = this.#past(topic, table, rows);
          this.#ports.apply({ ...event, action: 'partial', rows: [...past, ...rows] });
        }
        for (const late of held) {
          const fresh = this.#fresh(late);
          if (typeof fresh !== 'string') this.#ports.apply(fresh);
        }
      },
      failed: (failure) => this.#ports.failed(runtime, failure),
    });
  }

  /** What a partial of the stream comes to: nothing is gone because it is left out. */
  continued(event: TableEvent): TableEvent {
    const table = this.#table(event.table);
    if (table?.missedByRest !== true || !this.#isBegun(event.table)) return event;
    return this.keeps(event.table)
      ? { ...event, action: 'insert', rows: this.#missing(event.table, event.rows) }
      : { ...event, rows: [...this.#past(event.table, table, event.rows), ...event.rows] };
  }

  /** A partial of the stream is in: what it leaves out is read. `count`: its rows that came after a loss; null: no loss. */
  begun(runtime: ChannelRuntime, count: number | null): void {
    const { topic } = runtime.channel;
    const table = this.#table(topic);
    if (table?.missedByRest !== true) return;
    const { reader, venue } = this.#options;
    const isHistory = table.covers === 'history';
    let untold = isHistory ? count : null;
    const tell = (more: number, shortfall: string | null) => {
      if (untold !== null) this.#ports.refilled(runtime, untold + more, shortfall);
      if (untold !== null) untold = 0;
    };
    if (reader === null) {
      tell(0, noAddress);
      return;
    }
    let isHindered = false;
    this.#load(runtime, table, null, {
      loaded: ({ rows, shortfall }) => {
        const ended = (row: Item) => table.facts(row) === null && this.#isNews(topic, table, row);
        const missed = isHistory ? this.#missing(topic, rows) : rows.filter(ended);
        const event = { kind: 'table', table: topic, keys: null, filter: null } as const;
        this.#ports.apply({ ...event, action: 'insert', rows: missed });
        tell(missed.length, shortfall);
      },
      failed: (failure) => {
        if (!isHindered) tell(0, failureWords(failure, venue));
        isHindered = true;
        // What the stream tells counts all the same, unless it is the key that has failed.
        if (isFinal(failure.cause) && failure.cause !== 'permission') this.#ports.failed(runtime, failure);
        else this.#ports.read(failure);
      },
    });
  }

  /** The connection or the feed ended, and with it what was being read. */
  reset(): void {
    for (const topic of [...this.#running.keys()]) this.#end(topic);
  }

  /** What of a live event counts now. */
  admit(event: TableEvent): TableEvent | 'held' | 'out-of-date' {
    if (event.action === 'partial') return event;
    const running = this.#running.get(event.table);
    if (running === undefined || running.held === null) return this.#fresh(event);
    // A read that takes this long begins again, so that what is held back stays small.
    if (running.held.length < mostHeld) running.held.push(event);
    else this.subscribed(running.runtime);
    return 'held';
  }

  #table(topic: string): AccountTable | null {
    return this.#options.protocol.tables[topic] ?? null;
  }

  /** There has been a snapshot of it. */
  #isBegun(topic: string): boolean {
    return this.#options.store.tables().includes(topic);
  }

  #end(topic: string): void {
    this.#running.get(topic)?.load.end();
    this.#running.delete(topic);
  }

  #known(topic: string): Known {
    const { logins, store } = this.#options;
    const nowMs = logins.venueMs();
    const isFirst = this.#table(topic)?.covers === 'history' && !this.#goodMs.has(topic);
    return {
      sinceMs: (this.#goodMs.get(topic) ?? nowMs) - slackMs - (isFirst ? dayMs : 0),
      nowMs,
      *rows(table) {
        for (const [, item] of store.rows(table)) yield item;
      },
    };
  }

  #load(runtime: ChannelRuntime, table: AccountTable, held: Running['held'], ports: TableLoadPorts): void {
    const { topic } = runtime.channel;
    this.#end(topic);
    const load = new TableLoad(
      { ...this.#options, table, known: () => this.#known(topic), common: this.#commonOf(topic) },
      {
        loaded: (read, startedMs) => {
          this.#running.delete(topic);
          this.#goodMs.set(topic, startedMs);
          this.#ports.read(read.limit);
          ports.loaded(read, startedMs);
        },
        failed: (failure) => {
          if (isFinal(failure.cause)) this.#end(topic);
          ports.failed(failure);
        },
      },
    );
    this.#running.set(topic, { runtime, load, held });
    load.start();
  }

  #commonOf(topic: string): Common {
    const common = this.#common.get(topic) ?? {};
    this.#common.set(topic, common);
    return common;
  }

  #isNews(topic: string, table: AccountTable, row: Item): boolean {
    const have = this.#options.store.find(topic, row);
    return have === null || !(table.isOlder(row, have) || isContained(row, have));
  }

  #missing(topic: string, rows: readonly Item[]): readonly Item[] {
    return rows.filter((row) => this.#options.store.find(topic, row) === null);
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

  /** Without the rows that are older than ours, or that we have; they come again after a reconnect. */
  #fresh(event: TableEvent): TableEvent | 'out-of-date' {
    const table = this.#table(event.table);
    if (table === null || event.action === 'delete') return event;
    const isHistory = table.covers === 'history';
    if (isHistory && event.action === 'update') return event;
    const { store } = this.#options;
    const lasting = event.action === 'insert' ? (table.lasting ?? []) : [];
    const common = this.#commonOf(event.table);
    const rows = event.rows.flatMap((told) => {
      const row = withCommon(told, common);
      const have = store.find(event.table, row);
      if (have === null) return [row];
      return isHistory || table.isOlder(row, have) ? [] : [withLasting(row, have, lasting)];
    });
    return rows.length === 0 && event.rows.length > 0 ? 'out-of-date' : { ...event, rows };
  }
}

function withLasting(row: Item, have: Item, lasting: readonly string[]): Item {
  const kept = lasting.filter((name) => row[name] === undefined && have[name] !== undefined);
  return kept.length === 0 ? row : { ...row, ...Object.fromEntries(kept.map((name) => [name, have[name]])) };
}

const mostHeld = 10_000;
/** What happened shortly before we lost sight may have been lost on the way already. */
const slackMs = 60_000;
const dayMs = 24 * 60 * 60_000;
const noAddress = 'what else was missed is read over REST, and no REST address was given';
