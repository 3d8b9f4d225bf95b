/** Keys that a venue repeats are taken out, also where it says goodbye. */
import { expect, test } from 'vitest';
import { guardedExchange } from '../../src/main/accounts/guarded-exchange.ts';
import { keySigner } from '../../src/main/accounts/key-signer.ts';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { eventually } from '../support/eventually.ts';
import { feedBench } from '../support/feed-bench.ts';

const bench = feedBench();
const key = 'guardedKeyThatAVenueRepeats';

test('a key in the reason of a close frame is in no state, no log and no incident', async () => {
  const { venue, open } = bench();
  const signer = keySigner({ key, secret: Buffer.from('guardedSecret0123456789'), passphrase: null });
  venue.onConnect = (client) => client.close(1008, `unknown key ${key}, bye`);
  const feed = open({ exchange: guardedExchange(bitmex), channels: ['position'], signer });
  await eventually('the goodbye', () => feed.states.includes('position down'));
  expect(feed.reasons.join()).toMatch(/closed by the venue \(1008: unknown key \[key [^\]]+\], bye\)/);
  expect(`${feed.reasons.join()} ${feed.log.join()}`).not.toContain(key);
});
