/** Venues of three dialects in a process of their own, for an app that watches them while its window is hidden. */
import { systemClock } from '../../src/main/feeds/clock.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { faultClock } from '../../test/support/fault-clock.ts';
import { coinbaseDialect, poloniexDialect } from '../../test/support/trade-dialects.ts';
import { startTradeVenue } from '../../test/support/trade-venue.ts';

export interface MarketOf {
  readonly venue: string;
  readonly symbols: string[];
  readonly endpoint: string;
}

/** Mean time between two trades of one of the two symbols of a venue. */
const pace = { meanMs: 150, random: Math.random };

process.once('message', () => void serve());
process.on('disconnect', () => process.exit(0));

async function serve(): Promise<void> {
  const practice = await startPracticeVenue({ seed: 1, speed: 1 }, systemClock);
  const coinbase = await startTradeVenue(coinbaseDialect, faultClock(1), pace);
  const poloniex = await startTradeVenue(poloniexDialect, faultClock(1), pace);
  const markets: readonly MarketOf[] = [
    { venue: 'bitmex', symbols: ['XBTUSD', 'ETHUSD'], endpoint: practice.wsUrl },
    { venue: 'coinbase', symbols: [...coinbaseDialect.symbols], endpoint: coinbase.url },
    { venue: 'poloniex', symbols: [...poloniexDialect.symbols], endpoint: poloniex.url },
  ];
  process.send?.(markets);
}
