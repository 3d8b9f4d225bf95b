/** What venues say that the time is: it goes into signatures and nonces, so that it has to be one. */
import { expect, test } from 'vitest';
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { findVenue, supportedVenues } from '../../src/main/exchanges/registry.ts';

const exchanges = supportedVenues.flatMap((id): readonly Exchange[] => {
  const found = findVenue(id);
  return found.kind === 'supported' ? [found.exchange] : [];
});
const noon = Date.UTC(2026, 10, 22, 12);

/** The venue's answer, in whatever form and unit each venue has. */
const answers: Readonly<Record<string, (ms: bigint) => unknown>> = {
  bybit: (ms) => ({ retCode: 0, result: { timeNano: `${ms}000000` } }),
  kraken: (ms) => ({ error: [], result: { unixtime: Number(ms / 1_000n) } }),
};

test.each(Object.entries(answers))('%s tells a time of the calendar or none', (id, answer) => {
  const parse = exchanges.find((one) => one.id === id)?.account?.time?.parse;
  const told = (ms: bigint) => parse?.(JSON.stringify(answer(ms)));
  expect(told(BigInt(noon))).toBe(noon);
  expect(told(10n ** 15n)).toBeNull();
  expect(told(10n ** 40n)).toBeNull();
});
