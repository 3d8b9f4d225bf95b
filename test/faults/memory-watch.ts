/** Watches the memory of this process: heap after collection, and what the system says. */
import type { FaultClock } from '../support/fault-clock.ts';

export interface MemoryWatch {
  /** Ends it, prints how memory went, and returns what is wrong with that. */
  stop(): readonly string[];
}

interface Sample {
  readonly atMs: number;
  readonly heapMb: number;
  readonly residentMb: number;
}

/** Needs `--expose-gc`. The first minute is left out: everything is met for the first time then. */
export function watchMemory(clock: FaultClock): MemoryWatch {
  const startMs = clock.monoMs();
  const samples: Sample[] = [];
  function sample(): void {
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    const one = { atMs: clock.monoMs() - startMs, heapMb: heapUsed / 2 ** 20, residentMb: rss / 2 ** 20 };
    samples.push(one);
    console.log(`memory: heap ${one.heapMb.toFixed(1)} MB, resident ${one.residentMb.toFixed(1)} MB`);
  }
  const cancel = clock.every(everyMs, sample);
  return {
    stop() {
      cancel();
      sample();
      const later = samples.filter(({ atMs }) => atMs >= warmMs);
      const [first, last] = [later[0], later.at(-1)];
      if (first === undefined || last === undefined || first === last) return [];
      const grownMb = last.heapMb - first.heapMb;
      console.log(
        `memory: heap ${first.heapMb.toFixed(1)} MB after a minute, ${last.heapMb.toFixed(1)} MB at the end`,
      );
      return grownMb > mostGrowthMb ? [`the heap grew by ${grownMb.toFixed(1)} MB`] : [];
    },
  };
}

const everyMs = 30_000;
const warmMs = 60_000;
/** Feeds, venues and the record of all trades together. */
const mostGrowthMb = 20;
