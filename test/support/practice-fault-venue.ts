/** The practice venue as the fault suite wants it: trades, tables and an account in the BitMEX dialect. */
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import type { TableStore } from '../../src/main/tables/table-store.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { connect, login } from '../simulator/practice-client.ts';
import type { FaultClock } from './fault-clock.ts';
import type { Asked, FaultVenue, VenueFault } from './fault-venue.ts';

/** The practice venue gives connections back sooner than BitMEX did. */
const exchange: Exchange = {
  ...bitmex,
  limits: { ...bitmex.limits, connections: { count: 60, perMs: 60_000 } },
};
const topics = ['quote:XBTUSD', 'instrument:XBTUSD', 'orderBookL2_25:XBTUSD', 'margin', 'position', 'order'];

/** `clock` is the venue's own; market steps come twenty times a second of the world, whatever its speed. */
export async function startPracticeFaultVenue(
  clock: FaultClock,
  marketSpeed: number,
  seed: number,
  historyMinutes = 2,
): Promise<FaultVenue> {
  const practice = await startPracticeVenue({ seed, speed: marketSpeed, historyMinutes }, clock);
  const asked: Asked[] = [];
  let read = 0;

  /** The practice venue has no hooks, and needs none for anything else. */
  const watch = setInterval(() => {
    for (const { text } of practice.received.slice(read)) {
      read += 1;
      if (!text.includes('"subscribe"')) continue;
      const channels: string[] = JSON.parse(text).args;
      asked.push({ atMs: clock.monoMs(), channels });
      venue.onAsked(channels);
    }
  }, 2);

  function inject(fault: VenueFault): void {
    switch (fault.kind) {
      case 'mute':
        practice.inject(
          fault.symbol === undefined ? { kind: 'mute' } : { kind: 'mute', topics: [`trade:${fault.symbol}`] },
        );
        return;
      case 'half-open':
        practice.inject({ kind: 'black-hole' });
        return;
      case 'repeat':
        practice.inject({ kind: 'duplicate-partial', withoutRows: fault.withoutRows ?? 0 });
        return;
      case 'quiet':
        clock.freeze();
        return;
      case 'black-hole':
      case 'drop':
      case 'close':
      case 'refuse':
      case 'bad-frame':
      case 'unknown-row':
      case 'ack-only':
        practice.inject(fault);
        return;
      default:
        throw new Error(`the practice venue has no ${fault.kind}`);
    }
  }

  const venue: FaultVenue = {
    exchange,
    url: practice.wsUrl,
    rest: practice.restUrl,
    signer: textSigner(practice.key, practice.secret),
    channels: ['trade:XBTUSD', 'trade:ETHUSD', ...topics],
    symbols: ['XBTUSD', 'ETHUSD'],
    asked,
    get upgradesMs() {
      return practice.upgrades.map(({ atMs }) => atMs);
    },
    get clients() {
      return practice.stats().clients;
    },
    onAsked: () => {},
    inject,
    heal: () => practice.heal(),
    freeze: () => clock.freeze(),
    async truth(symbol) {
      const response = await fetch(`${practice.restUrl}/trade?symbol=${symbol}&count=1000&reverse=true`);
      const rows: { trdMatchID: string }[] = JSON.parse(await response.text());
      return rows.map((row) => row.trdMatchID).reverse();
    },
    async differences(store) {
      const theirs = await snapshot(practice.wsUrl, login(practice, clock));
      return topics.flatMap((name) => differences(name.split(':')[0] ?? name, theirs, store));
    },
    async close() {
      clearInterval(watch);
      await practice.close();
    },
  };
  return venue;
}

/** The venue's tables as a client sees them that has just come. */
async function snapshot(url: string, claim: Record<string, unknown>): Promise<TableStore> {
  const client = await connect(url);
  try {
    client.send(claim);
    await client.find((message) => message.success === true);
    client.send({ op: 'subscribe', args: topics });
    for (const name of topics) await client.partial(name.split(':')[0] ?? name);
    const store = createTableStore();
    for (const event of client.texts.flatMap((text) => bitmex.parse(text))) {
      if (event.kind === 'table') store.apply(event, () => {});
    }
    return store;
  } finally {
    await client.close();
  }
}

function differences(table: string, theirs: TableStore, ours: TableStore): readonly string[] {
  // A table without keys keeps what came: only its newest row is the same for everybody.
  if (table === 'quote') {
    const [own, newest] = [ours, theirs].map((store) => inWords(store.latest(table, 'XBTUSD') ?? {}));
    return own === newest ? [] : [`${table}: ${own} is not ${newest}`];
  }
  const own = new Map(ours.rows(table));
  const found: string[] = [];
  for (const [key, item] of theirs.rows(table)) {
    const row = own.get(key);
    own.delete(key);
    if (row === undefined) found.push(`${table} ${key} is missing`);
    else if (inWords(row) !== inWords(item))
      found.push(`${table} ${key}: ${inWords(row)} is not ${inWords(item)}`);
  }
  for (const [key, item] of own) {
    // Orders that were closed stay for a while; the venue's snapshot holds them or not.
    if (table === 'order' && String(item.leavesQty) === '0') continue;
    found.push(`${table} ${key} is too much`);
  }
  return found;
}

/** The time of a book's level is that of the frame it came in, so that it says nothing. */
function inWords(item: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(item).filter(([name]) => name !== 'timestamp');
  return JSON.stringify(fields.sort(([left], [right]) => (left < right ? -1 : 1)));
}
