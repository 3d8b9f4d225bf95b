/** Plans the next connection of one feed: backoff after failures, within the venue's connection budget. */
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { VenueBudget } from './venue-budget.ts';

export interface RetryOptions {
  readonly clock: Clock;
  readonly budget: VenueBudget;
  readonly random: () => number;
  readonly open: () => void;
}

export interface Plan {
  readonly retryAtMs: number;
  /** The venue's limit, not our patience, sets the time. */
  readonly isHeldBack: boolean;
}

export class Retry {
  readonly #options: RetryOptions;
  #failures = 0;
  #cancel: (() => void) | null = null;
  #bookedMs = 0;
  #awayUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  get isPlanned(): boolean {
    return this.#cancel !== null;
  }

  /** After a failure; `askedMs` is the venue's Retry-After. */
  afterFailure(askedMs: number | null): Plan {
    this.#failures += 1;
    return this.#plan(backoffMs(this.#failures, askedMs ?? this.#awayMs(), this.#options.random));
  }

  /** The venue asked us to wait in a message; its close may follow, and what is left of the longest wait then counts. */
  stayAway(ms: number): void {
    this.#awayUntilMs = Math.max(this.#awayUntilMs, this.#options.clock.monoMs() + ms);
  }

  /** Without a failure: at once, or spread over `spreadMs` so that many feeds do not come as a herd. */
  soon(spreadMs: number): Plan {
    return this.#plan(this.#options.random() * spreadMs);
  }

  /** Good data came over a connection that held: earlier failures are forgotten. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** Data came, but the connection did not hold: a venue that drops everybody is not hammered. */
  soften(): void {
    this.#failures = Math.min(this.#failures, failuresWithData);
  }

  cancel(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#cancel = null;
    this.#options.budget.cancel(this.#bookedMs);
  }

  #awayMs(): number | null {
    const leftMs = this.#awayUntilMs - this.#options.clock.monoMs();
    return leftMs > 0 ? leftMs : null;
  }

  #plan(waitMs: number): Plan {
    const { clock, budget, open } = this.#options;
    this.cancel();
    const nowMs = clock.monoMs();
    const wantedMs = nowMs + waitMs;
    const retryAtMs = budget.book(wantedMs, nowMs);
    this.#bookedMs = retryAtMs;
    this.#cancel = clock.after(retryAtMs - nowMs, () => {
      this.#cancel = null;
      open();
    });
    return { retryAtMs, isHeldBack: retryAtMs > wantedMs };
  }
}

const failuresWithData = 4;
