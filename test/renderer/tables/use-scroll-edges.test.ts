/** Which columns of a table that is scrolled sideways are shown in part only. */
import { expect, test } from 'vitest';
import { cutsOf } from '../../../src/renderer/tables/use-scroll-edges.ts';

// The first column stays at the left, the last one at the right; three move below them.
const edges = { widths: [50, 100, 100, 100, 60], isPinned: (at: number) => at === 0, padPx: 8 };

test('none is while all of them have room', () => {
  expect(cutsOf(edges, 410, 0)).toBe('-----');
});

test('one that reaches below the last column is cut at its end', () => {
  expect(cutsOf(edges, 360, 0)).toBe('---e-');
  expect(cutsOf(edges, 360, 50)).toBe('-s---');
});

test('what is wholly out of sight is not cut, nor is what misses only its own padding', () => {
  expect(cutsOf(edges, 310, 0)).toBe('-----');
  expect(cutsOf(edges, 403, 0)).toBe('-----');
  expect(cutsOf(edges, 310, 100)).toBe('-----');
});
