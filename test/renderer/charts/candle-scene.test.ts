import { expect, test } from 'vitest';
import { layOut, momentAt, momentText } from '../../../src/renderer/charts/candle-scene.ts';
import type { Candle } from '../../../src/renderer/charts/candles.ts';
import type { ChartModel } from '../../../src/renderer/charts/chart-model.ts';
import { startViewport } from '../../../src/renderer/charts/viewport.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 10, 24, 12);
const size = { width: 640, height: 418 };

function candle(index: number, open: number, close: number): Candle {
  return {
    startMs: startMs + index * minuteMs,
    open,
    close,
    high: Math.max(open, close) + 1,
    low: Math.min(open, close) - 1,
    volume: 1 + index,
    text: { open: String(open), high: '0', low: '0', close: String(close), volumes: [] },
  };
}

function model(parts: Partial<ChartModel> = {}): ChartModel {
  return {
    candles: [candle(0, 100, 105), candle(1, 105, 103), candle(2, 103, 110)],
    intervalMs: minuteMs,
    tickSize: 0.5,
    last: { price: 110, text: '110.0', move: 'up', isOld: false },
    levels: [],
    executions: [],
    gaps: [],
    ...parts,
  };
}

test('higher prices lie higher, and rising candles are told from falling ones', () => {
  const { candles } = layOut(model(), startViewport, size);
  expect(candles.map((one) => one.rising)).toEqual([true, false, true]);
  for (const one of candles) {
    expect(one.highY).toBeLessThan(one.topY);
    expect(one.topY).toBeLessThanOrEqual(one.bottomY);
    expect(one.bottomY).toBeLessThan(one.lowY);
  }
});

test('candles stand at their time: a missing minute leaves its place empty', () => {
  const scene = layOut(
    model({ candles: [candle(0, 1, 2), candle(1, 2, 3), candle(5, 3, 4)] }),
    startViewport,
    size,
  );
  const xs = scene.candles.map((one) => one.x);
  expect((xs[1] ?? 0) - (xs[0] ?? 0)).toBeCloseTo(startViewport.slotPx);
  expect((xs[2] ?? 0) - (xs[1] ?? 0)).toBeCloseTo(4 * startViewport.slotPx);
});

test('a gap covers its stretch of time and is never thinner than can be seen', () => {
  const gap = {
    fromMs: startMs + minuteMs,
    toMs: startMs + minuteMs + 1000,
    title: '12:01',
    detail: '3 trades lost',
  };
  const scene = layOut(model({ gaps: [gap] }), startViewport, size);
  expect(scene.gaps).toHaveLength(1);
  expect(scene.gaps[0]?.width).toBe(3);
  expect(scene.gaps[0]?.words).not.toBeNull();
});

test('of two gaps side by side only one has words, so that they stay readable', () => {
  const gaps = [0, 1].map((index) => ({
    fromMs: startMs + index * minuteMs,
    toMs: startMs + index * minuteMs + 20_000,
    title: 'a',
    detail: 'trades may be lost',
  }));
  const scene = layOut(model({ gaps }), startViewport, size);
  expect(scene.gaps.map((gap) => gap.words !== null)).toEqual([true, false]);
});

test('a gap that is still open carries the chart on beyond the last candle', () => {
  const gap = {
    fromMs: startMs + 3 * minuteMs,
    toMs: startMs + 20 * minuteMs,
    title: 'since 12:03',
    detail: 'down',
  };
  const before = layOut(model(), startViewport, size).candles.at(-1)?.x ?? 0;
  const after = layOut(model({ gaps: [gap] }), startViewport, size).candles.at(-1)?.x ?? 0;
  expect(before - after).toBeCloseTo(17 * startViewport.slotPx);
});

test('a market that did not move is drawn in the middle and not as an error', () => {
  const still: Candle = { ...candle(0, 50, 50), high: 50, low: 50 };
  const scene = layOut(model({ candles: [still], last: null }), startViewport, size);
  expect(scene.candles[0]?.topY).toBeGreaterThan(0);
  expect(scene.candles[0]?.topY).toBeLessThan(scene.plotHeight);
});

test('fills of one side in one candle are one mark, below for buys and above for sells', () => {
  const executions = [
    { id: 'a', timeMs: startMs + 61_000, side: 'buy' as const },
    { id: 'b', timeMs: startMs + 62_000, side: 'buy' as const },
    { id: 'c', timeMs: startMs + 63_000, side: 'sell' as const },
    { id: 'd', timeMs: startMs - 999_000, side: 'sell' as const },
  ];
  const scene = layOut(model({ executions }), startViewport, size);
  expect(scene.executions.map((mark) => mark.id)).toEqual(['a', 'c']);
  const [buy, sell] = scene.executions;
  expect(buy?.y).toBeGreaterThan(scene.candles[1]?.lowY ?? 0);
  expect(sell?.y).toBeLessThan(scene.candles[1]?.highY ?? 0);
});

test('the price under a height is the price that is drawn there', () => {
  const scene = layOut(model(), startViewport, size);
  expect(scene.priceAt(scene.candles[0]?.topY ?? 0)).toBeCloseTo(105);
});

test('the moment under the pointer is the start of its candle', () => {
  const scene = layOut(model(), startViewport, size);
  const x = scene.candles[1]?.x ?? 0;
  expect(momentAt(x, model(), startViewport, size)).toBe(startMs + minuteMs);
  expect(momentText(startMs, model())).toBe('12:00');
  expect(momentText(startMs - 86_400_000, model())).toBe('23 Nov 12:00');
});

test('a last price outside the view waits at the edge and has no line', () => {
  const at = (price: number) =>
    layOut(model({ last: { price, text: String(price), move: 'up', isOld: false } }), startViewport, size)
      .last;
  expect(at(110)?.isInView).toBe(true);
  expect(at(10_000)).toMatchObject({ isInView: false, y: 8 });
});
