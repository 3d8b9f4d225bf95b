/** Digits survive: from the frame's text to what is shown and printed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitsOf, parseExact, shiftPoint, stringifyExact } from '../../src/main/exchanges/exact-json.ts';

describe('parsing', () => {
  test('numbers that a double gives back stay plain numbers', () => {
    expect(parseExact('{"a":[1,0.5,-3,3e-8,1e+21],"b":0.00001814,"c":289.39639639639637}')).toEqual({
      a: [1, 0.5, -3, 3e-8, 1e21],
      b: 0.00001814,
      c: 289.39639639639637,
    });
  });

  test.each([
    ['100.0', '100.0'],
    ['1.50', '1.50'],
    ['-0.10', '-0.10'],
    ['98570.900', '98570.900'],
    ['6446144185023447066', '6446144185023447066'],
    ['12345678901234567', '12345678901234567'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['0.0000001', '0.0000001'],
    ['1.50e-7', '0.00000015'],
    ['2.5E+3', '2500'],
  ])('%s keeps its digits', (literal, digits) => {
    for (const text of [`{"x":${literal}}`, `{ "x" : ${literal} }`, `{"y":[1,"1.0"],"x":${literal}}`]) {
      expect(digitsOf(Reflect.get(Object(parseExact(text)), 'x'))).toBe(digits);
    }
    const list = `{"x":[${literal},7]}`;
    expect(stringifyExact(parseExact(list))).toBe(list);
  });

  test('a long number is found wherever it stands, at the end of the text too', () => {
    for (let before = 0; before < 40; before += 1) {
      for (const literal of ['9007199254740993', '12345678901234567', '123456789.01234567']) {
        const text = `["${'x'.repeat(before)}",${literal}]`;
        expect(stringifyExact(parseExact(text))).toBe(text);
      }
    }
  });

  test('a whole number with an exponent comes out as plain digits', () => {
    for (const literal of ['1E5', '1e5', '1e+5', '10e4']) {
      expect(digitsOf(Reflect.get(Object(parseExact(`{"x":${literal}}`)), 'x'))).toBe('100000');
    }
    expect(digitsOf(Reflect.get(Object(parseExact('{"x":10E-8,"y":1.0}')), 'x'))).toBe('0.0000001');
  });

  test('text that only looks like such numbers stays text', () => {
    const text = '{"a":"x,1.0,","b":"[1e5]","id":"51999903961000000000","c":", 12345678901234567,"}';
    expect(parseExact(text)).toEqual(JSON.parse(text));
  });

  test('it throws where JSON.parse throws, also among exact numbers', () => {
    for (const text of ['', '{', '{"a":1.0', '[1.0,]', 'pong', '{"a":01.0}', '{"a":1.0}}', '\u0000']) {
      expect(() => parseExact(text)).toThrow();
    }
  });

  test('a field that repeats takes its last value, as in JSON.parse', () => {
    expect(stringifyExact(parseExact('{"a":1.0,"a":2.0}'))).toBe('{"a":2.0}');
  });

  test('a field called __proto__ is a field and no more', () => {
    for (const text of ['{"__proto__":{"evil":true},"a":1}', '{"__proto__":{"evil":true},"a":1.0}']) {
      const value = Object(parseExact(text));
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(value.evil).toBeUndefined();
      expect(stringifyExact(value)).toBe(text);
    }
  });

  test('any JSON means the same as to JSON.parse, and any decimal keeps its digits', () => {
    const decimal = fc
      .tuple(
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.option(fc.stringMatching(/^\d{1,24}$/)),
        fc.option(fc.integer({ min: -30, max: 30 })),
        fc.boolean(),
      )
      .map(([whole, fraction, power, negative]) => ({
        literal: `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}${power === null ? '' : `e${power}`}`,
        power,
      }))
      // JSON.stringify itself writes a minus zero without its sign.
      .filter(({ literal }) => !/^-0(?:e|$)/.test(literal));
    fc.assert(
      fc.property(fc.json(), fc.array(decimal), fc.string(), (json, decimals, words) => {
        const text = `{"json":${json},"words":${JSON.stringify(words)},"d":[${decimals.map(({ literal }) => literal).join()}]}`;
        const value = Object(parseExact(text));
        expect(JSON.parse(stringifyExact(value))).toEqual(JSON.parse(text));
        for (const [at, { literal, power }] of decimals.entries()) {
          if (power === null) expect(digitsOf(value.d[at])).toBe(literal);
          expect(Number(digitsOf(value.d[at]))).toBe(Number(literal) + 0);
        }
      }),
    );
  });
});

describe('printing', () => {
  test('an item prints as it came', () => {
    const text =
      '{"price":98570.90,"foreignNotional":100.0,"id":6446144185023447066,"deep":{"list":[1.0,2]}}';
    expect(stringifyExact(parseExact(text))).toBe(text);
  });

  test('what is nested deeper than a stack can follow does not end the process', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(stringifyExact({ deep })).toBe('"[nested too deeply to print]"');
    expect(stringifyExact([[[1]]])).toBe('[[[1]]]');
  });
});

describe('digits', () => {
  test('are plain, whatever the notation', () => {
    expect(digitsOf(1e-7)).toBe('0.0000001');
    expect(digitsOf(3.5e-7)).toBe('0.00000035');
    expect(digitsOf(1e21)).toBe('1000000000000000000000');
    expect(digitsOf(-2.5e-9)).toBe('-0.0000000025');
    expect(digitsOf('0.00513192')).toBe('0.00513192');
    expect(digitsOf('1e3')).toBe('1000');
    expect(digitsOf(0)).toBe('0');
    expect(digitsOf(-0)).toBe('0');
  });

  test('there are none in what is no decimal number', () => {
    for (const value of [
      null,
      undefined,
      '',
      'abc',
      '1.',
      '.5',
      '0x10',
      '1,5',
      ' 1',
      Number.NaN,
      Infinity,
      {},
      [],
      true,
    ]) {
      expect(digitsOf(value)).toBeNull();
    }
  });

  test('an exponent that would fill the memory is refused', () => {
    expect(digitsOf('1e999999999')).toBeNull();
    expect(digitsOf(parseExact('{"a":1e-999999999}'))).toBeNull();
  });
});

describe('the decimal point', () => {
  test.each([
    ['-912269', -8, '-0.00912269'],
    ['100000000', -8, '1'],
    ['100005180', -8, '1.0000518'],
    ['0', -8, '0'],
    ['-0', -6, '0'],
    ['1', -6, '0.000001'],
    ['12.5', 2, '1250'],
    ['12.5', -1, '1.25'],
    ['0.00', 3, '0'],
    ['7', 0, '7'],
  ])('%s moved by %d is %s', (digits, places, moved) => {
    expect(shiftPoint(digits, places)).toBe(moved);
  });

  test('moved there and back is where it was', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: -30, max: 30 }), (number, places) => {
        expect(shiftPoint(shiftPoint(String(number), places), -places)).toBe(String(number));
      }),
    );
  });
});

describe('what only looks like a number', () => {
  const imposter = '{"isLosslessNumber":true,"value":"1.10","toString":"1"}';

  test('has no digits', () => {
    expect(digitsOf(JSON.parse(imposter))).toBeNull();
  });

  test('prints as the object that it is, beside real numbers', () => {
    const text = `{"price":1.10,"size":${imposter}}`;
    expect(stringifyExact(parseExact(text))).toBe(text);
  });
});

test('figures have at most three hundred digits, so that arithmetic on them ends', () => {
  expect(digitsOf('9'.repeat(300))).toBe('9'.repeat(300));
  expect(digitsOf('9'.repeat(301))).toBeNull();
  expect(digitsOf(`0.${'0'.repeat(400)}1`)).toBeNull();
  expect([digitsOf('1e-400'), digitsOf('1e400'), digitsOf(parseExact(`1${'0'.repeat(400)}.5`))]).toEqual([
    ...[null, null, null],
  ]);
});
