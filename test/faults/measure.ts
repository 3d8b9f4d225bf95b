/** Does one fault to one feed, times what the feed does about it, and compares what it kept with the truth. */
import type { ChannelState, GapKind } from '../../src/preload/contract/health.ts';
import { eventually } from '../support/eventually.ts';
import { type FaultClock, faultClock } from '../support/fault-clock.ts';
import type { FaultVenue, VenueFault } from '../support/fault-venue.ts';
import { startPracticeFaultVenue } from '../support/practice-fault-venue.ts';
import { coinbaseDialect, poloniexDialect } from '../support/trade-dialects.ts';
import { startTradeVenue } from '../support/trade-venue.ts';
import type { Dialect, FaultCase } from './fault-cases.ts';
import { isWell, type RecordedFeed, recordFeed } from './recorded-feed.ts';
import { tradeAudit } from './trade-audit.ts';

export interface Setting {
  /** How much faster than the world the clock of feed and venue runs. */
  readonly speed: number;
  /** How long the feed was well before the fault: a feed that was watched for longer knows its rhythm. */
  readonly warmMs: number;
}

/** All times in milliseconds since the fault, of the clock that the feed has. */
export interface Outcome {
  readonly case: FaultCase;
  readonly dialect: Dialect;
  /** The states that were said, in order, each once, with the time of the first channel that said it. */
  readonly states: readonly { readonly state: ChannelState; readonly atMs: number }[];
  readonly askedMs: number | null;
  /** When the fault was over; null where it was over as soon as it had happened. */
  readonly endedMs: number | null;
  readonly wellMs: number;
  readonly gaps: readonly { readonly kind: GapKind; readonly missed: number | null }[];
  /** New connections that were tried, refused ones too. */
  readonly attemptsMs: readonly number[];
  readonly reconnects: number;
  readonly resyncs: number;
  readonly refilled: number;
  readonly lost: number;
  readonly doubled: number;
  /** Rows that a snapshot took away and a later one brought back. */
  readonly returned: number;
  readonly differences: readonly string[];
  /** Frames that were neither applied nor dropped by a policy. */
  readonly uncounted: number;
}

export async function measure(one: FaultCase, dialect: Dialect, setting: Setting): Promise<Outcome> {
  const startMs = performance.now();
  const clock = faultClock(setting.speed, startMs);
  const venueClock = faultClock(setting.speed, startMs);
  const venue = await startVenue(dialect, venueClock, setting.speed);
  const channels = venue.channels.filter((name) => isOpened(one, name));
  const feed = recordFeed(venue, clock, channels);
  try {
    await eventually('well at first', () => feed.isWell(), 30_000);
    const warmedMs = clock.monoMs() + setting.warmMs;
    await eventually('warm', () => clock.monoMs() >= warmedMs, 600_000);
    await eventually('well before the fault', () => feed.isWell(), 30_000);
    return await undergo(one, dialect, venue, feed, clock);
  } finally {
    await feed.supervisor.closeAll();
    await venue.close();
  }
}

async function undergo(
  one: FaultCase,
  dialect: Dialect,
  venue: FaultVenue,
  feed: RecordedFeed,
  clock: FaultClock,
): Promise<Outcome> {
  const before = { said: feed.said.length, asked: venue.asked.length, gaps: feed.gaps.length };
  const counters = { ...feed.status().counters };
  const { refilled, returned } = feed;
  const attempts = venue.upgradesMs.length;
  const faultMs = clock.monoMs();
  const hit = venue.symbols[0] ?? '';
  let endedMs: number | null = null;

  const end = () => {
    if (endedMs !== null) return;
    endedMs = clock.monoMs();
    venue.heal();
  };
  const hasOne = one.faults.some((fault) => fault.kind === 'mute' && fault.symbol !== undefined);
  const isExact = hasOne || one.ends === 'asked-twice';
  let timesAsked = 0;
  venue.onAsked = (channels) => {
    if (!channels.some((name) => (isExact ? name === `trade:${hit}` : name.startsWith('trade')))) return;
    timesAsked += 1;
    if (one.ends === 'asked' || (one.ends === 'asked-twice' && timesAsked === 2)) end();
  };
  if (one.sleeps === true) clock.sleep(3_600_000);
  for (const fault of one.faults) venue.inject(named(fault, hit));

  const isOver = () => {
    const hasLeft = venue.clients === 0 || venue.upgradesMs.length > attempts;
    if (one.ends === 'left' && hasLeft) end();
    if (one.ends === 'after-a-minute' && clock.monoMs() >= faultMs + 60_000) end();
    return one.ends === 'at-once' || endedMs !== null;
  };
  const isSeen = () =>
    (one.expect.state === null || feed.said.length > before.said) &&
    (one.expect.gap === null || feed.gaps.length > before.gaps);
  const what = `${one.name} (${dialect})`;
  await eventually(
    `${what}: well again after ${inWords(feed, before.said)}`,
    () => isOver() && isSeen() && feed.isWell(),
    mostPatienceMs / clock.speed,
  );
  const wellMs = lastChangeMs(feed, before.said) ?? faultMs;
  // Long enough for a second alarm, a doubled trade or one more reconnect to show.
  const calmMs = clock.monoMs() + 3_000;
  await eventually('calm', () => clock.monoMs() >= calmMs);
  await eventually('well after all', () => feed.isWell(), 60_000);

  venue.freeze();
  const kept = await tradeAudit(venue, feed.takeTrades).check(true);
  const { counters: after } = feed.status();
  const dropped = Object.values(after.dropped).reduce((sum, count) => sum + count, 0);
  const since = (atMs: number) => atMs - faultMs;
  const asked = venue.asked[before.asked];
  return {
    case: one,
    dialect,
    states: statesOf(feed, before.said).map(({ state, atMs }) => ({ state, atMs: since(atMs) })),
    askedMs: asked === undefined ? null : since(asked.atMs),
    endedMs: one.ends === 'at-once' || endedMs === null ? null : since(endedMs),
    wellMs: since(wellMs),
    gaps: feed.gaps.slice(before.gaps).map(({ kind, missed }) => ({ kind, missed })),
    attemptsMs: venue.upgradesMs.slice(attempts).map(since),
    reconnects: after.reconnects - counters.reconnects,
    resyncs: after.resyncs - counters.resyncs,
    refilled: feed.refilled - refilled,
    returned: feed.returned - returned,
    ...kept,
    differences: one.topics === undefined ? await venue.differences(feed.store) : [],
    uncounted: after.frames - after.applied - dropped,
  };
}

function startVenue(dialect: Dialect, clock: FaultClock, speed: number): Promise<FaultVenue> {
  const pace = { meanMs: 700, random: Math.random };
  switch (dialect) {
    case 'bitmex':
      return startPracticeFaultVenue(clock, 1 / speed, 7);
    case 'coinbase':
      return startTradeVenue(coinbaseDialect, clock, pace);
    case 'poloniex':
      return startTradeVenue(poloniexDialect, clock, pace);
  }
}

function isOpened({ topics }: FaultCase, name: string): boolean {
  return topics === undefined || topics.includes(name.split(':')[0] ?? name);
}

function named(fault: VenueFault, hit: string): VenueFault {
  return fault.kind === 'mute' && fault.symbol === 'first' ? { ...fault, symbol: hit } : fault;
}

function statesOf(feed: RecordedFeed, from: number): { state: ChannelState; atMs: number }[] {
  const states = new Map<ChannelState, number>();
  for (const { state, atMs } of feed.said.slice(from)) if (!states.has(state)) states.set(state, atMs);
  return [...states].map(([state, atMs]) => ({ state, atMs }));
}

function lastChangeMs(feed: RecordedFeed, from: number): number | null {
  return feed.said.slice(from).findLast(({ state }) => isWell(state))?.atMs ?? null;
}

function inWords(feed: RecordedFeed, from: number): string {
  return feed.said
    .slice(from)
    .map(({ channel, state }) => `${channel} ${state}`)
    .join(', ');
}

/** A minute of refusals, half a minute of backing off, and what a cure may take; in the clock's time. */
const mostPatienceMs = 160_000;
