/** A small seeded share of `npm run fuzz`, and the fuzzer's own word that it would notice. */
import { describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { type Campaign, emptyTally, prepare, runSession, sessionFrames, textAt } from './campaign.ts';
import { dialects, fixtureFrames } from './venues.ts';

describe('damaged frames and answers', () => {
  test.each(dialects)('$id: no crash, no wrong row, and nothing left of it', (exchange) => {
    const campaign = prepare(exchange, fixtureFrames(exchange.id));
    const tally = emptyTally();
    const failures = [2, 3, 4].map((session) => {
      const from = session * sessionFrames;
      return runSession(campaign, 7, from, from + sessionFrames, tally);
    });
    expect(failures).toEqual([null, null, null]);
    expect(tally).toMatchObject({ frames: 3 * sessionFrames, applied: tally.frames - tally.refused });
    // Damage that is always refused would prove nothing.
    expect(tally.applied).toBeGreaterThan(sessionFrames / 2);
    expect(tally.rows + tally.trades).toBeGreaterThan(0);
  });

  test('are the same for the same seed, and others for another', () => {
    const campaign = prepare(bitmex, fixtureFrames('bitmex'));
    const texts = (seed: number) => [1, 2, 3, 4, 5].map((index) => textAt(campaign, seed, index));
    expect(texts(1)).toEqual(texts(1));
    expect(texts(1)).not.toEqual(texts(2));
  });
});

describe('the fuzzer notices', () => {
  test('a parser that throws', () => {
    const found = findIn({
      ...bitmex,
      parse(text) {
        if (text.includes('__proto__')) throw new TypeError('what is this?');
        return bitmex.parse(text);
      },
    });
    expect(found).toContain('threw');
  });

  test('a figure that no frame has brought', () => {
    const rows = {
      ...bitmex.rows,
      quote: wrong(bitmex.rows.quote, (row) => ({ ...row, bidPrice: '31337' })),
    };
    expect(findIn({ ...bitmex, rows })).toContain('bidPrice is 31337');
  });

  test('a short position that is shown as a long one', () => {
    const rows = {
      ...bitmex.rows,
      position: wrong(bitmex.rows.position, (row) => ({ ...row, side: 'long' as const })),
    };
    expect(findIn({ ...bitmex, rows })).toContain('side long with a size of -');
  });

  test('a dialect that good frames cannot heal', () => {
    let isPoisoned = false;
    const found = findIn({
      ...bitmex,
      parse(text) {
        isPoisoned ||= text.includes('__proto__');
        return bitmex.parse(isPoisoned ? text.replace('"lastPrice":', '"last":') : text);
      },
    });
    expect(found).toContain('good frames make other rows of instrument');
  });
});

function findIn(exchange: Exchange): string | undefined {
  const campaign: Campaign = prepare(exchange, fixtureFrames('bitmex'));
  return runSession(campaign, 7, 0, 2 * sessionFrames, emptyTally())?.what;
}

function wrong<A extends readonly unknown[], R>(
  view: (...given: A) => R,
  change: (row: R) => R,
): (...given: A) => R {
  return (...given) => change(view(...given));
}
