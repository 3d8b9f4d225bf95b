/** Sends frames on one connection in their order, no faster than the venue allows. */
import type { Clock } from './clock.ts';
import { type VenueBudget, type VenueLimit, venueBudget } from './venue-budget.ts';

export class FramePacer {
  readonly #budget: VenueBudget | null;
  readonly #clock: Clock;
  readonly #write: (frame: string) => void;
  #waiting: readonly string[] = [];
  #cancel: (() => void) | null = null;

  constructor(limit: VenueLimit | undefined, clock: Clock, write: (frame: string) => void) {
    this.#budget = limit === undefined ? null : venueBudget(limit);
    this.#clock = clock;
    this.#write = write;
  }

  send(frames: readonly string[]): void {
    this.#waiting = [...this.#waiting, ...frames];
    if (this.#cancel === null) this.#go();
  }

  /** What has not been sent never will be: its connection is gone. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = [];
  }

  #go(): void {
    for (;;) {
      const [next, ...rest] = this.#waiting;
      if (next === undefined) return;
      const nowMs = this.#clock.monoMs();
      const atMs = this.#budget?.book(nowMs, nowMs) ?? nowMs;
      this.#waiting = rest;
      if (atMs > nowMs) {
        this.#cancel = this.#clock.after(atMs - nowMs, () => {
          this.#cancel = null;
          this.#write(next);
          this.#go();
        });
        return;
      }
      this.#write(next);
    }
  }
}
