/** Compares what the stream of an account has told with what REST says, table by table. */
import type { AccountProtocol, AccountTable, Failure, Known } from '../exchanges/account.ts';
import type { Item } from '../exchanges/exchange.ts';
import type { TableEvent, TableStore } from '../tables/table-store.ts';
import { type Common, differences, isContained, news, readTable } from './account-reads.ts';
import type { Clock } from './clock.ts';
import { isFinal } from './failure-words.ts';
import type { LookAnswer } from './health-types.ts';
import type { Logins } from './logins.ts';
import type { PrivateReader } from './private-reader.ts';

export interface ComparisonOptions {
  readonly protocol: AccountProtocol;
  readonly reader: PrivateReader | null;
  readonly store: TableStore;
  readonly logins: Logins;
  readonly clock: Clock;
}

export interface ComparisonPorts {
  known(topic: string): Known;
  common(topic: string): Common;
  /** Venue time up to which nothing of a history can be missing; null while there is none. */
  goodMs(topic: string): number | null;
  /** Nothing differed. */
  good(topic: string, startedMs: number): void;
  isLoading(topic: string): boolean;
  /** REST does not take the key any more, whatever the stream does. */
  failed(failure: Failure): void;
  /** What changes without a message: figures such as profits, and rows that only REST tells of. */
  refresh(event: TableEvent): void;
}

export class AccountComparison {
  readonly #options: ComparisonOptions;
  readonly #ports: ComparisonPorts;

  constructor(options: ComparisonOptions, ports: ComparisonPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  async look(topic: string): Promise<LookAnswer> {
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

  /** The differences, or why there was no comparison. */
  async #compare(topic: string): Promise<ReadonlyMap<string, string> | string> {
    const { protocol, reader, store, logins } = this.#options;
    const table = protocol.tables[topic];
    if (table === undefined || reader === null) return 'there is nothing to compare with';
    const startedMs = logins.venueMs();
    const sinceMs = table.covers === 'history' ? (this.#ports.goodMs(topic) ?? startedMs) : startedMs;
    const known = { ...this.#ports.known(topic), sinceMs };
    const outcome = await readTable(table, known, reader, this.#ports.common(topic));
    if (!outcome.ok) {
      if (isFinal(outcome.failure.cause)) this.#ports.failed(outcome.failure);
      return outcome.failure.message;
    }
    if (this.#ports.isLoading(topic)) return 'the account is being read anew';
    const { rows } = outcome.value;
    const found = differences(topic, table, rows, store);
    this.#refresh(topic, 'insert', news(topic, table, rows, store));
    if (found.size === 0) {
      this.#ports.good(topic, startedMs);
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

const confirmMs = 1_500;
