/** Subscribes damaged channels again for a fresh snapshot, never so often that a broken venue causes a storm. */
import type { Channel } from '../exchanges/exchange.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { Clock } from './clock.ts';
import type { FeedCounters } from './feed-events.ts';

export interface ResyncOptions {
  readonly clock: Clock;
  /** What arrives for this channel before its snapshot is dropped from now on. */
  readonly invalidate: (channel: Channel) => void;
  readonly counters: FeedCounters;
  readonly unsubscribe: (channels: readonly Channel[]) => void;
  readonly subscribe: (runtimes: readonly ChannelRuntime[]) => void;
}

interface Turn {
  readonly atMs: number;
  readonly tries: number;
}

export class Resync {
  readonly #options: ResyncOptions;
  readonly #turns = new Map<ChannelRuntime, Turn>();
  readonly #due = new Set<ChannelRuntime>();
  #cancel: (() => void) | null = null;

  constructor(options: ResyncOptions) {
    this.#options = options;
  }

  request(runtimes: readonly ChannelRuntime[]): void {
    for (const runtime of runtimes) {
      this.#options.invalidate(runtime.channel);
      this.#due.add(runtime);
    }
    this.#flush();
  }

  /** These channels have left the feed. */
  forget(runtimes: readonly ChannelRuntime[]): void {
    for (const runtime of runtimes) {
      this.#turns.delete(runtime);
      this.#due.delete(runtime);
    }
  }

  /** The connection ended: the next one subscribes everything anyway. */
  reset(): void {
    this.#due.clear();
    this.#cancel?.();
    this.#cancel = null;
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    const nowMs = this.#options.clock.monoMs();
    const ready = [...this.#due].filter((runtime) => this.#allowedMs(runtime) <= nowMs);
    if (ready.length > 0) this.#send(ready, nowMs);
    const next = Math.min(...[...this.#due].map((runtime) => this.#allowedMs(runtime)));
    if (Number.isFinite(next)) this.#cancel = this.#options.clock.after(next - nowMs, () => this.#flush());
  }

  #send(runtimes: readonly ChannelRuntime[], nowMs: number): void {
    const { counters, subscribe, unsubscribe } = this.#options;
    for (const runtime of runtimes) {
      const last = this.#turns.get(runtime);
      const isCalm = last === undefined || nowMs - last.atMs > calmMs;
      this.#turns.set(runtime, { atMs: nowMs, tries: isCalm ? 1 : last.tries + 1 });
      this.#due.delete(runtime);
      counters.resyncs += 1;
    }
    unsubscribe(runtimes.map((runtime) => runtime.channel));
    subscribe(runtimes);
  }

  #allowedMs(runtime: ChannelRuntime): number {
    const last = this.#turns.get(runtime);
    if (last === undefined) return 0;
    return last.atMs + Math.min(longestMs, shortestMs * 2 ** Math.min(last.tries - 1, 10));
  }
}

const shortestMs = 2_000;
const longestMs = 30_000;
/** Damage that comes more rarely than this is no storm. */
const calmMs = 60_000;
