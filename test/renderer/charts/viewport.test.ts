import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  indexAtX,
  pan,
  reveal,
  startViewport,
  withInterval,
  xOfIndex,
  zoom,
} from '../../../src/renderer/charts/viewport.ts';

const extent = { first: 0, last: 999, widthPx: 600 };

test('the view follows the newest candle until it is dragged away', () => {
  expect(xOfIndex(1000, startViewport, extent)).toBeCloseTo(590);
  const later = { ...extent, last: 1004 };
  expect(xOfIndex(1005, startViewport, later)).toBeCloseTo(590);
  const dragged = pan(startViewport, extent, 120);
  expect(xOfIndex(980, dragged, later)).toBeCloseTo(xOfIndex(980, dragged, extent));
});

test('dragging back to the newest candle follows it again', () => {
  const dragged = pan(startViewport, extent, 120);
  expect(dragged.rightIndex).not.toBeNull();
  expect(pan(dragged, extent, -500).rightIndex).toBeNull();
});

test('some candles stay in sight however far the view is dragged', () => {
  const far = pan(startViewport, extent, 1_000_000);
  expect(xOfIndex(extent.first, far, extent)).toBeLessThan(extent.widthPx);
});

test('zooming keeps what lies under the pointer', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.integer({ min: 100, max: 500 }),
      (factor, atX) => {
        const before = pan(startViewport, extent, 1200);
        const after = zoom(before, extent, factor, atX);
        // At the newest candle the view follows instead.
        if (after.rightIndex === null) return;
        expect(indexAtX(atX, after, extent)).toBeCloseTo(indexAtX(atX, before, extent), 6);
      },
    ),
  );
});

test('zooming stops at the narrowest and the widest candle', () => {
  expect(zoom(startViewport, extent, 1e6, 0).slotPx).toBe(48);
  expect(zoom(startViewport, extent, 1e-6, 0).slotPx).toBe(1.5);
});

test('another candle length keeps the moment at the right edge', () => {
  const before = { slotPx: 6, rightIndex: 900 };
  expect(withInterval(before, 60_000, 300_000)).toEqual({ slotPx: 6, rightIndex: 180 });
  expect(withInterval(startViewport, 60_000, 300_000)).toBe(startViewport);
});

test('a candle outside is brought in, one inside moves nothing', () => {
  expect(reveal(startViewport, extent, 990)).toBe(startViewport);
  const moved = reveal(startViewport, extent, 500);
  expect(xOfIndex(500, moved, extent)).toBeCloseTo(0);
});
