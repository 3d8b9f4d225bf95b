import { describe, expect, test } from 'vitest';
import { createTimeDesk } from '../../src/main/app/time-desk.ts';
import { feedSpec, feedStatus, feedsDouble } from '../support/feeds-double.ts';
import { manualClock } from '../support/manual-clock.ts';

describe('sleep', () => {
  test('costs one reconnect with grace, and is one incident from its beginning', () => {
    const { desk, clock, said, feeds } = timeDesk();
    desk.suspended();
    const sleptAtMs = clock.wallMs();
    clock.setWall(sleptAtMs + 3_600_000);
    desk.resumed();
    expect(said).toEqual(['grace', `slept from ${sleptAtMs}`]);
    expect(feeds.calls).toEqual(['wake coinbase/public', 'wake practice/public']);
  });

  test('told by the system and by the clocks is one and the same, whoever is first', () => {
    const first = timeDesk();
    first.desk.suspended();
    first.desk.resumed();
    first.clock.advance(2_000);
    first.desk.jumped('sleep', { monoMs: 0, wallMs: 0 });
    expect(first.said).toHaveLength(2);

    const second = timeDesk();
    second.desk.jumped('sleep', { monoMs: 0, wallMs: 1_000 });
    second.clock.advance(2_000);
    second.desk.resumed();
    expect(second.said).toEqual(['grace', 'slept from 1000']);
    // Who noticed has woken the feeds already.
    expect(second.feeds.calls).toEqual([]);
  });

  test('twice in a row is two incidents', () => {
    const { desk, clock, said } = timeDesk();
    desk.resumed();
    clock.advance(60_000);
    desk.resumed();
    expect(said.filter((words) => words.startsWith('slept'))).toHaveLength(2);
  });
});

test('a clock that was set gives grace and says by how much', () => {
  const { desk, clock, said } = timeDesk();
  const before = { monoMs: clock.monoMs(), wallMs: clock.wallMs() };
  clock.advance(2_000);
  clock.setWall(before.wallMs + 2_000 - 90_000);
  desk.jumped('clock-jump', before);
  expect(said).toEqual(['grace', 'the clock of this computer was set: set back by 1 m 30 s, reconnecting']);
});

describe('a lost network', () => {
  test('is noted on remote feeds, and its return reconnects them with grace', () => {
    const { desk, clock, said, feeds } = timeDesk();
    desk.online(false);
    clock.advance(42_000);
    desk.online(true);
    expect(said).toEqual([
      'coinbase/public: this computer has no network',
      'coinbase/public: this computer has its network back after 42 s',
      'grace',
    ]);
    expect(feeds.calls).toEqual(['wake coinbase/public']);
  });

  test('that was never lost does not come back', () => {
    const { desk, said, feeds } = timeDesk();
    desk.online(true);
    expect([...said, ...feeds.calls]).toEqual([]);
  });
});

function timeDesk() {
  const clock = manualClock();
  const feeds = feedsDouble();
  const said: string[] = [];
  feeds.set(feedStatus({ ...feedSpec('coinbase', null), endpoint: 'wss://ws-feed.exchange.coinbase.com' }));
  feeds.set(feedStatus({ ...feedSpec('practice', null), endpoint: 'ws://127.0.0.1:4321/realtime' }));
  const desk = createTimeDesk({
    clock,
    feeds: () => feeds,
    incidents: {
      slept: (fromMs) => said.push(`slept from ${fromMs}`),
      selfLate: (cause, text) => said.push(`${cause}: ${text}`),
      note: (feedId, text) => said.push(`${feedId}: ${text}`),
    },
    alerts: { tell: ({ kind }) => said.push(kind) },
  });
  return { clock, feeds, said, desk };
}
