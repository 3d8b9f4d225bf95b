import { describe, expect, test } from 'vitest';
import { createIncidentDesk, type IncidentDesk } from '../../src/main/app/incident-desk.ts';
import { isoMicros } from '../../src/main/feeds/clock.ts';
import type { ChannelState, Gap } from '../../src/preload/contract/health.ts';
import type { Incident } from '../../src/preload/contract/incidents.ts';
import { channelStatus, feedSpec, feedStatus, feedsDouble } from '../support/feeds-double.ts';
import { manualClock } from '../support/manual-clock.ts';
import { logInMemory } from '../support/session-parts.ts';

const channel = { topic: 'trade', symbol: 'XBTUSD' };
const spec = feedSpec('practice', null, [channel]);

describe('incidents of the feeds', () => {
  test('a stall begins with the last good data, and is kept and shown as it grows', async () => {
    const { desk, clock, state, sent } = await incidentDesk();
    const lastDataMs = clock.wallMs() - 20_000;
    state('stalled', 'no data for 20 s');
    clock.advance(2_000);
    desk.note('practice/public', 'notified');
    clock.advance(3_000);
    state('live', 'data again');
    const { incidents, total } = desk.list(10);
    expect(total).toBe(1);
    expect(incidents).toMatchObject([
      {
        kind: 'stall',
        feedId: 'practice/public',
        feedName: 'Practice public',
        channel: 'trade:XBTUSD',
        startMs: lastDataMs,
        endMs: clock.wallMs(),
        steps: [{ text: 'stalled: no data for 20 s' }, { text: 'notified' }, { text: 'live: data again' }],
      },
    ]);
    clock.advance(1_000);
    expect(sent.at(-1)).toEqual(incidents);
  });

  test('are none where a venue has no market that would only price something', async () => {
    const { desk } = await incidentDesk();
    const prices = { ...spec, id: 'practice/prices/realtime' };
    desk.listener.channel?.(prices, { channel, state: 'refused', reason: 'no such symbol', retryAtMs: null });
    expect(desk.list(10).total).toBe(0);
  });

  test('counts what a feed missed since it was last well, refills included', async () => {
    const { desk, clock, state, gap, refill } = await incidentDesk();
    const wellMs = clock.wallMs();
    state('down', 'closed by the venue');
    gap({ kind: 'disconnect', missed: 5 });
    refill(4);
    expect(desk.lossSince('practice/public', wellMs)).toMatchObject({ missed: 5, refilled: 4 });
    state('live', 'whole again');
    clock.advance(60_000);
    expect(desk.lossSince('practice/public', clock.wallMs())).toMatchObject({ missed: 0, refilled: 0 });
  });

  test('answers what was missed, and gives the same as CSV', async () => {
    const { desk, clock, state, gap } = await incidentDesk();
    const fromMs = clock.wallMs();
    state('down', 'closed by the venue');
    gap({ kind: 'disconnect', missed: 5 });
    clock.advance(10_000);
    state('live', 'whole again');
    expect(desk.ask(fromMs, clock.wallMs())).toMatchObject({
      headline: 'You missed 5 trades of XBTUSD on Practice public.',
      lost: 5,
    });
    const lines = desk.csv(fromMs, clock.wallMs()).trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^reconnect,.*,practice,/);
    expect(
      desk
        .csv(0, fromMs - 1)
        .trim()
        .split('\r\n'),
    ).toHaveLength(1);
  });

  test('a hole in a sequence has trade ids for edges, which are no times', async () => {
    const { desk, clock, gap } = await incidentDesk();
    gap({ kind: 'sequence', missed: 3, from: '82047307', to: '82047311' });
    const [incident] = desk.list(1).incidents;
    expect(incident).toMatchObject({ kind: 'gap', startMs: clock.wallMs(), endMs: clock.wallMs() });
  });

  test('a channel that leaves its feed ends its own incidents, a closed feed all of them', async () => {
    const { desk, state } = await incidentDesk();
    const book = { topic: 'orderBookL2_25', symbol: 'XBTUSD' };
    state('stalled', 'no data for 20 s');
    desk.listener.channel?.(spec, { channel: book, state: 'stalled', reason: 'no data', retryAtMs: null });
    const open = () => desk.list(10).incidents.flatMap((one) => (one.endMs === null ? [one.channel] : []));
    expect(open()).toHaveLength(2);
    desk.closed(spec, [book]);
    expect(open()).toEqual(['trade:XBTUSD']);
    const ended = desk.list(10).incidents.find((one) => one.endMs !== null);
    expect(ended?.steps.at(-1)?.text).toBe('no longer watched: orderBookL2_25:XBTUSD');
    desk.closed(spec, null);
    expect(open()).toEqual([]);
  });
});

describe('an account whose key is not at hand', () => {
  const account = feedSpec('bybit', 'main', [{ topic: 'order', symbol: null }]);
  const wait = (desk: IncidentDesk, reason: string) =>
    desk.listener.channel?.(account, {
      ...{ channel: { topic: 'order', symbol: null }, state: 'waiting', reason, retryAtMs: null },
    });

  test('is an incident from the beginning until its data comes, in which executions may be missing', async () => {
    const { desk, clock } = await incidentDesk();
    const startMs = clock.wallMs();
    wait(desk, 'its key is being read');
    wait(desk, 'the keychain is locked');
    clock.advance(600_000);
    expect(desk.list(1).incidents).toMatchObject([{ kind: 'keyless', startMs, endMs: null, channel: null }]);
    desk.listener.channel?.(account, {
      ...{ channel: { topic: 'order', symbol: null }, state: 'live', reason: 'first data', retryAtMs: null },
    });
    expect(desk.ask(startMs, clock.wallMs())).toMatchObject({
      ...{ executionsMissed: null, withoutTrustMs: 600_000 },
      incidents: [{ kind: 'keyless', endMs: clock.wallMs() }],
    });
  });

  test('is none where reading the key takes a moment, as at every start', async () => {
    const { desk, clock } = await incidentDesk();
    wait(desk, 'its key is being read');
    clock.advance(3_000);
    desk.listener.channel?.(account, {
      ...{ channel: { topic: 'order', symbol: null }, state: 'connecting', reason: '', retryAtMs: null },
    });
    clock.advance(600_000);
    expect(desk.list(1).total).toBe(0);
  });
});

describe('incidents of Vigil itself', () => {
  test('a slow minute is one incident, and a new slowness later another', async () => {
    const { desk, clock } = await incidentDesk();
    const late = (text: string) => {
      const nowMs = clock.wallMs();
      desk.selfLate('Vigil itself was late', text, nowMs - 1_500, nowMs);
    };
    late('1.5 s');
    clock.advance(30_000);
    late('2.5 s');
    clock.advance(600_000);
    late('1.7 s');
    const own = desk.list(10).incidents;
    expect(own.map(({ kind, feedName, steps }) => [kind, feedName, steps.length])).toEqual([
      ['self', 'Vigil', 1],
      ['self', 'Vigil', 2],
    ]);
  });

  test('sleep is an incident of all feeds', async () => {
    const { desk, clock } = await incidentDesk();
    const fromMs = clock.wallMs();
    clock.setWall(fromMs + 3_600_000);
    desk.slept(fromMs);
    expect(desk.list(1).incidents).toMatchObject([
      { kind: 'sleep', feedId: null, startMs: fromMs, endMs: fromMs + 3_600_000 },
    ]);
  });
});

test('while the window is hidden nothing is sent, and then everything at once', async () => {
  const { desk, clock, state, sent, setOpen } = await incidentDesk();
  setOpen(false);
  state('down', 'closed by the venue');
  clock.advance(1_000);
  state('live', 'whole again');
  clock.advance(1_000);
  expect(sent).toEqual([]);
  setOpen(true);
  desk.resume();
  clock.advance(1_000);
  expect(sent).toMatchObject([[{ kind: 'reconnect', steps: { length: 2 } }]]);
});

async function incidentDesk() {
  const clock = manualClock();
  clock.advance(60_000);
  const feeds = feedsDouble();
  const confirmedMs = clock.monoMs() - 20_000;
  feeds.set(feedStatus(spec, { channels: [channelStatus(channel, { confirmedMs })] }));
  const sent: (readonly Incident[])[] = [];
  let isOpen = true;
  const desk = createIncidentDesk({
    ...{ clock, feeds: () => feeds, log: await logInMemory(clock.wallMs()) },
    outlet: {
      isOpen: () => isOpen,
      send: (_name, event) => 'incidents' in event && sent.push(event.incidents),
    },
  });
  return {
    ...{ desk, clock, sent },
    setOpen(next: boolean) {
      isOpen = next;
    },
    state: (state: ChannelState, reason: string) =>
      desk.listener.channel?.(spec, { channel, state, reason, retryAtMs: null }),
    gap(parts: Partial<Gap>) {
      const usual: Gap = {
        ...{ venue: 'practice', account: null, channel: 'trade:XBTUSD', kind: 'stall' },
        ...{ from: null, to: null, missed: null, time: isoMicros(clock.wallMs()) },
      };
      desk.listener.gap?.(spec, { ...usual, ...parts });
    },
    refill: (refilled: number) =>
      desk.listener.refill?.(spec, { channel, refilled, shortfall: null, time: isoMicros(clock.wallMs()) }),
  };
}
