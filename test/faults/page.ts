/** The outcomes as a line for the terminal and as the page docs/faults.md. */
import { defaultBackoff } from '../../src/main/feeds/backoff.ts';
import type { Dialect } from './fault-cases.ts';
import { type HerdOutcome, unevenness } from './herd.ts';
import type { Outcome, Setting } from './measure.ts';
import { isWell } from './recorded-feed.ts';
import { healthyAfterMs } from './verdict.ts';

export function line(outcome: Outcome): string {
  const { name, said, asked, healthy, gap, trades, tables } = cells(outcome);
  return `${name} | ${said} | asked ${asked} | well ${healthy} | ${gap} | ${trades} | tables ${tables}`;
}

/** What many feeds do at once, where the venue limits connections and where only jitter keeps them apart. */
export interface Herds {
  readonly limited: HerdOutcome;
  readonly unlimited: HerdOutcome;
}

export function page(outcomes: readonly Outcome[], herds: Herds, setting: Setting): string {
  const { limited: herd, unlimited } = herds;
  return `# What Vigil does about faults

Measured by \`npm run faults\`, which starts a local server for each of three dialects, lets a feed run on it for ${setting.warmMs / 1_000} s, does one fault to it, and writes this page. The BitMEX dialect is the practice venue, with trades, quotes, instruments, a book and an account; Coinbase Exchange and Poloniex are servers for trades with REST history. Budgets are the real ones. \`npm test\` runs the same cases on a faster clock.

What the states mean is in [alerts.md](alerts.md).

## Beside others

The other columns were measured on loopback with the same faults: the official BitMEX client, ccxt, and tardis with its timeout set to 10 s. Seconds from the fault until data is whole again.

${comparison(outcomes, unlimited)}

## Every fault

Seconds from the fault. *Said*: the states a channel went through before it was well, and when. *Asked*: the first new subscription. *Healthy*: every channel live or quiet; where a fault lasts for a minute, from its end. A lasting fault ends when the venue is asked anew (mute), or is left (black hole), so that these times are Vigil's own.

| fault | venue | said | asked | healthy | gap | trades | tables |
|---|---|---|---|---|---|---|---|
${outcomes.map(row).join('\n')}

*Trades* compares what was handed out with what the venue made: refilled over REST, lost, doubled. Refills of the practice venue are 0 where its snapshot still holds everything that was missed. *Tables* compares book, instrument, quote, margin, positions and orders with a fresh snapshot of the venue. Of every feed, frames received = frames applied + frames dropped by a named policy.

What nobody can find: trades without a count (BitMEX, Poloniex) that a venue leaves out on a live connection for less than the channel's usual silence, while everything else goes on.

## Many feeds

${herd.feeds} feeds of one venue that allows ${herd.limit.count} connections a second lost their line at the same instant: ${herd.attemptsMs.length} connections, spread over ${seconds(herd.spreadMs)} s, at most ${herd.mostInASecond} within one second and ${herd.mostInATenth} within a tenth; all healthy after ${seconds(herd.wellMs)} s, ${herd.lost} trades lost, ${herd.doubled} doubled.

${unlimited.feeds} feeds of a venue without such a limit, so that only jitter keeps them apart: ${firstWaits(unlimited)}, at most ${unlimited.mostInATenth} within a tenth of a second. Nowhere is the share of feeds that are back more than ${unevenness(unlimited).toFixed(2)} from an even spread over the ${defaultBackoff.baseMs / 1_000} s of a first wait.
`;
}

function firstWaits({ attemptsMs }: HerdOutcome): string {
  const [least, median, most] = [0, 0.5, 1].map((share) => {
    const at = Math.round(share * (attemptsMs.length - 1));
    return ((attemptsMs[at] ?? 0) / 1_000).toFixed(2);
  });
  return `first waits of ${least} to ${most} s, half of them under ${median} s`;
}

function comparison(outcomes: readonly Outcome[], herd: HerdOutcome): string {
  const rows = [
    ['mute, pongs alive', 'never noticed', 'never noticed', '17', times(outcomes, 'mute, pongs alive')],
    ['black hole', 'never noticed', '87', '17', times(outcomes, 'black hole')],
    ['close 1000', 'process ended', '–', '–', times(outcomes, 'close 1000')],
    ['close 1011', 'process ended', '–', '–', times(outcomes, 'close 1011')],
    ['jitter between reconnects', '–', '–', 'none', `full: ${firstWaits(herd)}`],
    ['three times 429, `Retry-After: 5`', '–', '–', 'ignored', retries(outcomes)],
    ['tells before it reconnects', 'no', 'no', 'no', told(outcomes)],
    ['unknown row', 'no resync', 'no resync', 'no resync', times(outcomes, 'update of an unknown row')],
  ];
  const head = ['fault', 'BitMEX client', 'ccxt', 'tardis', 'Vigil'];
  return [head, head.map(() => '---'), ...rows].map((cell) => `| ${cell.join(' | ')} |`).join('\n');
}

/** The slowest dialect counts. */
function times(outcomes: readonly Outcome[], name: string): string {
  const own = outcomes.filter((outcome) => outcome.case.name === name);
  return own.length === 0 ? 'not measured' : `**${seconds(Math.max(...own.map(healthyAfterMs)))}**`;
}

function retries(outcomes: readonly Outcome[]): string {
  const waits = outcomes
    .filter((outcome) => outcome.case.name.includes('Retry-After'))
    .flatMap(({ attemptsMs }) => attemptsMs.slice(1).map((atMs, index) => atMs - (attemptsMs[index] ?? 0)));
  return `honoured: waits of ${seconds(Math.min(...waits))} to ${seconds(Math.max(...waits))} s`;
}

function told(outcomes: readonly Outcome[]): string {
  const asking = outcomes.filter(({ askedMs, attemptsMs }) => askedMs !== null && attemptsMs.length > 0);
  const first = asking.filter(({ states, attemptsMs }) => {
    const saidMs = states.find(({ state }) => !isWell(state))?.atMs ?? Number.POSITIVE_INFINITY;
    return saidMs <= (attemptsMs[0] ?? 0);
  });
  return `in ${first.length} of ${asking.length} cases`;
}

function row(outcome: Outcome): string {
  const { name, said, asked, healthy, gap, trades, tables } = cells(outcome);
  return `| ${name.replace(/, [a-z]+$/, '')} | ${venues[outcome.dialect]} | ${said} | ${asked} | ${healthy} | ${gap} | ${trades} | ${tables} |`;
}

function cells(outcome: Outcome) {
  const { case: one, dialect, states, askedMs, gaps, refilled, lost, doubled } = outcome;
  const path = states.filter(({ state }) => !isWell(state));
  const kinds = [...new Set(gaps.map(({ kind }) => kind))];
  return {
    name: `${one.name}, ${dialect}`,
    said: path.map(({ state, atMs }) => `${state} ${seconds(atMs)}`).join(', ') || 'nothing',
    asked: seconds(askedMs),
    healthy: path.length === 0 ? 'always' : seconds(healthyAfterMs(outcome)),
    gap: kinds.join(', ') || 'none',
    trades: `${refilled} refilled, ${lost} lost, ${doubled} doubled`,
    tables: dialect !== 'bitmex' || one.topics !== undefined ? '–' : tablesIn(outcome),
  };
}

function tablesIn({ case: { expect }, differences, returned }: Outcome): string {
  const words = differences.length === 0 ? 'equal' : `${differences.length} rows differ`;
  return expect.returns === undefined ? words : `${words}, after ${returned} rows were gone and came back`;
}

function seconds(ms: number | null): string {
  return ms === null ? '–' : (ms / 1_000).toFixed(1);
}

const venues = {
  bitmex: 'BitMEX dialect',
  coinbase: 'Coinbase',
  poloniex: 'Poloniex',
} as const satisfies Record<Dialect, string>;
