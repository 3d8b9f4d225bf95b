/** Subscribes damaged channels again for a fresh snapshot, never so often that a broken venue causes a storm. */
import type { Exchange } from '../exchanges/exchange.ts';
import type { TableStore } from '../tables/table-store.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { Clock } from './clock.ts';
import type { FeedCounters } from './feed-events.ts';

export interface ResyncOptions {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly store: TableStore;
  readonly counters: FeedCounters;
  readonly link: { send(frames: readonly string[]): void };
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

  /** What arrives before the fresh snapshot is dropped from now on. */
  request(runtimes: readonly ChannelRuntime[]): void {
    for (const runtime of runtimes) {
      const { topic, symbol } = runtime.channel;
      this.#options.store.invalidate(topic, symbol);
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
    const { exchange, counters, link } = this.#options;
    for (const runtime of runtimes) {
      const last = this.#turns.get(runtime);
      const isCalm = last === undefined || nowMs - last.atMs > calmMs;
      this.#turns.set(runtime, { atMs: nowMs, tries: isCalm ? 1 : last.tries + 1 });
      this.#due.delete(runtime);
      runtime.awaitsAck = true;
      counters.resyncs += 1;
    }
    const channels = runtimes.map((runtime) => runtime.channel);
    link.send(exchange.unsubscribe(channels));
    link.send(exchange.subscribe(channels));
  }

  #allowedMs(runtime: ChannelRuntime): number {
    const last = this.#turns.get(runtime);
    if (last === undefined) return 0;
    return last.atMs + Math.min(longestMs, shortestMs * 2 ** Math.min(last.tries - 1, 10));
  }
}

const shortestMs = 2_000;
const longestMs = 60_000;
const calmMs = 300_000;
