import { describe, expect, test } from 'vitest';
import type { RiskSight } from '../../src/main/alerts/alert-types.ts';
import { createAlertDesk } from '../../src/main/app/alert-desk.ts';
import type { AlertSettings } from '../../src/preload/contract/alert-settings.ts';
import { defaultAlertSettings } from '../../src/preload/contract/default-settings.ts';
import type { ChannelState } from '../../src/preload/contract/health.ts';
import type { ChannelView, FeedView } from '../../src/preload/contract/views.ts';
import { feedSpec } from '../support/feeds-double.ts';
import { manualClock } from '../support/manual-clock.ts';
import { screenDouble } from '../support/session-parts.ts';
import { channelView, feedView } from '../support/views.ts';

describe('a stall', () => {
  test('is said with the topics that stalled, and noted on its incident', async () => {
    const { screen, notes, see } = desk();
    await see('stalled', { order: 'stalled', position: 'stalled', margin: 'live' });
    expect(screen.shown).toMatchObject([
      {
        title: 'Practice main: orders and positions stalled for 5 s',
        body: '2 open positions and 1 open order; numbers may be old.',
        urgency: 'critical',
      },
    ]);
    expect(notes).toEqual(['practice/main: notified']);
  });

  test('that the desktop could not show is noted with the reason, and shown in the window', async () => {
    const { alerts, screen, notes, see } = desk();
    screen.problem = 'the notification server did not answer';
    await see('stalled');
    expect(notes).toEqual(['practice/main: not shown: the notification server did not answer']);
    expect(alerts.view()).toMatchObject({
      notificationProblem: 'the notification server did not answer',
      troubles: [{ critical: true, announced: true, acknowledged: false }],
    });
  });

  test('is over with its popup, and said with what was missed since it began', async () => {
    const { screen, see, losses } = desk();
    await see('stalled');
    losses.push({ missed: 14, refilled: 14 });
    await see('live');
    expect(screen.closed).toEqual(['feed:practice/main']);
    expect(screen.shown.at(-1)).toMatchObject({
      event: 'recovered',
      body: '14 trades missed, 14 refilled.',
    });
  });

  test('that is over between two looks still counts as one', async () => {
    const { alerts, see, listen, pass } = desk();
    for (let time = 0; time < 3; time += 1) {
      listen('down');
      await see('live');
      await pass(2_000);
    }
    expect(alerts.view().unstable).toEqual(['practice/main']);
  });

  test('is repeated until it is acknowledged', async () => {
    const { alerts, screen, see, pass } = desk();
    await see('stalled');
    await pass(60_000);
    expect(screen.shown).toHaveLength(2);
    alerts.acknowledge('practice/main');
    await pass(3_600_000);
    expect(screen.shown).toHaveLength(2);
    expect(screen.closed).toEqual(['feed:practice/main']);
    expect(alerts.view().troubles).toMatchObject([{ acknowledged: true }]);
  });

  test('that was never announced ends without a word', async () => {
    const { alerts, screen, notes, see } = desk();
    alerts.pause('1-hour');
    await see('stalled');
    await see('live');
    expect(screen.shown).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^practice\/main: not shown: alerts are paused until/)]);
  });
});

describe('a click', () => {
  test('acknowledges, and leads to the feed', async () => {
    const { alerts, see } = desk();
    await see('stalled');
    expect(alerts.clicked('feed:practice/main')).toEqual({ view: 'feeds', feedId: 'practice/main' });
    expect(alerts.view().troubles).toMatchObject([{ acknowledged: true }]);
  });

  test('on a popup about several feeds leads to the incidents', () => {
    expect(desk().alerts.clicked('summary')).toEqual({ view: 'incidents', feedId: null });
  });
});

describe('the tray', () => {
  test('follows every state, and ages while something is wrong', async () => {
    const { screen, see, pass } = desk();
    await see('live');
    expect(screen.trays.at(-1)).toMatchObject({ icon: 'ok', tooltip: 'Practice main is fresh' });
    await see('stalled');
    expect(screen.trays.at(-1)?.tooltip).toBe('1 of 1 feed stalled: Practice main, 5 s');
    await pass(10_000);
    expect(screen.trays.at(-1)?.tooltip).toMatch(/1[3-5] s$/);
  });

  test.each(['late', 'connecting', 'resyncing'] as const)(
    'does not call a stalled feed %s on its way back, until it is well',
    async (state) => {
      const { screen, see } = desk();
      await see('stalled');
      await see(state);
      expect(screen.trays.at(-1)).toMatchObject({ icon: 'stalled' });
      await see('stalled');
      expect(new Set(screen.trays.slice(1).map(({ icon }) => icon))).toEqual(new Set(['stalled']));
      await see('live');
      expect(screen.trays.at(-1)).toMatchObject({ icon: 'ok' });
      await see(state);
      expect(screen.trays.at(-1)).not.toMatchObject({ icon: 'stalled' });
    },
  );

  test('shows a pause', async () => {
    const { alerts, screen, see } = desk();
    await see('live');
    alerts.pause('30-min');
    expect(screen.trays.at(-1)).toMatchObject({ icon: 'paused' });
    alerts.pause(null);
    expect(screen.trays.at(-1)).toMatchObject({ icon: 'ok' });
  });
});

test('a feed that was closed takes its popup along', async () => {
  const { screen, see, closeFeed, pass } = desk();
  await see('stalled');
  closeFeed();
  await pass(200);
  expect(screen.closed).toEqual(['feed:practice/main']);
  expect(screen.trays.at(-1)).toMatchObject({ tooltip: 'No feeds yet' });
});

test('a position near its liquidation is said, and its popup goes with it', async () => {
  const { screen, risks, pass } = desk();
  risks.push({
    ...{ id: 'one', feedId: 'practice/main', name: 'Practice main', percent: 3 },
    what: { kind: 'liquidation', symbol: 'XBTUSD', markPrice: '100', liquidationPrice: '97' },
  });
  await pass(2_000);
  expect(screen.shown).toMatchObject([{ title: 'Practice main: XBTUSD is 3.0 % from liquidation' }]);
  risks.length = 0;
  await pass(2_000);
  expect(screen.closed).toEqual(['risk:one']);
});

test('a try shows a notification, or says why not', async () => {
  const { alerts, screen } = desk();
  expect(await alerts.test()).toBeNull();
  screen.problem = 'this desktop has no notification server';
  expect(await alerts.test()).toBe('this desktop has no notification server');
});

test('the window hears what is said, and what changed, once each', async () => {
  const { sent, see, pass } = desk();
  await see('stalled');
  await pass(5_000);
  expect(sent.filter((name) => name === 'alerts.told')).toHaveLength(1);
  expect(sent.filter((name) => name === 'alerts.changed')).toHaveLength(1);
});

function desk(settings: AlertSettings = defaultAlertSettings) {
  const clock = manualClock();
  clock.advance(60_000);
  const screen = screenDouble();
  const notes: string[] = [];
  const sent: string[] = [];
  const risks: RiskSight[] = [];
  const losses: { missed: number; refilled: number }[] = [];
  const spec = feedSpec('practice', 'main');
  let feeds = new Map<string, FeedView>();
  let channels = new Map<string, ChannelView>();
  const alerts = createAlertDesk({
    ...{ clock, screen, graceMs: 0 },
    outlet: { isOpen: () => true, send: (name) => sent.push(name) },
    settings: () => settings,
    board: () => ({ feeds, channels }),
    risks: () => risks,
    openCounts: () => ({ positions: 2, orders: 1 }),
    incidents: {
      note: (feedId, text) => notes.push(`${feedId}: ${text}`),
      lossSince: () => losses.at(-1) ?? { missed: 0, refilled: 0 },
    },
  });

  /** Lets popups be shown, which waits for promises, while time goes on. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      clock.advance(Math.min(left, 1_000));
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  }
  function listen(state: ChannelState): void {
    const channel = { topic: 'order', symbol: null };
    alerts.listener.channel?.(spec, { channel, state, reason: 'no data for 5 s', retryAtMs: null });
  }
  return {
    ...{ alerts, screen, notes, sent, losses, risks, listen, pass },
    closeFeed() {
      feeds = new Map();
      alerts.lookAgain();
    },
    async see(state: ChannelState, topics: Readonly<Record<string, ChannelState>> = { order: state }) {
      const confirmedMs = clock.monoMs() - 5_000;
      const feed = feedView({
        id: spec.id,
        account: 'main',
        label: 'main',
        state,
        reason: 'no data for 5 s',
        confirmedMs,
      });
      feeds = new Map([[spec.id, feed]]);
      channels = new Map(
        Object.entries(topics).map(([topic, its]) => [
          topic,
          channelView({ feedId: spec.id, topic, state: its }),
        ]),
      );
      listen(state);
      await pass(100);
    },
  };
}
