import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type IncidentState, noIncidents } from '../../src/main/incidents/incident-draft.ts';
import type { IncidentEvent, Place } from '../../src/main/incidents/incident-events.ts';
import { nextIncidents } from '../../src/main/incidents/incidents.ts';
import type { ChannelState, GapKind } from '../../src/preload/contract/health.ts';
import { Incident } from '../../src/preload/contract/incidents.ts';
import { lossTotals } from '../../src/preload/contract/losses.ts';

const t0 = Date.UTC(2026, 10, 24, 14, 0);

function place(channel = 'trade:BTCUSDT', feedId = 'bybit'): Place {
  return { feedId, feedName: 'Bybit public', venue: 'bybit', account: null, channel };
}

function state(
  channel: string,
  to: ChannelState,
  reason = 'because',
  oldSinceMs: number | null = null,
): IncidentEvent {
  return { kind: 'state', place: place(channel), state: to, reason, oldSinceMs };
}

function gap(channel: string, gapKind: GapKind, missed: number | null): IncidentEvent {
  return { kind: 'gap', place: place(channel), gapKind, fromMs: t0, toMs: t0 + 2_000, missed };
}

/** Applies events at seconds after t0; returns every incident as it ended up, in order of its start. */
function story(...steps: readonly (readonly [atS: number, event: IncidentEvent])[]): Incident[] {
  const seen = new Map<string, Incident>();
  let current: IncidentState = noIncidents;
  for (const [atS, event] of steps) {
    const outcome = nextIncidents(current, event, t0 + atS * 1_000);
    current = outcome.state;
    for (const incident of outcome.changed) seen.set(incident.id, Incident.parse(incident));
  }
  return [...seen.values()];
}

test('channels that were silent with a stalled one belong to its incident, each with its count', () => {
  const [incident, ...others] = story(
    [0, state('trade:BTCUSDT', 'live')],
    [24, state('trade:BTCUSDT', 'stalled', 'no data for 12 s', t0 + 12_000)],
    [30, gap('trade:BTCUSDT', 'stall', 3)],
    [30, gap('trade:ETHUSDT', 'stall', 2)],
    [30, gap('quote:ETHUSDT', 'stall', null)],
    [31, state('trade:BTCUSDT', 'live', 'whole again')],
  );
  expect(others).toEqual([]);
  expect(incident?.losses).toEqual([
    { channel: 'trade:BTCUSDT', missed: 3, refilled: 0 },
    { channel: 'trade:ETHUSDT', missed: 2, refilled: 0 },
    { channel: 'quote:ETHUSDT', missed: 0, refilled: 0 },
  ]);
});

test('a stall is an incident from the last data to the recovery, with its cure step by step', () => {
  const [incident, ...others] = story(
    [0, state('trade:BTCUSDT', 'live')],
    [16, state('trade:BTCUSDT', 'late', '4 s without data')],
    [24, state('trade:BTCUSDT', 'stalled', 'no data for 12 s', t0 + 12_000)],
    [24, { kind: 'note', feedId: 'bybit', channel: 'trade:BTCUSDT', text: 'subscribed again' }],
    [83, gap('trade:BTCUSDT', 'stall', 14)],
    [83, { kind: 'refill', place: place(), refilled: 14, shortfall: null }],
    [83, state('trade:BTCUSDT', 'live', 'whole again')],
  );
  expect(others).toEqual([]);
  expect(incident).toMatchObject({
    kind: 'stall',
    channel: 'trade:BTCUSDT',
    cause: 'no data for 12 s',
    startMs: t0 + 12_000,
    endMs: t0 + 83_000,
    losses: [{ channel: 'trade:BTCUSDT', missed: 14, refilled: 14 }],
  });
  expect(incident?.steps.map((step) => step.text)).toEqual([
    'stalled: no data for 12 s',
    'subscribed again',
    'nothing was received while stalled, 14 missed',
    '14 refilled',
    'live: whole again',
  ]);
});

test('a pause is one incident for all channels, which has what was lost in it', () => {
  const paused = { isPaused: true } as const;
  const incidents = story(
    [0, { ...state('trade:A', 'waiting', 'paused, as you asked'), ...paused }],
    [0, { ...state('position', 'waiting', 'paused, as you asked'), ...paused }],
    [60, state('trade:A', 'connecting')],
    [61, gap('trade:A', 'disconnect', 12)],
    [61, { kind: 'refill', place: place('trade:A'), refilled: 12, shortfall: null }],
    [61, state('trade:A', 'live')],
    [62, state('position', 'quiet')],
  );
  expect(incidents).toMatchObject([
    {
      ...{ kind: 'paused', channel: null, cause: 'paused, as you asked', startMs: t0, endMs: t0 + 62_000 },
      losses: [{ channel: 'trade:A', missed: 12, refilled: 12 }],
    },
  ]);
});

test('late alone is no incident', () => {
  expect(
    story([0, state('trade', 'live')], [4, state('trade', 'late')], [5, state('trade', 'quiet')]),
  ).toEqual([]);
});

test('a connection that is lost is one incident for all its channels, and ends with the last of them', () => {
  const incidents = story(
    [0, state('trade:A', 'down', 'closed by the venue (1006)')],
    [0, state('trade:B', 'down', 'closed by the venue (1006)')],
    [3, state('trade:A', 'down', 'connection refused')],
    [3, state('trade:B', 'down', 'connection refused')],
    [9, gap('trade:A', 'disconnect', 1_412)],
    [9, { kind: 'refill', place: place('trade:A'), refilled: 1_000, shortfall: 'the venue gives 1,000' }],
    [9, state('trade:A', 'live')],
    [11, gap('trade:B', 'disconnect', 0)],
    [11, state('trade:B', 'quiet')],
  );
  expect(incidents).toHaveLength(1);
  expect(incidents[0]).toMatchObject({
    kind: 'reconnect',
    channel: null,
    cause: 'closed by the venue (1006)',
    startMs: t0,
    endMs: t0 + 11_000,
  });
  expect(incidents[0]?.steps.filter((step) => step.text.includes('refused'))).toHaveLength(1);
  expect(lossTotals(incidents[0]?.losses ?? [])).toEqual({ missed: 1_412, refilled: 1_000, lost: 412 });
});

test('a loss that is marked just after the recovery still belongs to its incident', () => {
  const incidents = story(
    [0, state('trade:A', 'down')],
    [5, state('trade:A', 'live')],
    [6, gap('trade:A', 'disconnect', 3)],
    [7, { kind: 'refill', place: place('trade:A'), refilled: 3, shortfall: null }],
  );
  expect(incidents).toMatchObject([
    { kind: 'reconnect', losses: [{ channel: 'trade:A', missed: 3, refilled: 3 }] },
  ]);
});

test('a hole in the sequence is an incident that lasts until its channel is whole', () => {
  const incidents = story(
    [2, gap('trade:A', 'sequence', 3)],
    [2, state('trade:A', 'resyncing', 'a hole in the sequence')],
    [4, { kind: 'refill', place: place('trade:A'), refilled: 3, shortfall: null }],
    [5, state('trade:A', 'live', 'whole again')],
  );
  expect(incidents).toMatchObject([
    { kind: 'gap', cause: 'a hole in the sequence, 3 missed', startMs: t0, endMs: t0 + 5_000 },
  ]);
  expect(lossTotals(incidents[0]?.losses ?? [])).toEqual({ missed: 3, refilled: 3, lost: 0 });
});

test('bad messages one after the other are one incident', () => {
  const events = Array.from(
    { length: 50 },
    (_, second) => [second, gap('trade:A', 'malformed', null)] as const,
  );
  expect(story(...events)).toHaveLength(1);
});

test('a table that was resynchronised has lost nothing, a stream of which nobody knows has', () => {
  const [table] = story([0, gap('position', 'unknown-row', null)]);
  const [stream] = story([0, gap('execution', 'malformed', null)]);
  expect(lossTotals(table?.losses ?? [])).toEqual({ missed: 0, refilled: 0, lost: 0 });
  expect(lossTotals(stream?.losses ?? [])).toEqual({ missed: null, refilled: 0, lost: null });
});

test('where the venue gives no count, a refill without shortfall is the count', () => {
  const [incident] = story(
    [0, state('trade:A', 'down')],
    [5, gap('trade:A', 'disconnect', null)],
    [5, { kind: 'refill', place: place('trade:A'), refilled: 7, shortfall: null }],
  );
  expect(lossTotals(incident?.losses ?? [])).toEqual({ missed: 7, refilled: 7, lost: 0 });
});

test('a refusal lasts until the channel is well, through every attempt of the user', () => {
  const incidents = story(
    [0, state('order', 'refused', 'the key may not read orders')],
    [60, state('order', 'connecting')],
    [61, state('order', 'refused', 'the key may not read orders')],
    [120, state('order', 'connecting')],
    [121, state('order', 'live', 'first data')],
  );
  expect(incidents).toMatchObject([{ kind: 'refusal', startMs: t0, endMs: t0 + 121_000 }]);
});

test('sleep is an incident of all feeds', () => {
  expect(story([60, { kind: 'slept', fromMs: t0 }])).toMatchObject([
    { kind: 'sleep', feedId: null, startMs: t0, endMs: t0 + 60_000 },
  ]);
});

test('closing a feed ends what was open of it', () => {
  const incidents = story(
    [0, state('trade:A', 'down')],
    [9, { kind: 'feed-closed', feedId: 'bybit', channels: null }],
  );
  expect(incidents).toMatchObject([{ endMs: t0 + 9_000 }]);
});

test('an endless trouble keeps its beginning and its latest steps', () => {
  const attempts = Array.from(
    { length: 500 },
    (_, count) => [count * 30, state('trade:A', 'down', `attempt ${count}`)] as const,
  );
  const [incident] = story(...attempts);
  expect(incident?.steps).toHaveLength(60);
  expect(incident?.steps[0]?.text).toBe('down: attempt 0');
  expect(incident?.steps.at(-1)?.text).toBe('down: attempt 499');
});

test('whatever happens, losses add up, ends follow starts, and a well feed has nothing open', () => {
  const channels = ['trade:A', 'trade:B', 'position'] as const;
  const anyEvent = fc.oneof(
    fc.record({
      kind: fc.constant('state' as const),
      place: fc.constantFrom(...channels).map((channel) => place(channel)),
      state: fc.constantFrom<ChannelState>(
        'connecting',
        'live',
        'quiet',
        'late',
        'stalled',
        'down',
        'resyncing',
        'refused',
      ),
      reason: fc.constant('because'),
      oldSinceMs: fc.constant(null),
    }),
    fc.record({
      kind: fc.constant('gap' as const),
      place: fc.constantFrom(...channels).map((channel) => place(channel)),
      gapKind: fc.constantFrom<GapKind>('sequence', 'disconnect', 'stall', 'unknown-row', 'malformed'),
      fromMs: fc.constant(null),
      toMs: fc.constant(null),
      missed: fc.integer({ min: 0, max: 9 }),
    }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), anyEvent), { maxLength: 60 }),
      (steps) => {
        let atS = 0;
        const timed = steps.map(([wait, event]) => {
          atS += wait;
          return [atS, event] as const;
        });
        const well = channels.map((channel) => [atS + 1, state(channel, 'live')] as const);
        const incidents = story(...timed, ...well);
        const missed = steps.reduce((sum, [, event]) => {
          return sum + (event.kind === 'gap' && event.place.channel !== 'position' ? event.missed : 0);
        }, 0);
        expect(lossTotals(incidents.flatMap((incident) => incident.losses)).missed).toBe(missed);
        for (const incident of incidents) {
          expect(incident.endMs).not.toBeNull();
          expect(incident.endMs ?? 0).toBeGreaterThanOrEqual(incident.startMs);
        }
      },
    ),
    { numRuns: 200 },
  );
});
