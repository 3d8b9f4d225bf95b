/** docs/adding-a-venue.md, followed to the letter with a venue that does not exist. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTableStore, type RowChange } from '../../src/main/tables/table-store.ts';
import { canonicalRow } from '../../src/main/tables/views.ts';
import { framesOf } from '../support/fixtures.ts';
import { example } from './example/example.ts';

const events = framesOf('example/feed').flatMap((frame) => example.parse(frame));

test('its frames become events, with the digits they were sent with', () => {
  expect(events.map(({ kind }) => kind)).toEqual([
    'subscribed',
    'trades',
    'table',
    'table',
    'pong',
    'refused',
    'ignored',
    'malformed',
  ]);
  expect(events[1]).toMatchObject({
    symbol: 'BTC/USD',
    trades: [
      {
        id: '6446144185023447066',
        side: 'sell',
        price: '97400.50',
        size: '1.0',
        time: '2026-11-22T07:00:00.123000Z',
      },
    ],
  });
});

test('its tables are kept and read as rows like those of any venue', () => {
  const store = createTableStore();
  const changes: RowChange[] = [];
  for (const event of events)
    if (event.kind === 'table') store.apply(event, (change) => changes.push(change));
  expect(changes.map(({ action }) => action)).toEqual(['partial', 'update']);
  const [item] = [...store.rows('quote')].map(([, row]) => row);
  const source = { exchange: example, venue: 'example', account: null };
  expect(item && canonicalRow(source, 'quote', item, 0, null)).toMatchObject({
    venue: 'example',
    symbol: 'BTC/USD',
    bidPrice: '97400.5',
    askPrice: '97401',
    updatedAt: '2026-11-22T07:00:00.456000Z',
  });
});

test('it subscribes one frame a channel', () => {
  expect(example.subscribe([{ topic: 'quote', symbol: 'BTC/USD' }])).toEqual([
    '{"op":"sub","topic":"quote","symbol":"BTC/USD"}',
  ]);
  expect(example.unsubscribe([])).toEqual([]);
});

test('the page names only files that are there', () => {
  const page = readFileSync(new URL('../../docs/adding-a-venue.md', import.meta.url), 'utf8');
  const paths = [...page.matchAll(/`((?:src|test|docs)\/[\w./-]+)`/g)].map(([, path]) => path ?? '');
  expect(paths.length).toBeGreaterThan(5);
  for (const path of paths)
    expect(() => readFileSync(new URL(`../../${path}`, import.meta.url)), path).not.toThrow();
});
