import { expect, test } from 'vitest';
import type { AlertEvent, FeedSight } from '../../src/main/alerts/alert-types.ts';
import { alertDesk, feed } from './alert-desk.ts';

const exposed = { positions: 3, orders: 0 };

test('a late feed makes no popup', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'late'));
  desk.pass(600);
  expect(desk.decisions).toEqual([]);
});

test('a stall makes one notification, however often it is reported', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled', { reason: 'no data for 12 s, although the connection answers' }));
  for (let count = 0; count < 10; count += 1) desk.see(feed('bybit', 'stalled', { reason: 'no data' }));
  expect(desk.popups).toEqual([
    expect.objectContaining({
      slot: 'feed:bybit',
      event: 'stalled',
      urgency: 'normal',
      stays: false,
      sound: false,
      title: 'Bybit main: orders stalled for 42 s',
      body: 'No data for 12 s, although the connection answers.',
      feedId: 'bybit',
    }),
  ]);
});

test('a stall under open positions is critical, stays, sounds and says so', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled', { exposure: exposed }));
  expect(desk.popups[0]).toMatchObject({
    event: 'critical',
    urgency: 'critical',
    stays: true,
    sound: true,
    title: 'Bybit main: orders stalled for 42 s',
    body: '3 open positions; prices may be old.',
  });
});

test.each([
  [{ positions: 1, orders: 0 }, '1 open position; prices may be old.'],
  [{ positions: 0, orders: 1 }, '1 open order; they may be old.'],
  [{ positions: 4, orders: 2 }, '4 open positions and 2 open orders; numbers may be old.'],
])('what is at stake is said in numbers: %o', (exposure, body) => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled', { exposure }));
  expect(desk.popups[0]?.body).toBe(body);
});

test('an account without anything open is not critical', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled', { exposure: { positions: 0, orders: 0 } }));
  expect(desk.popups[0]).toMatchObject({ urgency: 'normal', stays: false, sound: false });
});

test('a stall is said again after 1, 5, 15, 60 minutes and then every 60, without sound', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled', { exposure: exposed }));
  desk.pass(4 * 3_600);
  const repeats = desk.log.filter(({ decision }) => decision.kind === 'repeat');
  expect(repeats.map(({ atS }) => atS / 60)).toEqual([1, 5, 15, 60, 120, 180, 240]);
  expect(repeats.at(0)?.decision).toMatchObject({
    count: 1,
    popup: { sound: false, title: 'Bybit main: orders stalled for 1 m 42 s' },
  });
});

test('acknowledging closes the popup and ends the repeats', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled'));
  desk.pass(60);
  desk.tell({ kind: 'acknowledge', slot: 'feed:bybit' });
  expect(desk.decisions.at(-1)).toEqual({ kind: 'close', slot: 'feed:bybit' });
  const count = desk.decisions.length;
  desk.pass(7_200);
  expect(desk.decisions).toHaveLength(count);
  expect(desk.nextMs()).toBeNull();
});

test('a popup that the user dismissed is not closed again', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled'));
  desk.tell({ kind: 'gone', slot: 'feed:bybit' });
  desk.tell({ kind: 'acknowledge', slot: null });
  expect(desk.decisions.filter((decision) => decision.kind === 'close')).toEqual([]);
});

test('recovery closes the popup and says quietly what was missed', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled'));
  desk.pass(30);
  desk.see(feed('bybit', 'live', { loss: { missed: 14, refilled: 14 } }));
  expect(desk.decisions.slice(1)).toEqual([
    { kind: 'close', slot: 'feed:bybit' },
    {
      kind: 'show',
      popup: expect.objectContaining({
        urgency: 'low',
        sound: false,
        title: 'Bybit main recovered after 1 m 12 s',
        body: '14 trades missed, 14 refilled.',
      }),
    },
  ]);
});

test.each([
  [{ missed: 0, refilled: 0 }, 'Nothing missed.'],
  [{ missed: 1, refilled: 1 }, '1 trade missed, 1 refilled.'],
  [{ missed: 1412, refilled: 1000 }, '1412 trades missed, 1000 refilled, 412 lost.'],
  [{ missed: null, refilled: 0 }, 'Nobody can tell what was missed.'],
])('the loss is said as it is: %o', (loss, body) => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled'));
  desk.see(feed('bybit', 'live', { loss }));
  expect(desk.popups.at(-1)?.body).toBe(body);
});

test('a stall that was not announced recovers in silence', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'down'));
  desk.pass(19);
  desk.see(feed('bybit', 'live'));
  desk.pass(60);
  expect(desk.decisions).toEqual([]);
});

test('a feed that is down for more than 20 s is announced, also while it tries to reconnect', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'down', { topics: [], reason: 'closed by the venue (1006)', ageS: 0 }));
  desk.pass(10);
  desk.see(feed('bybit', 'connecting'));
  desk.pass(10);
  expect(desk.popups).toEqual([
    expect.objectContaining({
      event: 'down',
      title: 'Bybit main: down for 20 s',
      body: 'Closed by the venue (1006).',
    }),
  ]);
});

test('a stalled feed that drops and reconnects is one trouble until it is well again', () => {
  const desk = alertDesk();
  for (const state of ['stalled', 'down', 'connecting', 'resyncing', 'late', 'live'] as const) {
    desk.see(feed('bybit', state));
    desk.pass(5);
  }
  expect(desk.popups.map((popup) => popup.event)).toEqual(['stalled', 'recovered']);
});

test('a refused key is announced at once, in the words of the venue', () => {
  const desk = alertDesk();
  desk.see(feed('kraken', 'refused', { reason: 'the key may not read balances' }));
  expect(desk.popups[0]).toMatchObject({
    event: 'refused',
    title: 'Kraken main needs you',
    body: 'The key may not read balances.',
  });
});

test('a keychain that is unlocked within its grace is not announced', () => {
  const desk = alertDesk();
  desk.see(feed('kraken', 'waiting'));
  desk.pass(14);
  desk.see(feed('kraken', 'live'));
  desk.see(feed('kraken', 'waiting'));
  desk.pass(15);
  expect(desk.popups.map((popup) => popup.title)).toEqual(['Kraken main waits for its key']);
});

test('a start and a waking up are given a grace', () => {
  const starting = alertDesk({ graceS: 0 });
  starting.see(feed('bybit', 'stalled'));
  starting.pass(14);
  expect(starting.popups).toEqual([]);
  starting.pass(1);
  expect(starting.popups).toHaveLength(1);

  const woken = alertDesk();
  woken.tell({ kind: 'grace' });
  woken.see(feed('bybit', 'stalled'));
  woken.pass(10);
  woken.see(feed('bybit', 'live'));
  woken.pass(600);
  expect(woken.decisions).toEqual([]);
});

test('three flaps in ten minutes make one notice, then silence until ten calm minutes', () => {
  const desk = alertDesk();
  for (let flap = 0; flap < 8; flap += 1) {
    desk.see(feed('bybit', 'stalled'));
    desk.pass(20);
    desk.see(feed('bybit', 'live'));
    desk.pass(40);
  }
  expect(desk.popups.map((popup) => popup.event)).toEqual([
    'stalled',
    'recovered',
    'stalled',
    'recovered',
    'unstable',
  ]);
  expect(desk.popups.at(-1)).toMatchObject({
    title: 'Bybit main is unstable',
    body: 'Lost 3 times in ten minutes. Nothing more is said until it was calm for ten minutes.',
  });
  expect(desk.decisions.filter((decision) => decision.kind === 'suppressed')).toHaveLength(5);
  desk.pass(560);
  expect(desk.decisions.at(-1)).toEqual({ kind: 'close', slot: 'feed:bybit' });
  desk.see(feed('bybit', 'stalled'));
  expect(desk.popups.at(-1)?.event).toBe('stalled');
});

test('an unstable feed that stays away while positions are open is no flap', () => {
  const desk = alertDesk();
  for (let flap = 0; flap < 3; flap += 1) {
    desk.see(feed('bybit', 'live', { exposure: exposed }));
    desk.pass(10);
    desk.see(feed('bybit', 'stalled', { exposure: exposed }));
    desk.pass(10);
  }
  desk.pass(49);
  expect(desk.popups.at(-1)?.event).toBe('unstable');
  desk.pass(1);
  expect(desk.popups.at(-1)?.event).toBe('critical');
});

test('flaps spread over more than ten minutes are told one by one', () => {
  const desk = alertDesk();
  for (let flap = 0; flap < 5; flap += 1) {
    desk.see(feed('bybit', 'stalled'));
    desk.pass(20);
    desk.see(feed('bybit', 'live'));
    desk.pass(300);
  }
  expect(desk.popups.every((popup) => popup.event !== 'unstable')).toBe(true);
});

test('a kind of alert that the user switched off is decided and named, not shown', () => {
  const desk = alertDesk();
  desk.settings.events.stalled.notify = false;
  desk.see(feed('bybit', 'stalled'));
  desk.pass(3_600);
  desk.see(feed('bybit', 'live'));
  expect(desk.decisions).toEqual([
    {
      kind: 'suppressed',
      slot: 'feed:bybit',
      title: 'Bybit main: orders stalled for 42 s',
      reason: 'switched off in the settings',
    },
  ]);
});

test('late is told to those who ask for it, and its end is not', () => {
  const desk = alertDesk();
  desk.settings.events.late.notify = true;
  desk.see(feed('bybit', 'late'));
  expect(desk.popups).toEqual([expect.objectContaining({ event: 'late', urgency: 'low' })]);
  desk.pass(3_600);
  desk.see(feed('bybit', 'live'));
  expect(desk.decisions.slice(1)).toEqual([{ kind: 'close', slot: 'feed:bybit' }]);
});

test('a removed feed takes its popup with it', () => {
  const desk = alertDesk();
  desk.see(feed('bybit', 'stalled'));
  desk.tell({ kind: 'feed-removed', feedId: 'bybit' });
  expect(desk.decisions.at(-1)).toEqual({ kind: 'close', slot: 'feed:bybit' });
  expect(desk.nextMs()).toBeNull();
});

test('every wait is known in advance, so that nothing has to poll', () => {
  const desk = alertDesk();
  expect(desk.nextMs()).toBeNull();
  desk.see(feed('bybit', 'down'));
  expect(desk.nextMs()).toBe(desk.nowMs() + 20_000);
  desk.pass(20);
  expect(desk.nextMs()).toBe(desk.nowMs() + 60_000);
  const events: AlertEvent[] = [{ kind: 'tick' }, { kind: 'tick' }];
  for (const event of events) desk.tell(event);
  expect(desk.popups).toHaveLength(1);
});

test('topics are named in plain words, and a whole feed by its name alone', () => {
  const titles = (
    [['position', 'order'], ['trade', 'quote', 'instrument', 'tradeBin1m'], ['liquidation'], []] as const
  ).map((topics) => {
    const desk = alertDesk();
    desk.see(feed('bybit', 'stalled', { topics } satisfies Partial<FeedSight>));
    return desk.popups[0]?.title;
  });
  expect(titles).toEqual([
    'Bybit main: positions and orders stalled for 42 s',
    'Bybit main: trades, quotes, prices and 1 more stalled for 42 s',
    'Bybit main: liquidation stalled for 42 s',
    'Bybit main: stalled for 42 s',
  ]);
});
