import { expect, test } from 'vitest';
import { lanesOf, laneTicks, silences } from '../../../../src/renderer/views/incidents/lanes.ts';
import { minute, someIncident, t0 } from './some-incident.ts';

const stretch = { fromMs: t0, toMs: t0 + 100 * minute, isOpen: true };
const feeds = [
  { id: 'bybit/public', venueName: 'Bybit', label: 'public' },
  { id: 'okx/hedge', venueName: 'OKX', label: 'hedge' },
];

test('every open feed has a lane, with its incidents in percent of the time', () => {
  const lanes = lanesOf(feeds, [someIncident(10, 30)], stretch);
  expect(lanes.map(({ label, marks }) => [label, marks.length])).toEqual([
    ['public', 1],
    ['hedge', 0],
  ]);
  expect(lanes[0]?.marks[0]).toMatchObject({ left: 10, width: 20, lasts: false });
});

test('what began before or lasts longer is cut to the time that is shown', () => {
  const [lane] = lanesOf(feeds, [someIncident(-10, 5), someIncident(90, null)], stretch);
  expect(lane?.marks).toMatchObject([
    { left: 0, width: 5, lasts: false },
    { left: 90, width: 10, lasts: true },
  ]);
});

test('what lies outside is not drawn', () => {
  expect(lanesOf(feeds, [someIncident(-20, -10), someIncident(110, 120)], stretch)[0]?.marks).toEqual([]);
});

test('a feed that was closed keeps its lane while it has incidents', () => {
  const gone = someIncident(1, 2, { feedId: 'kraken/spot', feedName: 'Kraken spot', account: 'spot' });
  expect(lanesOf(feeds, [gone], stretch).at(-1)).toMatchObject({ venue: 'Kraken', label: 'spot' });
});

test.each([
  ['okx/prices/ws', 'OKX', 'prices'],
  ['binance-usdm/prices/ws', 'Binance USD-M futures', 'prices'],
  ['bybit/prices/v5/public/linear', 'Bybit', 'linear prices'],
])('of a feed that brought prices, %s, the venue is told from the rest', (feedId, venue, label) => {
  const prices = someIncident(1, 2, { feedId, feedName: `${venue} ${label}` });
  expect(lanesOf(feeds, [prices], stretch).at(-1)).toMatchObject({ venue, label });
});

test('the worse is drawn over the lesser', () => {
  const both = [someIncident(10, 30), someIncident(10, 30, { id: 'gap', kind: 'gap' })];
  expect(lanesOf(feeds, both, stretch)[0]?.marks.map(({ kind }) => kind)).toEqual(['gap', 'stall']);
});

test('a sleep hatches every lane; Vigil’s own lateness has the last one', () => {
  const nowhere = { feedId: null, venue: null, feedName: 'All feeds', channel: null };
  const slept = someIncident(0, 25, { ...nowhere, kind: 'sleep' });
  const late = someIncident(50, 60, { ...nowhere, id: 'late', kind: 'self', feedName: 'Vigil' });
  expect(silences([slept, late], stretch, 0)).toEqual([{ left: 0, width: 25, why: 'This computer slept' }]);
  expect(lanesOf(feeds, [slept, late], stretch).map(({ label }) => label)).toEqual([
    'public',
    'hedge',
    'Vigil',
  ]);
});

test('time in which Vigil did not run, or was not there yet, is hatched and not calm', () => {
  const off = someIncident(40, 60, { feedId: null, channel: null, kind: 'off', feedName: 'All feeds' });
  expect(silences([off], stretch, t0 + 10 * minute)).toEqual([
    { left: 0, width: 10, why: 'Vigil has no record of this time' },
    { left: 40, width: 20, why: 'Vigil did not run' },
  ]);
  expect(lanesOf(feeds, [off], stretch).flatMap(({ marks }) => marks)).toEqual([]);
});

test('the axis has a handful of round times', () => {
  const ticks = laneTicks(stretch);
  expect(ticks.map(({ label }) => label)).toEqual([
    '06:30',
    '06:45',
    '07:00',
    '07:15',
    '07:30',
    '07:45',
    '08:00',
  ]);
  expect(ticks[0]?.left).toBe(0);
  expect(ticks[2]?.left).toBe(30);
});
