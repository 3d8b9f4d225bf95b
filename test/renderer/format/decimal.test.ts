import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  figure,
  isZero,
  percent,
  placesOf,
  plainFigure,
  round,
  signOf,
} from '../../../src/renderer/format/decimal.ts';

describe('figure', () => {
  test('groups thousands and pads to the tick with zeros that are told apart', () => {
    expect(figure('96250', { places: 1 })).toEqual({ text: '96,250', zeros: '.0' });
    expect(figure('98940.2', { places: 2 })).toEqual({ text: '98,940.2', zeros: '0' });
    expect(figure('97418.70', { places: 2 })).toEqual({ text: '97,418.7', zeros: '0' });
  });

  test('never hides a digit that is finer than the tick', () => {
    expect(figure('97229.6446', { places: 1 })).toEqual({ text: '97,229.6446', zeros: '' });
  });

  test('pads by at most four places', () => {
    expect(figure('1', { places: 8 })).toEqual({ text: '1', zeros: '.0000' });
    expect(figure('0.00001', { places: 12 })).toEqual({ text: '0.00001', zeros: '0000' });
  });

  test('drops zeros that the venue sends beyond the lot', () => {
    expect(figure('1.25000000', { places: 3 })).toEqual({ text: '1.25', zeros: '0' });
  });

  test('uses a real minus, and a plus for gains only', () => {
    expect(plainFigure('-310')).toBe('\u2212310');
    expect(plainFigure('5894.75', { signed: true })).toBe('+5,894.75');
    expect(plainFigure('5894.75')).toBe('5,894.75');
    expect(plainFigure('-0.00', { signed: true })).toBe('0');
  });

  test('shows what is no plain decimal as it came', () => {
    expect(figure('1e-7').text).toBe('1e-7');
    expect(figure('n/a').text).toBe('n/a');
  });

  test('keeps every significant digit of any decimal', () => {
    const decimals = fc
      .tuple(
        fc.boolean(),
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.stringMatching(/^\d{0,12}$/),
        fc.nat(10),
      )
      .map(([negative, whole, fraction, places]) => ({
        value: `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`,
        places,
      }));
    fc.assert(
      fc.property(decimals, ({ value, places }) => {
        const shown = plainFigure(value, { places }).replaceAll(',', '').replace('\u2212', '-');
        const bare = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
        expect(bare(shown)).toBe(isZero(value) ? '0' : bare(value));
      }),
    );
  });
});

describe('round', () => {
  test('rounds half away from zero and carries', () => {
    expect(round('152.4750', 2)).toBe('152.48');
    expect(round('-0.005', 2)).toBe('-0.01');
    expect(round('999.995', 2)).toBe('1000.00');
    expect(round('9.5', 0)).toBe('10');
    expect(round('-0.004', 2)).toBe('0.00');
  });

  test('leaves a number alone that is short enough', () => {
    expect(round('12.5', 2)).toBe('12.5');
    expect(round('-953674.316406250000', 8)).toBe('-953674.31640625');
  });

  test('agrees with exact arithmetic', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.integer({ min: 1, max: 8 }),
        (scaled, places) => {
          const digits = scaled.toString().padStart(13, '0');
          const value = `${digits.slice(0, -12)}.${digits.slice(-12)}`;
          const step = 10n ** BigInt(12 - places);
          const expected = (scaled + step / 2n) / step;
          const [whole = '', fraction = ''] = round(value, places).split('.');
          expect(BigInt(whole + fraction.padEnd(places, '0'))).toBe(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('a percentage has one decimal and a thin space', () => {
  expect(percent('7.6123')).toBe('7.6\u2009%');
  expect(percent('0.61', true)).toBe('+0.6\u2009%');
  expect(percent('-11.34', true)).toBe('\u221211.3\u2009%');
});

test('the places of a tick ignore zeros at its end', () => {
  expect(placesOf('0.5')).toBe(1);
  expect(placesOf('0.010')).toBe(2);
  expect(placesOf('100')).toBe(0);
  expect(placesOf(null)).toBe(0);
});

test('the sign of a number is that of its digits', () => {
  expect([signOf('-0.1'), signOf('0.00'), signOf('-0'), signOf('3')]).toEqual([-1, 0, 0, 1]);
});
