/** What logins and reads of one key are signed with: the venue's time, and nonces that the venue takes. */
import { expect, test } from 'vitest';
import { clockSkew } from '../../src/main/feeds/clock-skew.ts';
import { Logins } from '../../src/main/feeds/logins.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { manualClock } from '../support/manual-clock.ts';

const noon = Date.UTC(2026, 10, 22, 12);
const hourMs = 3_600_000;

/** A connection of its own, on a computer whose clock shows this. */
function connected(keyId: string, wallMs: number, venueMs: number): Logins {
  const clock = manualClock(wallMs);
  const skew = clockSkew();
  skew.measure(venueMs, wallMs, wallMs);
  return new Logins(textSigner(keyId, 'secret'), clock, skew);
}

test('a nonce follows the venue’s time, so that a clock set right again is not behind those it has seen', () => {
  expect(connected('fast', noon + hourMs, noon).next()).toMatchObject({ nowMs: noon, nonce: noon * 1_000 });
  const next = connected('fast', noon + 1_000, noon + 1_000).next();
  expect(next.nonce).toBe((noon + 1_000) * 1_000);
});

test('nonces of one key grow with every use, whoever uses it and however the clock is set back', () => {
  const feed = connected('shared', noon, noon);
  const check = connected('shared', noon - 10, noon - 10);
  const nonces = [feed, check, feed, check].map((logins) => logins.next().nonce);
  expect(nonces.map((nonce) => nonce - noon * 1_000)).toEqual([0, 1, 2, 3]);
});
