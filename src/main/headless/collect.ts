/** Runs `collect`: opens the feeds, prints what they say, and ends when it is told to or nothing is left. */
import type { FeedListener, FeedSpec, FeedStatus } from '../feeds/feed-events.ts';
import type { Log } from '../feeds/log.ts';
import { createSupervisor, type Supervisor } from '../feeds/supervisor.ts';
import type { PracticeVenue } from '../simulator/practice-venue.ts';
import { startPracticeVenue } from '../simulator/start.ts';
import { createTableStore } from '../tables/table-store.ts';
import { type GroupAccounts, groupAccounts } from './group-accounts.ts';
import type { HeadlessIo } from './io.ts';
import { summaryLine } from './lines.ts';
import type { CollectOptions } from './options.ts';
import { Output } from './output.ts';
import { createPrinter } from './printer.ts';
import { feedSpecs } from './specs.ts';
import { stderrLog } from './stderr-log.ts';

/** Why it ended; each has its exit code. */
type Ending = { readonly code: 0 } | { readonly code: 1; readonly message: string };

export async function collect(options: CollectOptions, io: HeadlessIo): Promise<number> {
  const { clock } = io;
  const accounts = await groupAccounts(options.groups, io);
  if (!accounts.ok) {
    io.stderr(`vigil: ${accounts.message}\n`);
    return 2;
  }
  const log = stderrLog(io.logLevel, clock, io.stderr);
  const { promise: ended, resolve: end } = ending();
  const stopWaiting = io.onSignal(() => end({ code: 0 }));
  const cancelTimer = options.forMs === null ? null : clock.after(options.forMs, () => end({ code: 0 }));

  const supervisor = createSupervisor({
    ...{ clock, random: io.random, fetch: io.fetch, log, createStore: createTableStore },
    stallAfterMs: options.stallAfterMs,
  });
  const output = new Output(io.stdout, clock, {
    slow: (isSlow) => supervisor.setPaused(isSlow),
    gone: (error) => {
      if (error === null) end({ code: 0 });
      else end({ code: 1, message: `The output can't be written: ${error}` });
    },
  });
  const practice = await startPractice(options, io, log, end);
  const specs = feedSpecs(options.groups, practice, accounts.value);
  const printer = createPrinter({
    ...{ format: options.format, clock, write: (line) => output.write(line) },
    contextOf: (feed) => ({ instrument: (symbol) => findInstrument(supervisor, specs, feed, symbol) }),
  });
  supervisor.listen(printer);
  supervisor.listen({
    channel: (_feed, change) => {
      if (change.state !== 'refused') return;
      const feeds = supervisor.status();
      if (isNothingLeft(feeds)) end(nothingLeft(feeds));
    },
  });
  const waiting = new Set(specs.filter(({ account, signer }) => account !== null && signer === null));
  for (const spec of specs) {
    if (waiting.has(spec)) tellWaiting(spec, reasonFor(spec, accounts.value), printer);
    else supervisor.open(spec);
  }
  if (waiting.size === specs.length && specs.length > 0) end(noKey);

  const result = await ended;
  const counters = supervisor.status().map((feed) => feed.counters);
  cancelTimer?.();
  await supervisor.closeAll();
  await practice?.close();
  await output.end();
  stopWaiting();
  if (result.code !== 0) log('error', result.message);
  io.stderr(`${summaryLine(counters)}\n`);
  return result.code;
}

async function startPractice(
  { groups }: CollectOptions,
  { clock }: HeadlessIo,
  log: Log,
  end: (ending: Ending) => void,
): Promise<PracticeVenue | null> {
  if (groups.every((group) => group.endpoint !== null || group.account !== null)) return null;
  try {
    return await startPracticeVenue({ seed: practiceSeed, speed: 1 }, clock);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    log('debug', `practice: ${words}`);
    end({ code: 1, message: `The practice venue could not start: ${words}` });
    return null;
  }
}

/** Without its key a feed is not opened; its channels say so. */
function tellWaiting(spec: FeedSpec, reason: string, { channel }: FeedListener): void {
  for (const one of spec.channels) {
    channel?.(spec, { channel: one, state: 'waiting', reason, retryAtMs: null });
  }
}

function reasonFor(spec: FeedSpec, accounts: GroupAccounts): string {
  const account = [...accounts.values()].find(
    ({ label, address }) => label === spec.account && address.venue === spec.venue,
  );
  return account?.reason ?? '';
}

/** A row of one feed may need the instrument that another feed of the same server knows. */
function findInstrument(supervisor: Supervisor, specs: readonly FeedSpec[], feed: FeedSpec, symbol: string) {
  for (const { id, venue, endpoint } of specs) {
    if (venue !== feed.venue || endpoint !== feed.endpoint) continue;
    const item = supervisor.store(id)?.get('instrument', symbol) ?? null;
    if (item !== null) return item;
  }
  return null;
}

function isNothingLeft(feeds: readonly FeedStatus[]): boolean {
  return feeds.every((feed) => feed.channels.every((channel) => channel.state === 'refused'));
}

/** Without an output the events are not seen, so the reasons stand here too, each once. */
function nothingLeft(feeds: readonly FeedStatus[]): Ending {
  const reasons = feeds.flatMap(({ channels }) => channels.map(({ reason }) => reason));
  const words = [...new Set(reasons)].join('; ');
  return { code: 1, message: `No usable feed is left: everything that was asked for was refused: ${words}` };
}

function ending(): { readonly promise: Promise<Ending>; readonly resolve: (ending: Ending) => void } {
  let resolve: (ending: Ending) => void = () => {};
  const promise = new Promise<Ending>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const noKey: Ending = {
  code: 1,
  message: 'No usable feed is left: the keychain gave no key. Unlock it, or look with: vigil accounts list',
};
/** Everybody's first look is the same market. */
const practiceSeed = 7;
