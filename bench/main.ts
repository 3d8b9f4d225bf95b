/** Runs the benchmarks by name, one after the other; they print figures and judge nothing. */
import { hidden } from './hidden.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { practiceHour } from './practice-hour.ts';
import { storePath } from './store-path.ts';
import { burstOfFrames, paint, start } from './window.ts';

const benchmarks = {
  'store-path': storePath,
  latency,
  memory,
  'practice-hour': practiceHour,
  start,
  paint,
  burst: burstOfFrames,
  hidden,
} as const;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(
    `No benchmark is called ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`,
  );
  process.exit(2);
}
for (const [name, run] of Object.entries(benchmarks)) {
  if (asked.length === 0 || asked.includes(name)) await run();
}
