/** The program of `npm run soak`: ten feeds of three venues, random faults, and an account of everything at the end. */
import { parseArgs } from 'node:util';
import { createRng } from '../../src/main/simulator/rng.ts';
import { type FaultClock, faultClock } from '../support/fault-clock.ts';
import type { FaultVenue } from '../support/fault-venue.ts';
import { startPracticeFaultVenue } from '../support/practice-fault-venue.ts';
import { coinbaseDialect, poloniexDialect } from '../support/trade-dialects.ts';
import { startTradeVenue } from '../support/trade-venue.ts';
import { watchMemory } from './memory-watch.ts';
import { type RecordedFeeds, recordFeeds } from './recorded-feed.ts';
import { coinbaseFaults, poloniexFaults, practiceFaults, type SoakFault } from './soak-faults.ts';
import { Tormentor } from './tormentor.ts';

interface Station {
  readonly name: string;
  readonly venue: FaultVenue;
  readonly feeds: RecordedFeeds;
  readonly tormentor: Tormentor;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    /** Draws the same faults, in the same order. */
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000)) },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error('--minutes is a number of minutes above 0, and --seed a whole number.');
  process.exit(2);
}
console.log(`ten feeds for ${minutes} minutes, seed ${seed}`);

const clock = faultClock(1);
/** The practice venue's memory of trades is full from the start. */
const historyMinutes = 30;
const stations = [
  await station(
    'practice',
    await startPracticeFaultVenue(faultClock(1), 1, 11, historyMinutes),
    practiceFaults,
    [
      ['trade:XBTUSD', 'quote:XBTUSD', 'instrument:XBTUSD'],
      ['trade:ETHUSD'],
      ['orderBookL2_25:XBTUSD'],
      ['margin', 'position', 'order'],
    ],
  ),
  await station(
    'coinbase',
    await tradeVenue(coinbaseDialect, ['BTC-USD', 'ETH-USD', 'SOL-USD']),
    coinbaseFaults,
  ),
  await station(
    'poloniex',
    await tradeVenue(poloniexDialect, ['BTC_USDT', 'ETH_USDT', 'SOL_USDT']),
    poloniexFaults,
  ),
];
const memory = watchMemory(clock);
const endMs = clock.monoMs() + minutes * 60_000;
await Promise.all(stations.map(({ tormentor }) => tormentor.run(endMs)));

const wrong = [...(await Promise.all(stations.map(account))).flat(), ...memory.stop()];
for (const words of wrong) console.log(`WRONG: ${words}`);
console.log(
  wrong.length === 0 ? 'All channels healthy, no unexplained gap, memory flat.' : 'The soak failed.',
);
for (const { feeds, venue } of stations) {
  await feeds.supervisor.closeAll();
  await venue.close();
}
process.exit(wrong.length === 0 ? 0 : 1);

async function station(
  name: string,
  venue: FaultVenue,
  faults: readonly SoakFault[],
  channels: readonly (readonly string[])[] = venue.channels.map((channel) => [channel]),
): Promise<Station> {
  const feeds = recordFeeds(venue, clock, channels, createRng(seed, `jitter of ${name}`).next);
  const random = createRng(seed, `faults of ${name}`).next;
  return { name, venue, feeds, tormentor: new Tormentor({ name, venue, feeds, faults, clock, random }) };
}

function tradeVenue(dialect: typeof coinbaseDialect, symbols: readonly string[]): Promise<FaultVenue> {
  const ownClock: FaultClock = faultClock(1);
  return startTradeVenue({ ...dialect, symbols }, ownClock, {
    meanMs: 500,
    random: createRng(seed, dialect.exchange.id).next,
  });
}

async function account({ name, venue, feeds, tormentor }: Station): Promise<readonly string[]> {
  const wrong = [...tormentor.wrong];
  const channels = feeds.supervisor.status().flatMap((feed) => feed.channels);
  const ill = channels.filter(({ state }) => state !== 'live' && state !== 'quiet');
  for (const { channel, state, reason } of ill) wrong.push(`${channel.topic} is ${state}: ${reason}`);
  venue.freeze();
  await tormentor.audit(true);
  const { lost, doubled } = tormentor.kept;
  if (lost > 0) wrong.push(`${lost} trades were lost`);
  if (doubled > 0) wrong.push(`${doubled} trades were doubled`);
  const total = feeds.supervisor.status().map(({ counters }) => counters);
  const sum = (of: (one: (typeof total)[number]) => number) => total.reduce((all, one) => all + of(one), 0);
  const dropped = sum((one) => Object.values(one.dropped).reduce((all, count) => all + count, 0));
  const uncounted = sum((one) => one.frames - one.applied) - dropped;
  if (uncounted !== 0) wrong.push(`${uncounted} frames are not accounted for`);
  console.log(
    `${name}: ${total.length} feeds, ${tormentor.count} faults, ${sum((one) => one.frames)} frames, ` +
      `${sum((one) => one.trades)} trades (${lost} lost, ${doubled} doubled, ${feeds.refilled} refilled), ` +
      `${sum((one) => one.gaps)} gaps (${tormentor.unexplained} unexplained), ` +
      `${sum((one) => one.resyncs)} resyncs, ${sum((one) => one.reconnects)} reconnects, ` +
      `healed within ${(tormentor.longestMs / 1_000).toFixed(1)} s`,
  );
  return wrong.map((words) => `${name}: ${words}`);
}
