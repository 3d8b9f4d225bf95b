import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChartLevel } from '../../../src/renderer/charts/chart-model.ts';
import { placeLevels, tagHeight } from '../../../src/renderer/charts/place-levels.ts';

const space = { top: 20, bottom: 400, lastY: null, yOf: (price: number) => 1000 - price };

function level(price: number): ChartLevel {
  const text = String(price);
  return { id: text, price, priceText: text, label: `Buy at ${text}`, name: `Buy at ${text}`, side: 'long' };
}

test('a level in the view has its line at its price', () => {
  const { placed, notes } = placeLevels([level(800)], space);
  expect(placed).toMatchObject([{ lineY: 200, tagY: 200, labelY: 200 }]);
  expect(notes).toEqual([]);
});

test('a level outside is named at the edge it lies behind', () => {
  const { placed, notes } = placeLevels([level(2000), level(1)], space);
  expect(placed).toEqual([]);
  expect(notes.map((note) => note.text)).toEqual(['Buy at 2000 (above)', 'Buy at 1 (below)']);
});

test('of many levels outside the nearest are named and the rest are counted', () => {
  const { notes } = placeLevels([1500, 1100, 1200, 1300].map(level), space);
  expect(notes.map((note) => note.text)).toEqual([
    'Buy at 1100 (above)',
    'Buy at 1200 (above)',
    '2 more above',
  ]);
});

test('the tag of the last price stays free', () => {
  const { placed } = placeLevels([level(798), level(802)], { ...space, lastY: 200 });
  for (const { tagY } of placed) expect(Math.abs(tagY - 200)).toBeGreaterThanOrEqual(tagHeight);
});

test('labels keep clear of the notes at the edge', () => {
  const { placed, notes } = placeLevels([level(2000), level(975)], space);
  const note = notes[0]?.y ?? 0;
  expect(placed[0]?.labelY).toBeGreaterThanOrEqual(note + tagHeight);
  expect(placed[0]?.lineY).toBe(25);
});

test('no two price tags ever cover each other, and their order is that of the prices', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 600, max: 980 }), { maxLength: 8 }),
      fc.option(fc.integer({ min: 20, max: 400 })),
      (prices, lastY) => {
        const { placed } = placeLevels(prices.map(level), { ...space, lastY });
        for (let index = 1; index < placed.length; index += 1) {
          const gap = (placed[index]?.tagY ?? 0) - (placed[index - 1]?.tagY ?? 0);
          if (lastY !== null) expect(gap).toBeGreaterThanOrEqual(tagHeight);
          expect(placed[index]?.lineY).toBeGreaterThanOrEqual(placed[index - 1]?.lineY ?? 0);
        }
      },
    ),
  );
});
