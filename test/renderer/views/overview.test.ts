import { expect, test } from 'vitest';
import type { ChannelState } from '../../../src/preload/contract/health.ts';
import type { FeedView, PositionView } from '../../../src/preload/contract/views.ts';
import { compareStates } from '../../../src/renderer/format/health.ts';
import { exposures } from '../../../src/renderer/views/overview/exposure.ts';
import { troublesOf } from '../../../src/renderer/views/overview/feed-troubles.ts';

function position(symbol: string, side: PositionView['side'], notionalDisplay: string | null): PositionView {
  return {
    venue: 'v',
    account: 'a',
    symbol,
    updatedAt: null,
    receivedAt: '',
    side,
    size: null,
    sizeUnit: 'base',
    notional: null,
    entryPrice: null,
    breakEvenPrice: null,
    markPrice: null,
    liquidationPrice: null,
    leverage: null,
    marginMode: null,
    margin: null,
    unrealisedPnl: null,
    realisedPnl: null,
    pnlCurrency: null,
    derived: { liquidationDistance: null, notionalDisplay, unrealisedPnlDisplay: null },
  };
}

test('long and short of an asset are netted over accounts, the largest first', () => {
  const rows = [
    position('BTC-1', 'long', '250000.10'),
    position('BTC-2', 'short', '373744.30'),
    position('SOL-1', 'long', '160102'),
    position('ETH-1', 'flat', '0'),
  ];
  expect(exposures(rows, (row) => (row.symbol ?? '').slice(0, 3))).toEqual([
    { asset: 'SOL', long: '160102', short: '0', net: '160102' },
    { asset: 'BTC', long: '250000.1', short: '-373744.3', net: '-123744.2' },
  ]);
});

test('an asset with a position of which nobody knows how much it is has no sum, and comes first', () => {
  const rows = [
    position('BTC-1', 'long', '250000'),
    position('XRP-1', 'long', null),
    position('XRP-2', 'short', '3'),
    position('ADA-1', null, '7'),
  ];
  expect(exposures(rows, (row) => (row.symbol ?? '').slice(0, 3))).toEqual([
    { asset: 'XRP', long: null, short: '-3', net: null },
    { asset: 'ADA', long: null, short: null, net: null },
    { asset: 'BTC', long: '250000', short: '0', net: '250000' },
  ]);
});

function feed(timeline: readonly (readonly [number, ChannelState])[]): FeedView {
  return {
    id: 'f',
    venue: 'v',
    venueName: 'V',
    account: null,
    label: 'public',
    practice: true,
    removable: false,
    state: 'live',
    reason: '',
    trouble: null,
    confirmedMs: null,
    retryAtMs: null,
    endpoint: '',
    rttMs: null,
    clockSkewMs: null,
    reconnects: 0,
    paused: false,
    timeline: timeline.map(([sinceMs, state]) => ({ sinceMs, state })),
  };
}
const isWorse = (a: ChannelState, b: ChannelState) => compareStates(a, b) < 0;

test('one trouble lasts from the first bad state to the next good one and is named for its worst', () => {
  const found = troublesOf(
    [
      feed([
        [0, 'connecting'],
        [1, 'live'],
        [5, 'late'],
        [6, 'stalled'],
        [8, 'resyncing'],
        [9, 'live'],
        [12, 'down'],
      ]),
    ],
    isWorse,
  );
  expect(found.map(({ state, fromMs, toMs }) => [state, fromMs, toMs])).toEqual([
    ['down', 12, null],
    ['stalled', 5, 9],
  ]);
});

test('the way up at the start is no trouble', () => {
  expect(
    troublesOf(
      [
        feed([
          [0, 'connecting'],
          [2, 'resyncing'],
          [3, 'live'],
        ]),
      ],
      isWorse,
    ),
  ).toEqual([]);
});

test('a market that is opened later connects, which is no trouble; a reconnect is', () => {
  const opened = feed([
    [0, 'live'],
    [5, 'connecting'],
    [6, 'live'],
    [8, 'down'],
    [9, 'connecting'],
    [10, 'live'],
    [12, 'connecting'],
  ]);
  expect(troublesOf([opened], isWorse).map(({ state, fromMs, toMs }) => [state, fromMs, toMs])).toEqual([
    ['down', 8, 10],
  ]);
});
