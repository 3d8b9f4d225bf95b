/** Every fault of the practice venue: seen, said, healed, and no trade lost or doubled. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import type { Fault, PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { unnamedAt } from '../support/asked.ts';
import { eventually } from '../support/eventually.ts';
import { type OpenedFeed, openFeed } from '../support/opened-feed.ts';

/** Asks for a sign of life after less silence, so that a test need not wait for ten seconds. */
const hasty: Exchange = { ...bitmex, ping: { idleMs: 400, answerMs: 400, frame: 'ping' } };
const channels = ['trade', 'quote', 'instrument', 'orderBookL2_25'].map((topic) => `${topic}:XBTUSD`);

let venue: PracticeVenue;
let feed: OpenedFeed;
beforeEach(async () => {
  venue = await startPracticeVenue({ seed: 7, speed: 10, historyMinutes: 1 }, systemClock);
  feed = openFeed({
    exchange: hasty,
    endpoint: venue.wsUrl,
    rest: venue.restUrl,
    channels,
    stallAfterMs: 1_000,
  });
  await healthy();
});
afterEach(async () => {
  await feed.supervisor.closeAll();
  await venue.close();
  expect(unnamedAt(venue)).toEqual([]);
});

async function healthy(): Promise<void> {
  const isWell = (state: string) => state === 'live' || state === 'quiet';
  await eventually(
    `healthy, not ${feed.status().channels.map((channel) => channel.state)}`,
    () => feed.status().channels.every((channel) => isWell(channel.state)),
    15_000,
  );
}

/** What the venue itself remembers, between our first and last trade. */
async function expectEveryTrade(): Promise<void> {
  const printed = feed.trades.map((trade) => trade.id);
  const response = await fetch(`${venue.restUrl}/trade?symbol=XBTUSD&count=1000&reverse=true`);
  const rows: { trdMatchID: string }[] = JSON.parse(await response.text());
  const known = rows.map((row) => row.trdMatchID).reverse();
  const first = known.indexOf(printed[0] ?? '');
  const last = known.indexOf(printed.at(-1) ?? '');
  expect(last).toBeGreaterThan(first);
  expect(printed).toEqual(known.slice(first, last + 1));
}

function expectGap(kind: string): void {
  expect(feed.gaps.filter((gap) => gap.channel === 'trade:XBTUSD')).toMatchObject([{ kind }]);
}

const lost: readonly [string, Fault, number][] = [
  ['a dropped line', { kind: 'drop' }, 0],
  ['close 1000', { kind: 'close', code: 1000 }, 0],
  ['close 1011 with a reason', { kind: 'close', code: 1011, reason: 'internal error' }, 0],
  ['close 1012', { kind: 'close', code: 1012 }, 0],
];

test.each(lost)('%s', async (_name, fault) => {
  venue.inject(fault);
  await eventually('down', () => feed.states.includes('trade:XBTUSD down'));
  await healthy();
  expectGap('disconnect');
  await expectEveryTrade();
  expect(feed.status().counters.reconnects).toBe(1);
});

test('three times 503 and then well again', async () => {
  venue.inject({ kind: 'refuse', status: 503, times: 3 });
  venue.inject({ kind: 'drop' });
  await eventually('refused three times', () => venue.upgrades.length === 5);
  await healthy();
  expectGap('disconnect');
  await expectEveryTrade();
});

test('a mute venue that answers pings: stalled, subscribed again, whole after it', async () => {
  venue.inject({ kind: 'mute' });
  await eventually('stalled', () => feed.states.includes('trade:XBTUSD stalled'));
  venue.heal();
  await healthy();
  expectGap('stall');
  await expectEveryTrade();
});

test('one dead symbol among live ones is found and healed alone', async () => {
  venue.inject({ kind: 'mute', topics: ['trade:XBTUSD'] });
  await eventually('stalled', () => feed.states.includes('trade:XBTUSD stalled'));
  expect(feed.stateOf('quote:XBTUSD')).toBe('live');
  venue.heal();
  await healthy();
  expect(feed.states).not.toContain('quote:XBTUSD down');
  await expectEveryTrade();
});

test('a black hole is left behind', async () => {
  venue.inject({ kind: 'black-hole' });
  await eventually('down', () => feed.states.includes('trade:XBTUSD down'));
  expect(feed.reasons.join()).toContain('no answer at all');
  venue.heal();
  await healthy();
  await expectEveryTrade();
}, 30_000);

test('a subscription that is acknowledged and never served is found', async () => {
  venue.inject({ kind: 'ack-only' });
  venue.inject({ kind: 'drop' });
  await eventually('stalled', () => feed.states.includes('trade:XBTUSD stalled'));
  expect(feed.reasons.join()).toMatch(/no (snapshot|answer)/);
  venue.heal();
  await healthy();
  await expectEveryTrade();
});

describe('damage', () => {
  test.each(['update', 'delete'] as const)('%s of an unknown row', async (action) => {
    venue.inject({ kind: 'unknown-row', topic: 'orderBookL2_25:XBTUSD', action });
    await eventually('marked', () => feed.gaps.length === 1);
    await healthy();
    expect(feed.gaps).toMatchObject([{ kind: 'unknown-row', channel: 'orderBookL2_25:XBTUSD' }]);
    expect(feed.status().counters.resyncs).toBe(1);
  });

  test.each(['truncated', 'binary', 'not-json', 'oversized'] as const)('a %s frame', async (frame) => {
    venue.inject({ kind: 'bad-frame', frame });
    await eventually('marked', () => feed.gaps.length === channels.length);
    await healthy();
    expectGap('malformed');
    await expectEveryTrade();
  });

  test('snapshots sent twice double nothing', async () => {
    venue.inject({ kind: 'duplicate-partial' });
    await eventually('more trades', () => {
      const count = feed.trades.length;
      return count > 220;
    });
    await expectEveryTrade();
    expect(feed.gaps).toEqual([]);
  });
});

test('counters add up, whatever happened', async () => {
  venue.inject({ kind: 'bad-frame', frame: 'binary' });
  venue.inject({ kind: 'bad-frame', frame: 'not-json' });
  venue.inject({ kind: 'unknown-row', topic: 'orderBookL2_25:XBTUSD', action: 'update' });
  await eventually('marked', () => feed.gaps.length >= channels.length);
  await healthy();
  const { frames, applied, dropped } = feed.status().counters;
  expect(applied + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(frames);
});
