/**
 * `npm run fuzz -- [--frames N] [--seed N] [--venue X] [--only INDEX]`: damaged frames and answers for every
 * dialect. Prints what became of them; of one that goes wrong, its venue, seed and number, and ends with 1.
 */
import { parseArgs } from 'node:util';
import {
  type Campaign,
  emptyTally,
  type Failed,
  prepare,
  runSession,
  runTexts,
  type Sent,
  sessionFrames,
  type Tally,
} from './campaign.ts';
import { shorter, shrunk } from './shrink.ts';
import { dialects, fixtureFrames } from './venues.ts';

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    venue: { type: 'string' },
    only: { type: 'string' },
  },
});
const seed = Number(values.seed);
const chosen = dialects.filter(({ id }) => values.venue === undefined || id === values.venue);
if (chosen.length === 0) {
  process.stderr.write(
    `There is no dialect "${values.venue}". Choose one of: ${dialects.map(({ id }) => id).join(', ')}.\n`,
  );
  process.exit(2);
}

const mostKinds = 8;
const mostTries = 600;
const startMs = performance.now();
const total = emptyTally();
let failures = 0;
for (const exchange of chosen) {
  const campaign = prepare(exchange, fixtureFrames(exchange.id));
  const tally = emptyTally();
  const failed =
    values.only === undefined ? all(campaign, tally) : upTo(campaign, Number(values.only), tally);
  print(exchange.id, tally);
  add(total, tally);
  failures += failed.length;
  for (const one of failed) tell(campaign, one);
}
const seconds = (performance.now() - startMs) / 1000;
print('all', total);
process.stdout.write(
  `${total.frames} frames in ${seconds.toFixed(1)} s, ${Math.round(total.frames / seconds)} a second, seed ${seed}; ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB in use\n`,
);
process.exitCode = failures > 0 ? 1 : 0;

/** One of each kind: the same mistake shows in a hundred frames. */
function all(campaign: Campaign, tally: Tally): readonly Failed[] {
  const frames = Math.ceil(Number(values.frames) / chosen.length);
  const kinds = new Map<string, Failed>();
  for (let from = 0; from < frames && kinds.size < mostKinds; from += sessionFrames) {
    const failed = runSession(campaign, seed, from, Math.min(frames, from + sessionFrames), tally);
    if (failed !== null && !kinds.has(kindOf(failed.what))) kinds.set(kindOf(failed.what), failed);
  }
  return [...kinds.values()];
}

function upTo(campaign: Campaign, index: number, tally: Tally): readonly Failed[] {
  const failed = runSession(campaign, seed, index - (index % sessionFrames), index + 1, tally);
  return failed === null ? [] : [failed];
}

function kindOf(what: string): string {
  return what
    .replace(/[\d.]+/g, '')
    .replace(/^(\w+ of \w+) .*?: (\w+ \w+).*/s, '$1 $2')
    .slice(0, 60);
}

function tell(campaign: Campaign, { venue, index, what, sent, isFresh }: Failed): void {
  let tries = 0;
  const goesWrong = (texts: readonly Sent[]) => {
    tries += 1;
    const found = tries > mostTries ? null : runTexts(campaign, texts, isFresh, emptyTally());
    return found !== null && kindOf(found.what) === kindOf(what);
  };
  const needed = shorter(sent, goesWrong);
  const lines = needed.map((one, at) => {
    const text = shrunk(one.text, (smaller) => goesWrong(needed.with(at, { ...one, text: smaller })));
    return `  ${one.isAnswer ? 'answer' : 'frame'} ${text.slice(0, 1_500)}`;
  });
  const again = `npm run fuzz -- --seed ${seed} --venue ${venue} --only ${index}`;
  process.stdout.write([`${venue}: ${what}`, ...lines.slice(0, 5), `  again: ${again}`, ''].join('\n'));
}

function print(name: string, { frames, applied, refused, rows, trades, longestMs }: Tally): void {
  const figures = [frames, applied, refused, rows, trades].map((figure) => String(figure).padStart(9));
  process.stdout.write(
    `${name.padEnd(15)}${figures.join(' ')}  (frames, applied, refused, rows, trades)  longest parse ${longestMs.toFixed(1)} ms\n`,
  );
}

function add(sum: Tally, tally: Tally): void {
  sum.frames += tally.frames;
  sum.refused += tally.refused;
  sum.applied += tally.applied;
  sum.rows += tally.rows;
  sum.trades += tally.trades;
  sum.longestMs = Math.max(sum.longestMs, tally.longestMs);
}
