/** What an account still has under way when its feed ends. */
import { expect, test } from 'vitest';
import { bybit } from '../../src/main/exchanges/bybit.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { eventually } from '../support/eventually.ts';
import { manualClock } from '../support/manual-clock.ts';
import { openFeed } from '../support/opened-feed.ts';

test('a table that cannot be read is not asked for any more once its feed is closed', async () => {
  const clock = manualClock();
  const venue = await startBybitServer(clock.wallMs);
  try {
    venue.isLimited = true;
    const feed = openFeed({
      ...{ exchange: bybit, endpoint: venue.ws, rest: venue.rest, channels: ['position'], clock },
      signer: textSigner(bybitKey, bybitSecret),
    });
    clock.advance(1);
    await eventually('asked once', () => feed.reasons.some((reason) => reason.includes('Too many visits')));
    await feed.supervisor.closeAll();
    expect(clock.pending).toBe(0);
  } finally {
    await venue.close();
  }
});
