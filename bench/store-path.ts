/** CPU per frame from socket to store, as a ratio to the floor on the same frames in the same run. */
import { runFloor } from './support/floor.ts';
import type { SenderJob } from './support/sender.ts';
import { runVigil } from './support/vigil.ts';
import { withSender } from './support/with-sender.ts';

const count = 120_000;
const rounds = 5;

interface Case {
  readonly name: string;
  readonly topic: string;
  readonly job: SenderJob;
}

const cases: readonly Case[] = [
  {
    name: 'order book, 500 levels a side',
    topic: 'orderBookL2',
    job: { frames: { kind: 'book', levels: 500, count }, perSecond: null },
  },
  {
    name: 'order book, 2,500 levels a side',
    topic: 'orderBookL2',
    job: { frames: { kind: 'book', levels: 2_500, count }, perSecond: null },
  },
  {
    name: 'trades, 3 a frame',
    topic: 'trade',
    job: { frames: { kind: 'trades', count, rows: 3 }, perSecond: null },
  },
];

export async function storePath(): Promise<void> {
  console.log(`\nCPU per frame, socket to store; ${count.toLocaleString('en')} frames, best of ${rounds}`);
  const perFrame: { floor: number; vigil: number }[] = [];
  for (const { name, topic, job } of cases) {
    let floor = Number.POSITIVE_INFINITY;
    let vigil = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      floor = Math.min(floor, await withSender(job, (url) => cpu(() => runFloor(url))));
      vigil = Math.min(vigil, await withSender(job, (url) => cpu(() => runVigil(url, topic, expected))));
    }
    perFrame.push({ floor, vigil });
    const ratio = (vigil / floor).toFixed(2);
    console.log(
      `  ${name.padEnd(34)} floor ${micros(floor)}  vigil ${micros(vigil)}  ratio ${ratio}  (budget 1.50)`,
    );
  }
  const [small, large] = perFrame;
  if (small === undefined || large === undefined) return;
  // The floor's own growth says how much of it is the processor's cache.
  const growth = (large.vigil / small.vigil).toFixed(2);
  const ofFloor = (large.floor / small.floor).toFixed(2);
  console.log(`  five times larger tables: ratio ${growth}  (budget 1.30; the floor's own ${ofFloor})`);
}

/** Welcome, four partials, the stream and its end. */
const expected = 1 + 4 + count + 1;

async function cpu(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function micros(total: number): string {
  return `${(total / count).toFixed(2)} µs`;
}
