/** The same work done by Vigil's own feed: socket, parse, store, one listener that counts. */
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import type { FeedCounters } from '../../src/main/feeds/feed-events.ts';
import { createSupervisor } from '../../src/main/feeds/supervisor.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { symbols } from './frames.ts';

export interface VigilRun {
  readonly counters: FeedCounters;
  /** Milliseconds from the sender's stamp to the listener, for stamped frames. */
  readonly latenciesMs: readonly number[];
}

/** Resolves when `frames` frames were read. `watch` is called now and then with the counters so far. */
export async function runVigil(
  url: string,
  topic: string,
  frames: number,
  watch: (counters: FeedCounters) => void = () => {},
): Promise<VigilRun> {
  const latenciesMs: number[] = [];
  let newest = 0;
  const feeds = createSupervisor({
    clock: systemClock,
    random: Math.random,
    fetch: () => Promise.reject(new Error('the benchmark has no REST')),
    createStore: createTableStore,
    listener: {
      row(_feed, { item }) {
        // Only a frame's first row is stamped; the others may carry an older stamp from a merge.
        if (typeof item.sentMs !== 'number' || item.sentMs <= newest) return;
        newest = item.sentMs;
        latenciesMs.push(performance.timeOrigin + performance.now() - newest);
      },
    },
  });
  feeds.open({
    id: 'bench',
    venue: 'bitmex',
    exchange: bitmex,
    account: null,
    endpoint: url,
    rest: null,
    channels: symbols.map((symbol) => ({ topic, symbol })),
    signer: null,
  });
  const counters = await new Promise<FeedCounters>((resolve) => {
    const timer = setInterval(() => {
      const now = feeds.status()[0]?.counters;
      if (now === undefined) return;
      watch(now);
      if (now.frames < frames) return;
      clearInterval(timer);
      resolve(now);
    }, 5);
  });
  await feeds.closeAll();
  return { counters, latenciesMs };
}
