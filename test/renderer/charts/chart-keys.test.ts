import { expect, test } from 'vitest';
import type { Candle } from '../../../src/renderer/charts/candles.ts';
import { pressChartKey } from '../../../src/renderer/charts/chart-keys.ts';
import { startViewport } from '../../../src/renderer/charts/viewport.ts';

const minuteMs = 60_000;
const candles = Array.from(
  { length: 300 },
  (_, index): Candle => ({
    startMs: index * minuteMs,
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 1,
    text: { open: '1', high: '1', low: '1', close: '1', volumes: [] },
  }),
);
const context = {
  model: {
    candles,
    intervalMs: minuteMs,
    tickSize: null,
    last: null,
    levels: [],
    executions: [],
    gaps: [],
  },
  viewport: startViewport,
  extent: { first: 0, last: 299, widthPx: 600 },
  crosshair: null,
};

test('the first arrow reads the newest candle, the next one its neighbour', () => {
  const first = pressChartKey('ArrowLeft', false, context);
  expect(first?.crosshair).toEqual({ startMs: 299 * minuteMs, y: null });
  const second = pressChartKey('ArrowLeft', false, { ...context, crosshair: first?.crosshair ?? null });
  expect(second?.crosshair?.startMs).toBe(298 * minuteMs);
});

test('a candle that is read is brought into the view', () => {
  const crosshair = { startMs: 100 * minuteMs, y: null };
  const next = pressChartKey('ArrowLeft', false, { ...context, crosshair });
  expect(next?.viewport.rightIndex).not.toBeNull();
});

test('the arrows stop at both ends', () => {
  const oldest = { startMs: 0, y: null };
  expect(pressChartKey('ArrowLeft', false, { ...context, crosshair: oldest })?.crosshair?.startMs).toBe(0);
  const newest = { startMs: 299 * minuteMs, y: null };
  expect(pressChartKey('ArrowRight', false, { ...context, crosshair: newest })?.crosshair?.startMs).toBe(
    299 * minuteMs,
  );
});

test('End follows the newest candle again, and Escape takes the crosshair away', () => {
  const away = { ...context, viewport: { slotPx: 6, rightIndex: 200 } };
  expect(pressChartKey('End', false, away)?.viewport.rightIndex).toBeNull();
  const reading = { ...context, crosshair: { startMs: 0, y: null } };
  expect(pressChartKey('Escape', false, reading)?.crosshair).toBeNull();
  expect(pressChartKey('Escape', false, context)).toBeNull();
});

test('plus and minus zoom, and other keys are left to others', () => {
  expect(pressChartKey('+', false, context)?.viewport.slotPx).toBeGreaterThan(6);
  expect(pressChartKey('-', false, context)?.viewport.slotPx).toBeLessThan(6);
  expect(pressChartKey('x', false, context)).toBeNull();
});
