/** The practice venue's own account, which trades by itself: what a lost line leaves of it is what the venue has. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { checkKey } from '../../src/main/feeds/key-check.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import type { PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { canonicalRow } from '../../src/main/tables/views.ts';
import { allLive, rowsOf, watchAccount } from '../support/account-life.ts';
import { unnamedAt } from '../support/asked.ts';
import { eventually } from '../support/eventually.ts';
import { type FaultClock, faultClock } from '../support/fault-clock.ts';
import type { OpenedFeed } from '../support/opened-feed.ts';

type Table = keyof typeof bitmex.account.tables;
type Row = NonNullable<ReturnType<typeof canonicalRow>>;

let clock: FaultClock;
let venue: PracticeVenue;
let feed: OpenedFeed;

beforeEach(async () => {
  clock = faultClock(1);
  venue = await startPracticeVenue({ seed: 7, speed: 20, historyMinutes: 1 }, clock);
  feed = watchAccount(bitmex, { url: venue.wsUrl, rest: venue.restUrl }, signer());
  await allLive(feed);
});
afterEach(async () => {
  await feed.supervisor.closeAll();
  await venue.close();
  expect(unnamedAt(venue)).toEqual([]);
});

function signer() {
  return textSigner(venue.key, venue.secret);
}

/** All that the venue has over REST, closed orders too. */
async function theirs(topic: Table): Promise<ReadonlyMap<string, Row>> {
  const login = { signer: signer(), nowMs: clock.wallMs(), nonce: 0, token: null, challenge: null };
  const found: (Row | null)[] = [];
  for (const read of bitmex.account.tables[topic].reads({ sinceMs: 0, nowMs: 0, rows: () => [] })) {
    const { url, headers } = read.request(venue.restUrl, login, null);
    const answer = await fetch(url, { headers });
    const source = { exchange: bitmex, venue: 'bitmex', account: 'main' };
    const items = read.parse(await answer.text())?.rows ?? [];
    found.push(...items.map((item) => canonicalRow(source, topic, item, 0, null)));
  }
  return byId(found);
}

function ours(topic: Table): ReadonlyMap<string, Row> {
  return byId(rowsOf(feed)[topic] as readonly Row[]);
}

function byId(rows: readonly (Row | null)[]): ReadonlyMap<string, Row> {
  return new Map(
    rows.flatMap((row) => {
      if (row === null) return [];
      const { id, symbol, currency }: Readonly<Record<string, unknown>> = { ...row };
      return [[String(id ?? symbol ?? currency), row] as const];
    }),
  );
}

test('whatever happened while the line was cut, the rows are those of the venue', async () => {
  const before = await theirs('execution');
  const downAt = new Date(clock.wallMs()).toISOString();
  venue.inject({ kind: 'refuse', status: 503, times: 100, retryAfterSeconds: 1 });
  venue.inject({ kind: 'drop' });
  await eventually('down', () => feed.states.includes('execution down'));
  while ((await theirs('execution')).size < before.size + 3) {
    const { steps } = venue.stats();
    await eventually('a few seconds of the market', () => venue.stats().steps >= steps + 100);
  }
  venue.heal();
  await allLive(feed);
  clock.freeze();
  const executions = await theirs('execution');
  await eventually('every execution', () => ours('execution').size === executions.size);
  expect(ours('execution')).toEqual(executions);
  expect(ours('position')).toEqual(await theirs('position'));
  expect(ours('margin')).toEqual(await theirs('margin'));
  const orders = await theirs('order');
  for (const [id, row] of ours('order')) expect(row).toEqual(orders.get(id));
  const known = [...orders.values()].filter((row) => isOpen(row) || String(row.updatedAt) >= downAt);
  await eventually('every order', () => known.every((row) => ours('order').has((row as { id: string }).id)));
  await eventually('said', () => feed.refills.length > 0);
  expect(feed.refills).toMatchObject([{ channel: { topic: 'execution' }, shortfall: null }]);
}, 30_000);

function isOpen(row: Row): boolean {
  return 'status' in row && /^(?:new|untriggered|partially-filled)$/.test(String(row.status));
}

test('a new line is logged in to with a fresh signature, by a key that can only read', async () => {
  venue.inject({ kind: 'drop' });
  await eventually('down', () => feed.states.includes('position down'));
  await allLive(feed);
  expect(venue.received.filter(({ text }) => text.includes('authKeyExpires'))).toHaveLength(2);
  const options = { exchange: bitmex, rest: venue.restUrl, signer: signer(), clock, fetch };
  expect(await checkKey(options)).toMatchObject({ ok: true, rights: { read: true, trade: false } });
  expect(venue.requests.some(({ url }) => url.startsWith('/api/v1/apiKey'))).toBe(true);
});
