/** Sends frames on one connection in their order, no faster than the venue allows. */
import type { Clock } from './clock.ts';
import { type VenueBudget, type VenueLimit, venueBudget } from './venue-budget.ts';

/** Called when a rest is over; `hasSent`: frames had been held back and have been sent now. */
export type Rested = (hasSent: boolean) => void;

export class FramePacer {
  readonly #budget: VenueBudget | null;
  readonly #clock: Clock;
  readonly #write: (frame: string) => void;
  /** Frames in their order, and what is to run between them. */
  #waiting: readonly (string | (() => void))[] = [];
  /** The turn of the first frame that waits, where it cannot be sent at once. */
  #turn: { readonly atMs: number; readonly cancel: () => void } | null = null;
  #rest: { readonly untilMs: number; readonly cancel: () => void } | null = null;

  constructor(limit: VenueLimit | undefined, clock: Clock, write: (frame: string) => void) {
    this.#budget = limit === undefined ? null : venueBudget(limit);
    this.#clock = clock;
    this.#write = write;
  }

  send(frames: readonly string[]): void {
    this.#waiting = [...this.#waiting, ...frames];
    this.#go();
  }

  /**
   * Holds everything back for so long, sends it, and says so. Of several rests the one that ends last counts,
   * and only the newest `rested` is called.
   */
  rest(ms: number, rested: Rested): void {
    const nowMs = this.#clock.monoMs();
    const untilMs = Math.max(nowMs + ms, this.#rest?.untilMs ?? nowMs);
    this.#halt();
    this.#waiting = this.#waiting.filter((one) => typeof one === 'string');
    const cancel = this.#clock.after(untilMs - nowMs, () => {
      this.#rest = null;
      const hasSent = this.#waiting.length > 0;
      this.#waiting = [...this.#waiting, () => rested(hasSent)];
      this.#go();
    });
    this.#rest = { untilMs, cancel };
  }

  /** What has not been sent never will be: its connection is gone. */
  stop(): void {
    this.#halt();
    this.#waiting = [];
  }

  #go(): void {
    while (this.#rest === null && this.#turn === null && this.#waiting.length > 0) {
      if (typeof this.#waiting[0] === 'string' && !this.#isItsTurn()) return;
      this.#takeFirst();
    }
  }

  #takeFirst(): void {
    const [first, ...others] = this.#waiting;
    this.#waiting = others;
    if (typeof first === 'string') this.#write(first);
    else first?.();
  }

  /** False: its turn is booked, and comes by itself. */
  #isItsTurn(): boolean {
    const nowMs = this.#clock.monoMs();
    const atMs = this.#budget?.book(nowMs, nowMs) ?? nowMs;
    if (atMs <= nowMs) return true;
    const cancel = this.#clock.after(atMs - nowMs, () => {
      this.#turn = null;
      this.#takeFirst();
      this.#go();
    });
    this.#turn = { atMs, cancel };
    return false;
  }

  #halt(): void {
    if (this.#turn !== null) {
      this.#turn.cancel();
      this.#budget?.cancel(this.#turn.atMs);
    }
    this.#turn = null;
    this.#rest?.cancel();
    this.#rest = null;
  }
}
