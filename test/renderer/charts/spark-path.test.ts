import { expect, test } from 'vitest';
import { sparkShape } from '../../../src/renderer/charts/spark-path.ts';

const box = { width: 100, height: 22, gapMs: 600_000 };

test('fewer than two moments make no line', () => {
  expect(sparkShape([], box)).toBeNull();
  expect(sparkShape([[5, 1]], box)).toBeNull();
});

test('zero is inside the picture even when every value is a gain', () => {
  const shape = sparkShape(
    [
      [0, 10],
      [300_000, 20],
    ],
    box,
  );
  expect(shape?.zeroY).toBe(20);
  expect(shape?.endY).toBe(2);
  expect(shape?.line).toBe('M0 11L100 2');
  expect(shape?.area).toBe('M0 20L0 11L100 2L100 20Z');
});

test('a hole in the history breaks the line and is marked instead of joined', () => {
  const shape = sparkShape(
    [
      [0, 1],
      [300_000, 2],
      [1_500_000, -1],
      [3_000_000, -2],
    ],
    { ...box, gapMs: 1_400_000 },
  );
  expect(shape?.gaps).toEqual([{ x: 50, width: 50 }]);
  expect(shape?.line.split('M')).toHaveLength(3);
});

test('a day without change is a flat line in the middle', () => {
  const shape = sparkShape(
    [
      [0, 0],
      [300_000, 0],
    ],
    box,
  );
  expect(shape?.line).toBe('M0 11L100 11');
});
