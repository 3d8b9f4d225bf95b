/** Reads one table of an account: again, and ever more rarely, while that fails for now, until it is ended. */
import type { AccountTable, Failure, Known } from '../exchanges/account.ts';
import { type Common, readTable, type TableRead } from './account-reads.ts';
import type { Clock } from './clock.ts';
import { isFinal } from './failure-words.ts';
import type { Logins } from './logins.ts';
import type { PrivateReader } from './private-reader.ts';

export interface TableLoadOptions {
  readonly table: AccountTable;
  /** What is known before each attempt. */
  readonly known: () => Known;
  readonly common: Common;
  /** null where no REST address is known. */
  readonly reader: PrivateReader | null;
  readonly logins: Logins;
  readonly clock: Clock;
  readonly guard: (run: () => void) => void;
}

export interface TableLoadPorts {
  /** `startedMs`: venue time of the read. */
  loaded(read: TableRead, startedMs: number): void;
  /** After a final failure nothing more is tried. */
  failed(failure: Failure): void;
}

export class TableLoad {
  readonly #options: TableLoadOptions;
  readonly #ports: TableLoadPorts;
  #isOver = false;
  #cancelRetry: () => void = () => {};

  constructor(options: TableLoadOptions, ports: TableLoadPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  start(): void {
    this.#read(0);
  }

  end(): void {
    this.#isOver = true;
    this.#cancelRetry();
  }

  #read(tries: number): void {
    const { table, known, common, reader, logins, guard } = this.#options;
    if (reader === null) {
      this.#failed(noAddress, tries);
      return;
    }
    const startedMs = logins.venueMs();
    void readTable(table, known(), reader, common).then((outcome) =>
      guard(() => {
        if (this.#isOver) return;
        if (!outcome.ok) {
          this.#failed(outcome.failure, tries);
          return;
        }
        this.#isOver = true;
        this.#ports.loaded(outcome.value, startedMs);
      }),
    );
  }

  #failed(failure: Failure, tries: number): void {
    const waitMs = failure.retryAfterMs ?? Math.min(longestMs, shortestMs * 2 ** tries);
    if (isFinal(failure.cause)) this.#isOver = true;
    this.#ports.failed(failure);
    if (this.#isOver) return;
    this.#cancelRetry = this.#options.clock.after(waitMs, () => this.#read(Math.min(tries + 1, 10)));
  }
}

const noAddress: Failure = {
  cause: 'permission',
  message: 'This is read over REST, and the account has no REST address. Add the account again with one.',
  retryAfterMs: null,
  isOurs: true,
};
const shortestMs = 1_000;
const longestMs = 60_000;
