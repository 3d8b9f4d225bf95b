/** A local server and the feeds a test opens against it, all ended after the test. */
import { afterEach, beforeEach } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import { bitmexAcks, coinbaseAck, lastMatch, level, partial, welcome } from './dialect-frames.ts';
import { type FeedSetup, type OpenedFeed, openFeed } from './opened-feed.ts';
import { type ScriptedVenue, startScriptedVenue } from './scripted-venue.ts';

export interface Bench {
  readonly venue: ScriptedVenue;
  open(setup: Omit<FeedSetup, 'endpoint'>): OpenedFeed;
}

/** The bench is new for every test; read it inside the test. */
export function feedBench(): () => Bench {
  let bench: Bench | null = null;
  let feeds: OpenedFeed[] = [];
  beforeEach(async () => {
    const venue = await startScriptedVenue();
    feeds = [];
    bench = {
      venue,
      open(setup) {
        const feed = openFeed({ ...setup, endpoint: venue.url });
        feeds.push(feed);
        return feed;
      },
    };
  });
  afterEach(async () => {
    for (const feed of feeds) await feed.supervisor.closeAll();
    await bench?.venue.close();
  });
  return () => {
    if (bench === null) throw new Error('the bench is there during a test only');
    return bench;
  };
}

/** A BitMEX server with one book of two levels, which every subscription gets. */
export function serveBook(venue: ScriptedVenue): void {
  venue.onConnect = (client) => client.send(welcome);
  venue.onText = (client, text) => {
    client.send(...bitmexAcks(text));
    if (text.includes('"subscribe"')) {
      client.send(partial('orderBookL2', ['symbol', 'id', 'side'], 'XBTUSD', [level(1, 10), level(2, 20)]));
    }
  };
}

export function serveCoinbase(venue: ScriptedVenue, newestId: () => number): void {
  venue.onText = (client, text) => {
    if (text.includes('"subscribe"')) client.send(coinbaseAck('BTC-USD'), lastMatch(newestId()));
  };
}

export const book = { exchange: bitmex, channels: ['orderBookL2:XBTUSD'] };
export const matches = { exchange: coinbase, channels: ['trade:BTC-USD'] };
