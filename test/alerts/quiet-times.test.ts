import { expect, test } from 'vitest';
import { alertDesk, feed } from './alert-desk.ts';

const exposure = { positions: 2, orders: 0 };
/** 23:30 in a place one hour east of Greenwich. */
const lateEvening = Date.UTC(2026, 10, 24, 22, 30) - 60_000;

test('a pause holds everything back, critical alerts too, and then says what it held', () => {
  const desk = alertDesk();
  desk.tell({ kind: 'pause', length: '30-min' });
  desk.see(feed('bybit', 'stalled', { exposure }));
  desk.see(feed('okx', 'stalled'));
  desk.pass(60);
  desk.see(feed('okx', 'live'));
  desk.pass(1_739);
  expect(desk.popups).toEqual([]);
  expect(desk.decisions.every((decision) => decision.kind === 'suppressed')).toBe(true);
  expect(desk.decisions[0]).toMatchObject({ reason: 'alerts are paused until 15:31' });
  desk.pass(1);
  expect(desk.popups).toMatchObject([
    {
      slot: 'summary',
      urgency: 'low',
      title: '2 alerts were held back',
      body: 'Bybit main and OKX hedge. Incidents has everything that happened.',
    },
    { slot: 'feed:bybit', event: 'critical', title: 'Bybit main: orders stalled for 30 m' },
  ]);
});

test('ending a pause by hand says at once what still matters', () => {
  const desk = alertDesk();
  desk.tell({ kind: 'pause', length: '1-hour' });
  desk.see(feed('bybit', 'stalled'));
  desk.tell({ kind: 'unpause' });
  desk.pass(1_800);
  expect(desk.popups.map((popup) => popup.slot)).toContain('summary');
});

test('a pause until tomorrow ends at eight in the morning of the user', () => {
  const desk = alertDesk({ wallMs: lateEvening });
  desk.tell({ kind: 'pause', length: 'until-tomorrow' });
  desk.see(feed('bybit', 'stalled'));
  expect(desk.decisions[0]).toMatchObject({ reason: 'alerts are paused until 08:00' });
  expect(desk.nextMs()).toBe(desk.nowMs() + 8.5 * 3_600_000);
});

test('quiet hours hold back what is not critical until they end', () => {
  const desk = alertDesk({ wallMs: lateEvening });
  desk.settings.quietHours.on = true;
  desk.see(feed('okx', 'stalled'));
  desk.pass(7 * 3_600);
  expect(desk.popups).toEqual([]);
  desk.see(feed('okx', 'live'));
  desk.pass(3_600);
  expect(desk.popups).toMatchObject([{ slot: 'summary', title: '1 alert was held back' }]);
});

test('critical alerts break through quiet hours if the user allows it', () => {
  for (const breakThrough of [true, false]) {
    const desk = alertDesk({ wallMs: lateEvening });
    Object.assign(desk.settings.quietHours, { on: true, breakThrough });
    desk.see(feed('bybit', 'stalled', { exposure }));
    expect(desk.popups).toHaveLength(breakThrough ? 1 : 0);
  }
});

test('a stall that becomes dangerous during quiet hours is said then', () => {
  const desk = alertDesk({ wallMs: lateEvening });
  desk.settings.quietHours.on = true;
  desk.see(feed('bybit', 'stalled'));
  desk.pass(60);
  desk.see(feed('bybit', 'stalled', { exposure }));
  expect(desk.popups).toMatchObject([{ event: 'critical', sound: true }]);
});

test('quiet hours within one day, and none at all where both ends are equal', () => {
  const day = alertDesk();
  Object.assign(day.settings.quietHours, { on: true, from: '15:00', to: '15:30' });
  day.see(feed('bybit', 'stalled'));
  day.pass(28 * 60);
  expect(day.popups).toEqual([]);
  day.pass(60);
  expect(day.popups.map((popup) => popup.slot)).toEqual(['summary', 'feed:bybit']);

  const never = alertDesk();
  Object.assign(never.settings.quietHours, { on: true, from: '15:00', to: '15:00' });
  never.see(feed('bybit', 'stalled'));
  expect(never.popups).toHaveLength(1);
});

test('repeats that fall into quiet hours are not made up for', () => {
  const desk = alertDesk({ wallMs: Date.UTC(2026, 10, 24, 21, 50) });
  desk.settings.quietHours.on = true;
  desk.see(feed('bybit', 'stalled'));
  desk.pass(12 * 3_600);
  const repeats = desk.log.filter(({ decision }) => decision.kind === 'repeat');
  expect(repeats.map(({ atS }) => atS / 3_600).filter((hour) => hour > 0.2 && hour < 8.6)).toEqual([]);
  expect(repeats.length).toBeGreaterThan(1);
  expect(desk.popups.filter((popup) => popup.slot === 'summary')).toEqual([]);
});

test('many feeds that fall during a pause are still one network afterwards', () => {
  const desk = alertDesk();
  desk.tell({ kind: 'pause', length: '30-min' });
  for (const id of ['bybit', 'okx', 'kraken']) desk.see(feed(id, 'stalled'));
  desk.pass(1_800);
  expect(desk.popups.map((popup) => popup.slot)).toEqual(['summary', 'network']);
});
