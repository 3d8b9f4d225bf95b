/** The lines for people: nothing that a venue says in them may speak to the terminal. */
import { expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import type { FeedSpec } from '../../src/main/feeds/feed-events.ts';
import { tableText, tradeText } from '../../src/main/headless/text-lines.ts';
import { canonicalRow } from '../../src/main/tables/views.ts';
import { trade } from '../support/venue-items.ts';

const feed: FeedSpec = {
  ...{ id: 'test', venue: 'bitmex', exchange: bitmex, account: null, channels: [], signer: null },
  ...{ endpoint: 'ws://127.0.0.1', rest: null },
};
const time = '2026-11-24T07:00:00.000000Z';

test('escape sequences and line ends of a venue reach no terminal', () => {
  const item = { symbol: 'XBTUSD', currency: '\u001b[2J\r\nUSD\u202e', walletBalance: 5 };
  const change = { table: 'margin', action: 'insert', symbol: null, key: 'x', item } as const;
  const values = canonicalRow(feed, 'margin', item, 0, null);
  const row = values === null ? null : ({ table: 'margin', values } as const);
  const lines = [
    tableText(feed, change, row, time),
    tableText(feed, { ...change, table: 'wallet' }, null, time),
    tradeText(trade(1, { symbol: 'XBT\u009b31mUSD' })),
  ];
  for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(lines[0]).toContain('[2J USD');
});

test('a position whose size cannot be read is not printed as one without a size', () => {
  const item = { symbol: 'XBTUSD', currentQty: 'many', markPrice: 5 };
  const change = { table: 'position', action: 'insert', symbol: 'XBTUSD', key: 'x', item } as const;
  const values = canonicalRow(feed, 'position', item, 0, null);
  expect(tableText(feed, change, values && { table: 'position', values }, time)).toContain(
    'position insert: size ?, markPrice 5',
  );
});

test('a word without an end does not fill the screen', () => {
  const item = { currency: 'X'.repeat(1_000_000), walletBalance: 5 };
  const change = { table: 'margin', action: 'insert', symbol: null, key: 'x', item } as const;
  const values = canonicalRow(feed, 'margin', item, 0, null);
  expect(tableText(feed, change, values && { table: 'margin', values }, time).length).toBeLessThan(200);
});
