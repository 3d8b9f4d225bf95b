import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rawLines } from '../../../src/renderer/tables/raw-lines.ts';

const printed = (json: string) =>
  rawLines({ json, changed: [] })
    .map((line) => line.indent + line.name + line.rest)
    .join('\n');

test('lays an item out without touching its digits', () => {
  expect(printed('{"price":189.500,"qty":1e-7,"big":12345678901234567890}')).toBe(
    '{\n  "price": 189.500,\n  "qty": 1e-7,\n  "big": 12345678901234567890\n}',
  );
});

test('marks the keys that changed, with all of a nested value', () => {
  const lines = rawLines({ json: '{"a":1,"b":{"c":[1]},"d":"b"}', changed: ['b'] });
  expect(lines.filter((line) => line.changed).map((line) => (line.name + line.rest).trim())).toEqual([
    '"b": {',
    '"c": [',
    '1',
    ']',
    '},',
  ]);
});

test('braces, commas and quotes inside a text are text', () => {
  expect(printed('{"text":"a, {b} \\"c\\": [d]"}')).toBe('{\n  "text": "a, {b} \\"c\\": [d]"\n}');
});

test('what is printed parses to the same item', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (item) => {
      const json = JSON.stringify(item);
      expect(JSON.parse(printed(json))).toEqual(JSON.parse(json));
    }),
  );
});
