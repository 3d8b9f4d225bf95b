/** Watches the memory of this process: the heap after collection at every minute, and what the system says. */
import type { FaultClock } from '../support/fault-clock.ts';

export interface MemoryWatch {
  /** Ends it, prints how memory went, and returns what is wrong with that. */
  stop(): readonly string[];
}

interface Sample {
  readonly minute: number;
  readonly heapMb: number;
}

/** Needs `--expose-gc`. */
export function watchMemory(clock: FaultClock): MemoryWatch {
  const samples: Sample[] = [];
  function sample(): void {
    const collect = globalThis.gc;
    if (collect === undefined) throw new Error('Memory is watched with --expose-gc only.');
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    const one = { minute: samples.length, heapMb: heapUsed / 2 ** 20 };
    samples.push(one);
    console.log(
      `memory after ${one.minute} min: heap ${one.heapMb.toFixed(2)} MB, resident ${(rss / 2 ** 20).toFixed(0)} MB`,
    );
  }
  sample();
  const cancel = clock.every(60_000, sample);
  return {
    stop() {
      cancel();
      const warm = samples.filter(({ minute }) => minute >= warmMinutes);
      if (warm.length < fewestMarks) {
        console.log(`memory: judged from ${warmMinutes + fewestMarks - 1} minutes on`);
        return [];
      }
      const growth = mbPerMinute(warm);
      console.log(
        `memory: ${growth.toFixed(2)} MB of heap more a minute since minute ${warmMinutes} ` +
          `(flat: at most ${mostGrowth.toFixed(2)})`,
      );
      return growth > mostGrowth ? [`the heap grows by ${growth.toFixed(2)} MB a minute`] : [];
    },
  };
}

/** The middle one of all slopes between two marks: a mark at which a huge frame was on its way does not decide. */
function mbPerMinute(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((from, index) =>
    samples.slice(index + 1).map((to) => (to.heapMb - from.heapMb) / (to.minute - from.minute)),
  );
  slopes.sort((left, right) => left - right);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}

/** Everything is met, and compiled, for the first time in the beginning. */
const warmMinutes = 3;
const fewestMarks = 5;
/** 20 MB an hour. */
const mostGrowth = 20 / 60;
