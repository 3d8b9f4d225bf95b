/** Frames and rows that are wrong: counted, marked, healed. */
import { describe, expect, test } from 'vitest';
import { change, level, partial } from '../support/dialect-frames.ts';
import { eventually } from '../support/eventually.ts';
import { book, feedBench, serveBook } from '../support/feed-bench.ts';

const bench = feedBench();

describe('a damaged table', () => {
  test.each(['update', 'delete'] as const)(
    '%s of an unknown row: gap, then a fresh snapshot',
    async (action) => {
      const { venue, open } = bench();
      serveBook(venue);
      const feed = open(book);
      await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
      venue.clients[0]?.send(change('orderBookL2', action, level(99, 1)));
      await eventually(
        'whole again',
        () => feed.gaps.length === 1 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
      );
      expect(feed.gaps).toMatchObject([{ kind: 'unknown-row', channel: 'orderBookL2:XBTUSD' }]);
      expect(feed.states.slice(2)).toEqual(['orderBookL2:XBTUSD resyncing', 'orderBookL2:XBTUSD live']);
      expect(feed.supervisor.store('test')?.size('orderBookL2')).toBe(2);
      expect(venue.clients[0]?.received.filter((text) => text.includes('subscribe'))).toHaveLength(3);
      expect(feed.status().counters).toMatchObject({
        resyncs: 1,
        reconnects: 0,
        dropped: { 'unknown-row': 1 },
      });
    },
  );

  test('a partial with rows that do not belong in it is asked for again', async () => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    const stray = { ...level(3, 30), symbol: 'ETHUSD' };
    venue.clients[0]?.send(partial('orderBookL2', ['symbol', 'id', 'side'], 'XBTUSD', [level(1, 10), stray]));
    await eventually(
      'whole again',
      () => feed.gaps.length === 1 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
    );
    expect(feed.gaps).toMatchObject([{ kind: 'malformed', channel: 'orderBookL2:XBTUSD' }]);
    expect(feed.rows.some(({ symbol }) => symbol === 'ETHUSD')).toBe(false);
    expect(feed.supervisor.store('test')?.size('orderBookL2')).toBe(2);
  });

  test('of a partial for everything, the channels that were asked for take their own rows', async () => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    const rows = [level(1, 10), { ...level(3, 30), symbol: 'ETHUSD' }];
    const frame = partial('orderBookL2', ['symbol', 'id', 'side'], 'XBTUSD', rows);
    venue.clients[0]?.send(frame.replace('"filter":{"symbol":"XBTUSD"}', '"filter":{}'));
    await eventually('replaced', () => feed.supervisor.store('test')?.size('orderBookL2') === 1);
    expect(feed.rows.some(({ symbol }) => symbol === 'ETHUSD')).toBe(false);
    expect(feed.gaps).toEqual([]);
  });

  test('a venue that breaks its tables all the time is not stormed with subscriptions', async () => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    for (let times = 0; times < 50; times += 1) {
      venue.clients[0]?.send(change('orderBookL2', 'update', level(99, 1)));
    }
    await eventually('all counted', () => feed.status().counters.frames >= 53);
    expect(feed.status().counters.resyncs).toBe(1);
    expect(feed.status().counters.gaps).toBeLessThanOrEqual(2);
  });

  test.each([
    ['truncated JSON', '{"table":"orderBookL2","action":"upd', 'malformed'],
    ['no JSON at all', 'Service Unavailable', 'malformed'],
  ])('%s is counted, marked and survived', async (_name, text, policy) => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.send(text);
    await eventually(
      'whole again',
      () => feed.gaps.length === 1 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
    );
    expect(feed.gaps).toMatchObject([{ kind: 'malformed' }]);
    expect(feed.status().counters.dropped).toEqual({ [policy]: 1 });
    expect(venue.clients).toHaveLength(1);
  });

  test('a binary frame is counted, marked and survived', async () => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.sendBinary(Buffer.from([1, 2, 3]));
    await eventually(
      'whole again',
      () => feed.gaps.length === 1 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
    );
    expect(feed.status().counters.dropped).toEqual({ binary: 1 });
  });

  test('a frame of 20 MB costs the connection and no more', async () => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.send('x'.repeat(20_000_000));
    await eventually(
      'live again',
      () => venue.clients.length === 2 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
    );
    expect(feed.gaps).toMatchObject([{ kind: 'malformed' }]);
    expect(feed.status().counters.dropped).toEqual({ oversized: 1 });
    expect(feed.reasons.join()).toContain('size limit');
  });

  test('bytes that are no WebSocket frame cost the connection and no more', async () => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.sendRaw(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x00, 0x12]));
    await eventually(
      'live again',
      () => venue.clients.length === 2 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
    );
    expect(feed.status().counters.dropped).toEqual({ garbled: 1 });
  });

  test('a second snapshot that no longer holds a row announces its end', async () => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.send(partial('orderBookL2', ['symbol', 'id', 'side'], 'XBTUSD', [level(2, 25)]));
    await eventually('replaced', () => feed.rows.length === 4);
    expect(feed.rows.slice(2).map((row) => [row.action, row.item.id])).toEqual([
      ['delete', 1],
      ['partial', 2],
    ]);
    expect(feed.gaps).toEqual([]);
  });
});
