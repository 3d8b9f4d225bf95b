import { describe, expect, test } from 'vitest';
import {
  type ChannelHistory,
  noHistory,
  withSample,
  withState,
} from '../../src/main/tables/channel-history.ts';
import { createFeedBoard } from '../../src/main/tables/feed-board.ts';
import { createPublisher } from '../../src/main/tables/publisher.ts';
import type { ChannelState } from '../../src/preload/contract/health.ts';
import { channelStatus, feedSpec, feedStatus, feedsDouble } from '../support/feeds-double.ts';
import { manualClock } from '../support/manual-clock.ts';
import { windowDouble } from '../support/window-double.ts';

const trades = { topic: 'trade', symbol: 'XBTUSD' };

describe('fifteen minutes of a channel', () => {
  test('are its changes of state, not every look at it', () => {
    const history = states(['live', 0], ['live', 500], ['late', 1000], ['late', 1500], ['live', 2000]);
    expect(history.timeline).toEqual([
      { sinceMs: 0, state: 'live' },
      { sinceMs: 1000, state: 'late' },
      { sinceMs: 2000, state: 'live' },
    ]);
  });

  test('keep the step that still reaches into them', () => {
    const history = states(['live', 0], ['late', 60_000], ['live', 120_000], ['late', 17 * 60_000]);
    expect(history.timeline.map(({ sinceMs }) => sinceMs)).toEqual([120_000, 17 * 60_000]);
  });

  test('stay bounded however often it flaps', () => {
    let history = noHistory;
    for (let count = 0; count < 5000; count++)
      history = withState(history, count % 2 ? 'live' : 'late', count);
    expect(history.timeline.length).toBeLessThanOrEqual(400);
    expect(history.timeline.at(-1)).toEqual({ sinceMs: 4999, state: 'live' });
  });

  test('count messages in fourteen stretches of five seconds, oldest first', () => {
    let history = noHistory;
    for (const messages of [10, 10, 35]) history = withSample(history, messages);
    expect(history.rate).toHaveLength(14);
    expect(history.rate.slice(-3)).toEqual([10, 0, 25]);
  });

  test('go on counting when the feed was opened anew and its counter starts at nothing', () => {
    const history = withSample(withSample(noHistory, 500), 20);
    expect(history.rate.slice(-2)).toEqual([500, 20]);
  });
});

describe('the board', () => {
  test('gives a live feed the age of its liveliest channel, and a stalled one that of the stalled', () => {
    const { board, feeds } = started();
    const spec = feedSpec('practice', null);
    const channels = [
      channelStatus(trades, { confirmedMs: 900 }),
      channelStatus({ ...trades, symbol: 'ETHUSD' }, { confirmedMs: 400 }),
      channelStatus({ ...trades, symbol: 'SOLUSD' }, { confirmedMs: 100, state: 'stalled' }),
    ];
    feeds.set(feedStatus(spec, { channels }));
    expect(board.views().feeds.get(spec.id)?.confirmedMs).toBe(900);
    feeds.set(feedStatus(spec, { channels, state: 'stalled' }));
    expect(board.views().feeds.get(spec.id)?.confirmedMs).toBe(100);
  });

  test('gives a feed that is down the age of what was heard last, whichever channel it was', () => {
    const { board, feeds } = started();
    const spec = feedSpec('practice', null);
    const cut = { state: 'down' } as const;
    const channels = [
      channelStatus(trades, { ...cut, confirmedMs: 900 }),
      // Candles come once a minute: their last one says nothing of the connection.
      channelStatus({ topic: 'tradeBin1m', symbol: 'XBTUSD' }, { ...cut, confirmedMs: 100 }),
    ];
    feeds.set(feedStatus(spec, { channels, state: 'down' }));
    expect(board.views().feeds.get(spec.id)?.confirmedMs).toBe(900);
  });

  test('forgets the history of a feed that was closed', async () => {
    const { board, feeds, clock } = started();
    const spec = feedSpec('practice', null, [trades]);
    feeds.set(feedStatus(spec));
    board.views();
    await feeds.close(spec.id);
    board.views();
    clock.advance(60_000);
    feeds.set(feedStatus(spec));
    expect(board.views().feeds.get(spec.id)?.timeline).toEqual([{ sinceMs: 60_000, state: 'live' }]);
  });

  test('tells what is wrong with a key or our clock while the feed goes on', () => {
    const { board, feeds } = started();
    const spec = feedSpec('bitmex', 'main');
    const trouble = { cause: 'clock', message: 'The clock of this computer is 1 min behind.' } as const;
    feeds.set({ ...feedStatus(spec), trouble });
    expect(board.views().feeds.get(spec.id)).toMatchObject({ state: 'live', trouble });
    feeds.set(feedStatus(spec));
    expect(board.views().feeds.get(spec.id)?.trouble).toBeNull();
  });

  test.each(['before', 'behind'])(
    'shows a channel of two feeds as the one that runs has it, with the paused one %s it',
    (place) => {
      const { board, feeds } = started();
      const market = feedSpec('coinbase', null, [trades]);
      const prices = { ...market, id: 'coinbase/prices' };
      const paused = feedStatus(market, {
        ...{ state: 'waiting', paused: true },
        channels: [channelStatus(trades, { state: 'waiting', confirmedMs: 100, messages: 900 })],
      });
      const running = feedStatus(prices, {
        channels: [channelStatus(trades, { confirmedMs: 5, messages: 3 })],
      });
      for (const status of place === 'before' ? [paused, running] : [running, paused]) feeds.set(status);
      board.sample();
      const [shown] = board.views().channels.values();
      expect(shown).toMatchObject({ feedId: prices.id, state: 'live', confirmedMs: 5 });
      expect(shown?.rate.at(-1)).toBe(3);
      expect(board.confirmedMs(shown?.id ?? '')).toBe(5);
    },
  );

  test('only practice feeds and feeds with a key cannot be closed by hand', () => {
    const { board, feeds } = started();
    for (const spec of [feedSpec('practice', null), feedSpec('coinbase', null), feedSpec('bitmex', 'main')]) {
      feeds.set(feedStatus(spec));
    }
    const removable = [...board.views().feeds.values()].map((view) => [view.venue, view.removable]);
    expect(removable).toEqual([
      ['practice', false],
      ['coinbase', true],
      ['bitmex', false],
    ]);
  });
});

describe('feeds in the window', () => {
  test('say a change of state at once, and otherwise at most twice a second', () => {
    const { feeds, clock } = started();
    const window = windowDouble((table) => publisher.snapshot(table));
    const publisher = createPublisher({ clock, outlet: window, feeds: () => feeds, currency: () => 'USD' });
    const spec = feedSpec('practice', null, [trades]);
    window.load('feed');
    window.load('channel');
    for (let ms = 0; ms < 3000; ms += 10) {
      feeds.set(feedStatus(spec, { channels: [channelStatus(trades, { confirmedMs: ms })] }));
      clock.advance(10);
    }
    expect(window.events.length).toBeGreaterThan(5);
    expect(window.events.length).toBeLessThanOrEqual(12);

    feeds.set(feedStatus(spec, { state: 'down', channels: [channelStatus(trades, { state: 'down' })] }));
    publisher.listener.channel?.(spec, { channel: trades, state: 'down', reason: 'closed', retryAtMs: null });
    clock.advance(50);
    expect(Object.values(window.rows('feed'))).toMatchObject([{ state: 'down' }]);
    expect(Object.values(window.rows('channel'))).toMatchObject([{ state: 'down' }]);
    publisher.close();
  });

  test('send nothing while nothing changes', () => {
    const { feeds, clock } = started();
    const window = windowDouble((table) => publisher.snapshot(table));
    const publisher = createPublisher({ clock, outlet: window, feeds: () => feeds, currency: () => 'USD' });
    clock.advance(1000);
    const still = feedSpec('practice', null, [trades]);
    feeds.set(feedStatus(still));
    clock.advance(10_000);
    const before = window.events.length;
    for (let seconds = 0; seconds < 60; seconds++) {
      feeds.set(feedStatus(still));
      clock.advance(1000);
    }
    // The rate of five seconds is always new to the window; the rest is not.
    expect(window.events.length - before).toBeLessThanOrEqual(60 / 5);
  });
});

function states(...steps: readonly (readonly [ChannelState, number])[]): ChannelHistory {
  return steps.reduce((history, [state, ms]) => withState(history, state, ms), noHistory);
}

function started() {
  const clock = manualClock();
  const feeds = feedsDouble();
  return { clock, feeds, board: createFeedBoard({ clock, feeds: () => feeds }) };
}
