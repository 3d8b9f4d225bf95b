/** An account of the BitMEX dialect over real sockets: lifecycles, losses of the line, and what REST fills in. */
import { describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { allLive, framesSent, liveThrough, type Rows, rowsOf } from '../support/account-life.ts';
import { lifeClockMs, position } from '../support/bitmex-items.ts';
import { fillAgain, life } from '../support/bitmex-life.ts';
import { eventually } from '../support/eventually.ts';
import type { OpenedFeed } from '../support/opened-feed.ts';
import { sameWhereverCut } from '../support/watched-account.ts';
import { lines, watchedBitmex } from '../support/watched-bitmex.ts';

const begin = watchedBitmex();

/** The rows of the end; each execution was told once, and none was taken back. */
async function settled(feed: OpenedFeed): Promise<Rows> {
  await eventually('the last step', () => {
    const { margin, order, execution } = rowsOf(feed);
    const isLive = feed.status().channels.every(({ state }) => state === 'live');
    const isTold = said(margin).includes('"0.00955035"') && said(order).includes('"10330.4312"');
    return isLive && isTold && order?.length === 5 && execution?.length === 11;
  });
  const told = feed.rows.filter(({ table }) => table === 'execution');
  expect(told.filter(({ action }) => action === 'delete')).toEqual([]);
  expect(new Set(told.map(({ key }) => key)).size).toBe(told.length);
  return rowsOf(feed);
}

function said(rows: unknown): string {
  return JSON.stringify(rows);
}

describe('a lifecycle', () => {
  test('ends in the rows that it tells, to the last digit', async () => {
    const { venue, feed } = await begin();
    await liveThrough(feed, venue, life(venue), []);
    const { execution, order, position, margin } = await settled(feed);
    expect(
      lines(execution, 'id', 'kind', 'side', 'size', 'price', 'fee', 'feeCurrency', 'realisedPnl'),
    ).toEqual([
      'exec-1 trade sell 500 10330.5 -0.0000121 XBT 0',
      'exec-2 trade sell 7000 10330.5 -0.0001694 XBT 0',
      'exec-3 trade sell 254 10331 -0.00000615 XBT 0',
      'exec-4 trade sell 500 10330.5 -0.0000121 XBT 0',
      'exec-5 trade sell 746 10329.5 -0.00001805 XBT 0',
      'exec-6 trade buy 9000 10400.5 0.0000649 XBT -0.00058712',
      'exec-7 trade buy 3000 1136.88 0.256494 USDT 0',
      'exec-deleveraged adl sell 400 43772.75 0 XBT -0.00001543',
      'exec-funding funding  3000 1137 0.03411 USDT 0',
      'exec-liquidation liquidation sell 3000 1000.25 0.256494 USDT 0',
      'exec-old trade sell 500 10330.5 -0.0000121 XBT 0',
    ]);
    const figures = ['price', 'triggerPrice', 'size', 'filled', 'remaining', 'averagePrice'];
    expect(lines(order, 'id', 'status', 'type', ...figures, 'clientId', 'reduceOnly')).toEqual([
      'b9193d01 cancelled limit 10329.5  50000 9000 0 10330.4312  false',
      'bought filled market   3000 3000 0 1136.88 mine false',
      'last new limit 9000  100000 0 100000   false',
      'refused rejected limit 10330.5  100000 0 0   false',
      'stop filled stop  10400 9000 9000 0 10400.5  true',
    ]);
    expect(lines(position, 'symbol', 'side', 'size', 'entryPrice', 'realisedPnl', 'pnlCurrency')).toEqual([
      'ETHUSDT flat 0  -0.290604 USDT',
      'XBTUSD flat 0  -0.00043422 XBT',
    ]);
    expect(lines(margin, 'currency', 'walletBalance', 'equity', 'initialMargin', 'available')).toEqual([
      'USDT 90071992547.409931 90071992547.409929 0 1',
      'XBT 0.00955035 0.00955035 0.00011111 0.0101',
    ]);
  });

  test('tells every state on the way', async () => {
    const { venue, feed } = await begin();
    await liveThrough(feed, venue, life(venue), []);
    await settled(feed);
    function statesOf(table: 'order' | 'position', key: string, ...names: readonly string[]) {
      const items = feed.rows.filter(
        (row) => row.table === table && row.key === key && row.action !== 'partial',
      );
      return lines(
        items.map(({ item }) => bitmex.rows[table](item)),
        ...names,
      );
    }
    expect(statesOf('order', 'b9193d01', 'status', 'price', 'size', 'filled', 'remaining')).toEqual([
      'new 10330.5 100000 0 100000',
      'new 10330.5 100000 0 100000',
      'partially-filled 10330.5 100000 500 99500',
      'partially-filled 10330.5 100000 7754 92246',
      'partially-filled 10330.5 100000 8254 91746',
      'partially-filled 10329.5 50000 8254 41746',
      'partially-filled 10329.5 50000 9000 41000',
      'cancelled 10329.5 50000 9000 0',
      'cancelled 10329.5 50000 9000 0',
    ]);
    expect(statesOf('order', 'stop', 'status', 'filled')).toEqual(['untriggered 0', 'new 0', 'filled 9000']);
    expect(statesOf('position', '412475|XBTUSD', 'side', 'size', 'entryPrice', 'notional')).toEqual([
      'short -500 10330.5 500',
      'short -8254 10330.5154 8254',
      'short -9000 10330.4312 9000',
      'flat 0  0',
      'long 400 43846.7643 400',
      'long 400 43846.7643 400',
      'flat 0  0',
    ]);
    expect(
      statesOf('position', '412475|ETHUSDT', 'side', 'size', 'leverage', 'marginMode', 'margin'),
    ).toEqual([
      'long 3000 25 isolated 13.901768',
      'long 3000 25 isolated 13.901768',
      'long 3000 25 isolated 13.901768',
      'flat 0 25 isolated 0',
    ]);
    expect(feed.gaps).toEqual([]);
  });
});

describe('a line that is cut', () => {
  test.each([0, 3, 100])(
    'before, between or behind bursts ends in the same rows as none: %s executions in a partial',
    (executionsInPartial) => sameWhereverCut(() => begin({ executionsInPartial }), life, settled),
    60_000,
  );

  test('at every message of a life that goes on meanwhile ends in the same rows as none', async () => {
    const whole = await begin();
    await allLive(whole.feed);
    const { sent } = whole.venue;
    await liveThrough(whole.feed, whole.venue, life(whole.venue), []);
    const expected = await settled(whole.feed);
    const messages = whole.venue.sent - sent;
    expect(messages).toBeGreaterThan(50);
    for (let left = 0; left < messages; left += 1) {
      const { venue, feed } = await begin({ executionsInPartial: left % 4 });
      await allLive(feed);
      venue.framesLeft = left;
      for (const step of life(venue)) step();
      await eventually('the cut', () => feed.status().counters.reconnects === 1);
      expect(await settled(feed), `message ${left}`).toEqual(expected);
      await feed.supervisor.closeAll();
    }
  }, 60_000);

  test('at every frame of a greeting, in the middle of partials too, ends in the same rows as none', async () => {
    const whole = await begin();
    await liveThrough(whole.feed, whole.venue, life(whole.venue), []);
    const expected = await settled(whole.feed);
    // Welcome, login, and an acknowledgement and a partial of four channels.
    for (let left = 0; left < 10; left += 1) {
      const { venue, feed } = await begin({
        executionsInPartial: left % 4,
        more: (server) => {
          server.framesLeft = left;
        },
      });
      await allLive(feed);
      const steps = life(venue);
      for (const step of steps.slice(0, 4)) step();
      venue.framesLeft = left;
      venue.cut();
      for (const step of steps.slice(4, 8)) step();
      await eventually('the second cut', () => venue.framesLeft === null);
      for (const step of steps.slice(8)) step();
      expect(await settled(feed), `frame ${left}`).toEqual(expected);
      await feed.supervisor.closeAll();
    }
  }, 60_000);
});

describe('the comparison with REST', () => {
  test('is no alarm while nothing differs, and finds what the stream never told of', async () => {
    // A minute takes two seconds.
    const { venue, feed } = await begin({ speed: 30 });
    await liveThrough(feed, venue, life(venue), []);
    await settled(feed);
    const { length } = venue.requests;
    await eventually('two looks', () => venue.requests.length >= length + 12, 20_000);
    expect(feed.states.filter((state) => /late|stalled|down/.test(state))).toEqual([]);
    expect(feed.gaps).toEqual([]);
    venue.isMute = true;
    fillAgain(venue, 'exec-unheard', new Date(venue.nowMs()).toISOString());
    venue.isMute = false;
    await eventually('found', () => said(rowsOf(feed)).includes('exec-unheard'), 20_000);
    expect(feed.gaps).toContainEqual(expect.objectContaining({ channel: 'execution', kind: 'stall' }));
    await eventually('well again', () => /live|quiet/.test(feed.stateOf('execution')));
  }, 40_000);
});

test('figures of a read that are older than those of the stream are no news, others are', async () => {
  const { venue, feed } = await begin({ speed: 30 });
  await liveThrough(feed, venue, life(venue), []);
  await settled(feed);
  const realised = () => lines(rowsOf(feed).position, 'symbol', 'realisedPnl');
  const told = realised();
  const at = (ms: number) => new Date(lifeClockMs(ms)).toISOString();
  const read = (timestamp: string, realisedPnl: number) => [{ ...position, timestamp, realisedPnl }];
  venue.answers.set('/api/v1/position', read(at(99), 1));
  const { length } = venue.requests;
  await eventually('two looks', () => venue.requests.length >= length + 10, 20_000);
  expect(realised()).toEqual(told);
  venue.answers.set('/api/v1/position', read(at(101), 2));
  await eventually('refreshed', () => realised().includes('XBTUSD 0.00000002'), 20_000);
}, 40_000);

test('asks for nothing that could trade', async () => {
  const { venue, feed } = await begin();
  await liveThrough(feed, venue, life(venue), [2]);
  await settled(feed);
  expect(new Set(venue.requests.map(({ method, path }) => `${method} ${path}`))).toEqual(
    new Set(['GET /api/v1', 'GET /api/v1/order', 'GET /api/v1/execution/tradeHistory']),
  );
  const frames = framesSent(venue).map((frame) => JSON.parse(frame));
  expect(new Set(frames.map(({ op }) => op))).toEqual(new Set(['authKeyExpires', 'subscribe']));
});
