import { describe, expect, test } from 'vitest';
import { placeWindow } from '../../src/main/shell/window-place.ts';

const laptop = { x: 0, y: 27, width: 1440, height: 873 };
const desk = { x: 1440, y: 0, width: 2560, height: 1440 };

describe('the window', () => {
  test('opens in the middle of the first screen at its usual size', () => {
    expect(placeWindow({ bounds: null, maximised: false }, [laptop, desk])).toEqual({
      x: 80,
      y: 64,
      width: 1280,
      height: 800,
    });
  });

  test('opens where it was left, also on the second screen', () => {
    const left = { x: 1700, y: 200, width: 1600, height: 1000 };
    expect(placeWindow({ bounds: left, maximised: false }, [laptop, desk])).toEqual(left);
  });

  test('comes back to a screen that is there when its own is gone', () => {
    const left = { x: 1700, y: 200, width: 1600, height: 1000 };
    const placed = placeWindow({ bounds: left, maximised: false }, [laptop]);
    expect(placed).toEqual({ x: 0, y: 27, width: 1440, height: 873 });
  });

  test.each([
    ['above', { x: 100, y: -500, width: 1280, height: 800 }],
    ['below', { x: 100, y: 2000, width: 1280, height: 800 }],
    ['left of', { x: -1250, y: 100, width: 1280, height: 800 }],
  ])('whose top bar lies %s every screen can be reached again', (_where, left) => {
    const placed = placeWindow({ bounds: left, maximised: false }, [laptop]);
    expect(placed.x).toBeGreaterThanOrEqual(0);
    expect(placed.y).toBeGreaterThanOrEqual(laptop.y);
    expect(placed.y).toBeLessThan(laptop.height);
  });

  test('is never smaller than the views need', () => {
    const left = { x: 10, y: 40, width: 200, height: 100 };
    expect(placeWindow({ bounds: left, maximised: false }, [laptop])).toMatchObject({
      width: 960,
      height: 600,
    });
  });

  test('opens without any screen at all', () => {
    expect(placeWindow({ bounds: null, maximised: false }, [])).toMatchObject({ width: 1280, height: 800 });
  });
});
