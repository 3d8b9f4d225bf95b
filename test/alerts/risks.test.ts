import { describe, expect, test } from 'vitest';
import type { RiskSight } from '../../src/main/alerts/alert-types.ts';
import { AlertSettings } from '../../src/preload/contract/alert-settings.ts';
import { defaultAlertSettings } from '../../src/preload/contract/default-settings.ts';
import { alertDesk } from './alert-desk.ts';

function near(percent: number): RiskSight {
  return {
    ...{ id: 'bybit/main/BTCUSDT', feedId: 'bybit', name: 'Bybit main', percent },
    what: { kind: 'liquidation', symbol: 'BTCUSDT', markPrice: '64210.5', liquidationPrice: '61500' },
  };
}

function bound(percent: number): RiskSight {
  return { id: 'okx/margin', feedId: 'okx', name: 'OKX hedge', what: { kind: 'margin' }, percent };
}

describe('a position near its liquidation', () => {
  test('is said once, with its numbers, as critical', () => {
    const desk = alertDesk();
    desk.tell({ kind: 'risk', risks: [near(4.23)] });
    desk.tell({ kind: 'risk', risks: [near(4.1)] });
    expect(desk.popups).toEqual([
      {
        ...{ slot: 'risk:bybit/main/BTCUSDT', event: 'risk', urgency: 'critical', stays: true, sound: true },
        title: 'Bybit main: BTCUSDT is 4.2 % from liquidation',
        body: 'Mark 64210.5, liquidation price 61500.',
        feedId: 'bybit',
      },
    ]);
  });

  test('is said again only after it was well within the limit', () => {
    const desk = alertDesk();
    for (const percent of [4.9, 5.2, 4.9, 5.6, 4.9]) desk.tell({ kind: 'risk', risks: [near(percent)] });
    expect(desk.decisions.map(({ kind }) => kind)).toEqual(['show', 'close', 'show']);
  });

  test('takes its notification along when it is closed', () => {
    const desk = alertDesk();
    desk.tell({ kind: 'risk', risks: [near(4)] });
    desk.tell({ kind: 'risk', risks: [] });
    expect(desk.decisions.at(-1)).toEqual({ kind: 'close', slot: 'risk:bybit/main/BTCUSDT' });
  });

  test('waits for the end of the grace after the start', () => {
    const desk = alertDesk({ graceS: 0 });
    desk.tell({ kind: 'risk', risks: [near(4)] });
    expect(desk.popups).toEqual([]);
    desk.pass(15);
    expect(desk.popups).toHaveLength(1);
  });

  test('goes by the limit of the settings', () => {
    const desk = alertDesk();
    desk.settings.limits.liquidationAct = 3;
    desk.tell({ kind: 'risk', risks: [near(4)] });
    expect(desk.popups).toEqual([]);
  });
});

describe('a risk that cannot be measured now', () => {
  const unknown: RiskSight = { id: near(4).id, percent: null };

  test('opens no alert', () => {
    const desk = alertDesk();
    desk.tell({ kind: 'risk', risks: [unknown, { id: 'okx/margin', percent: null }] });
    desk.pass(3_600);
    expect(desk.decisions).toEqual([]);
  });

  test('keeps an alert open, which says so with its last words and closes only with the position', () => {
    const desk = alertDesk();
    desk.tell({ kind: 'risk', risks: [near(4.2)] });
    desk.pass(60);
    for (let look = 0; look < 3; look += 1) {
      desk.tell({ kind: 'risk', risks: [unknown] });
      desk.pass(60);
    }
    expect(desk.decisions.map(({ kind }) => kind)).toEqual(['show', 'repeat']);
    expect(desk.popups.at(-1)).toMatchObject({
      slot: 'risk:bybit/main/BTCUSDT',
      title: 'Bybit main: BTCUSDT was 4.2 % from liquidation',
      body: 'It cannot be measured since 15:02. Last mark 64210.5, liquidation price 61500.',
      sound: false,
    });
    desk.tell({ kind: 'risk', risks: [] });
    expect(desk.decisions.at(-1)).toEqual({ kind: 'close', slot: 'risk:bybit/main/BTCUSDT' });
  });

  test('has its figure back when it can be measured again, and is over when that is well within', () => {
    const desk = alertDesk();
    desk.tell({ kind: 'risk', risks: [near(4.2)] });
    desk.tell({ kind: 'risk', risks: [unknown] });
    desk.pass(60);
    desk.tell({ kind: 'risk', risks: [near(3.1)] });
    expect(desk.popups.at(-1)?.title).toBe('Bybit main: BTCUSDT is 3.1 % from liquidation');
    desk.tell({ kind: 'risk', risks: [unknown] });
    desk.tell({ kind: 'risk', risks: [near(9)] });
    expect(desk.decisions.map(({ kind }) => kind)).toEqual(['show', 'repeat', 'repeat', 'close']);
  });

  test('is not said when it lasts a moment only, or to those who have closed the notification', () => {
    const desk = alertDesk();
    desk.tell({ kind: 'risk', risks: [near(4.2), bound(90)] });
    desk.tell({ kind: 'risk', risks: [unknown, bound(90)] });
    desk.pass(10);
    desk.tell({ kind: 'risk', risks: [near(4.1), bound(90)] });
    desk.pass(60);
    desk.tell({ kind: 'gone', slot: 'risk:okx/margin' });
    desk.tell({ kind: 'risk', risks: [near(4.1), { id: 'okx/margin', percent: null }] });
    desk.pass(60);
    expect(desk.decisions.map(({ kind }) => kind)).toEqual(['show', 'show']);
  });

  test('is said as it was last measured where it was held back until now', () => {
    const desk = alertDesk();
    desk.tell({ kind: 'pause', length: '30-min' });
    desk.tell({ kind: 'risk', risks: [bound(91)] });
    desk.tell({ kind: 'risk', risks: [{ id: 'okx/margin', percent: null }] });
    desk.pass(30 * 60);
    expect(desk.popups.filter(({ event }) => event === 'risk')).toMatchObject([
      {
        title: 'OKX hedge: margin was at 91.0 % of equity',
        body: 'It cannot be measured since 15:01. At 100 % the venue begins to close positions.',
      },
    ]);
  });
});

describe('an account short of margin', () => {
  test('is said above the limit, and at it is not', () => {
    const desk = alertDesk();
    desk.tell({ kind: 'risk', risks: [bound(80)] });
    expect(desk.popups).toEqual([]);
    desk.tell({ kind: 'risk', risks: [bound(82.36)] });
    expect(desk.popups.map(({ title }) => title)).toEqual(['OKX hedge: margin at 82.4 % of equity']);
  });
});

describe('what is held back', () => {
  test('by a pause is said after it', () => {
    const desk = alertDesk();
    desk.tell({ kind: 'pause', length: '30-min' });
    desk.tell({ kind: 'risk', risks: [near(4)] });
    expect(desk.popups).toEqual([]);
    desk.pass(30 * 60);
    expect(desk.popups.map(({ event }) => event)).toContain('risk');
  });

  test('by quiet hours breaks through, as the settings have it', () => {
    const desk = alertDesk();
    desk.settings.quietHours = { on: true, from: '00:00', to: '23:59', breakThrough: true };
    desk.tell({ kind: 'risk', risks: [near(4)] });
    expect(desk.popups).toHaveLength(1);
  });
});

test('settings of a version that knew no risks are read, with the usual limits', () => {
  const { limits: _, ...older } = defaultAlertSettings;
  const { risk: __, ...events } = older.events;
  expect(AlertSettings.parse({ ...older, events })).toEqual(defaultAlertSettings);
});
