import { describe, expect, test } from 'vitest';
import { riskSights } from '../../src/main/app/risk-sights.ts';
import type { PositionView, TotalView } from '../../src/preload/contract/views.ts';
import { feedSpec } from '../support/feeds-double.ts';
import { positionView } from '../support/views.ts';

const feeds = [null, 'main'].map((account) => ({ spec: feedSpec('bybit', account), paused: false }));

function position(liquidationDistance: string | null): PositionView {
  const row = positionView({ venue: 'bybit', account: 'main', symbol: 'BTCUSDT' });
  const prices = { markPrice: '64210.5', liquidationPrice: '61500' };
  return { ...row, ...prices, derived: { ...row.derived, liquidationDistance } };
}

function total(account: string | null, marginRatio: string | null): TotalView {
  return {
    ...{ account, venue: account === null ? null : 'bybit', practice: false, currency: 'USD' },
    ...{ equity: '1', unrealisedPnl: null, realisedPnl: null, todayPnl: null, marginRatio },
    ...{ liquidation: null, line: [], oldestMs: null, takenForDollars: [], unmeasured: null },
    unknown: { equity: null, unrealisedPnl: null, realisedPnl: null, marginRatio: null },
  };
}

describe('what alerts weigh', () => {
  test('is every position with a distance, and every account with a margin ratio, by its feed', () => {
    const sights = riskSights([position('4.25')], [total('main', '0.823'), total(null, '0.9')], feeds);
    expect(sights).toMatchObject([
      { feedId: feeds[1]?.spec.id, percent: 4.25, what: { kind: 'liquidation', symbol: 'BTCUSDT' } },
      { feedId: feeds[1]?.spec.id, percent: 82.3, what: { kind: 'margin' } },
    ]);
    expect(new Set(sights.map(({ id }) => id)).size).toBe(2);
  });

  test('is nothing whose feed is closed or paused, that is flat, or that was never open', () => {
    expect(riskSights([position('4.25')], [total('main', '0.9')], [])).toEqual([]);
    const paused = feeds.map((feed) => ({ ...feed, paused: true }));
    expect(riskSights([position('4.25')], [total('main', '0.9')], paused)).toEqual([]);
    expect(riskSights([{ ...position(null), side: 'flat' }], [total('main', null)], feeds)).toEqual([]);
  });

  test('is open all the same where it cannot be measured', () => {
    const measured = riskSights([position('4.25')], [total('main', '0.9')], feeds);
    const ids = measured.map(({ id }) => id);
    expect(riskSights([position(null)], [total('main', null)], feeds)).toEqual(
      ids.map((id) => ({ id, percent: null })),
    );
  });

  test('is of both sides while nobody can read which it is', () => {
    const [long] = riskSights([position('4.25')], [], feeds);
    const [short] = riskSights([{ ...position('4.25'), side: 'short' }], [], feeds);
    expect(riskSights([{ ...position(null), side: null }], [], feeds)).toEqual(
      [long, short].map((sight) => ({ id: sight?.id, percent: null })),
    );
  });

  test('is measured where one row of a side can be, whatever the other row hides', () => {
    const unread: PositionView = { ...position(null), side: null };
    for (const rows of [
      [position('4.25'), unread],
      [unread, position('4.25')],
    ]) {
      const sights = riskSights(rows, [], feeds);
      expect(sights.map(({ percent }) => percent).toSorted()).toEqual([4.25, null]);
      expect(new Set(sights.map(({ id }) => id)).size).toBe(2);
    }
  });

  test('is an account without positions too, while the margin that it has bound cannot be measured', () => {
    const before = riskSights([], [total('main', '0.9')], feeds);
    const spot = total('main', null);
    const bound = { ...spot, unknown: { ...spot.unknown, marginRatio: 'ETH' } };
    expect(riskSights([], [bound], feeds)).toEqual(before.map(({ id }) => ({ id, percent: null })));
  });
});
