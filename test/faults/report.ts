/** The program of `npm run faults`: measures every fault, many side by side, and writes docs/faults.md. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { faultCases } from './fault-cases.ts';
import { measureHerd, mostUneven, noLimit, unevenness } from './herd.ts';
import type { Outcome } from './measure.ts';
import { line, page } from './page.ts';
import { jobsOf, runJobs } from './run-cases.ts';
import { objections } from './verdict.ts';

const { values } = parseArgs({
  options: {
    /** Faster than the world, or only some faults: a quick look, and nothing is written. */
    speed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    warm: { type: 'string', default: '60' },
    'at-once': { type: 'string', default: '16' },
  },
});
const setting = { speed: Number(values.speed), warmMs: Number(values.warm) * 1_000 };
const jobs = jobsOf(faultCases).filter(({ name }) => name.includes(values.only));
const results = runJobs(jobs, setting, Number(values['at-once']));
const outcomes: Outcome[] = [];
let failures = 0;
for (const [index, result] of results.entries()) {
  const ended = await result;
  if (ended.ok) outcomes.push(ended.outcome);
  const wrong = ended.ok ? objections(ended.outcome, lateMs(setting.speed)) : [ended.why];
  if (ended.ok) console.log(line(ended.outcome));
  for (const words of wrong) console.log(`FAILED ${jobs[index]?.name}: ${words}`);
  failures += wrong.length > 0 ? 1 : 0;
}
if (values.only === '') {
  const limited = await measureHerd(20, setting.speed);
  const unlimited = await measureHerd(40, setting.speed, noLimit);
  for (const herd of [limited, unlimited]) {
    console.log(`${herd.feeds} feeds at once: ${JSON.stringify({ ...herd, attemptsMs: undefined })}`);
  }
  const uneven = unevenness(unlimited);
  if (uneven > mostUneven) {
    console.log(`FAILED jitter: first waits are uneven by ${uneven.toFixed(2)}`);
    process.exitCode = 1;
  }
  if (setting.speed === 1) {
    await writeFile('docs/faults.md', page(outcomes, { limited, unlimited }, setting));
    console.log('Wrote docs/faults.md.');
  }
}
console.log(`${jobs.length - failures} of ${jobs.length} faults as they should be.`);
if (failures > 0) process.exitCode = 1;

/** A busy machine is late by a few tenths of a second of the world. */
function lateMs(speed: number): number {
  return 500 * speed;
}
