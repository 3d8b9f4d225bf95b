/** Recorded sessions replayed to `collect` as fast as the socket takes them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCapture } from '../support/captures.ts';
import { type BuiltCli, buildCli, type CliRun } from '../support/cli.ts';
import { eventually } from '../support/eventually.ts';
import { type ScriptedVenue, startScriptedVenue } from '../support/scripted-venue.ts';

type Row = Record<string, unknown>;

const bitmex = readCapture('BITMEX');
const coinbase = readCapture('COINBASE');

let cli: BuiltCli;
beforeAll(async () => {
  if (bitmex !== null || coinbase !== null) cli = await buildCli();
});
afterAll(() => cli?.remove());

// These tests read recordings that lie outside the project, and are skipped without them.
describe.skipIf(bitmex === null)('BitMEX, 2021-07-22, ten symbols', () => {
  const frames = bitmex?.received ?? [];
  const asked: string[] = (bitmex?.sent ?? []).flatMap((text) => JSON.parse(text).args);
  const symbols = [...new Set(asked.map((name) => name.split(':')[1] ?? ''))];

  test('collect prints exactly the recorded trades, and its tables end as the venue left them', async () => {
    const venue = await replaying(
      frames,
      (texts) => texts.flatMap((text) => JSON.parse(text).args).length >= 30,
    );
    const run = cli.start(
      ...['collect', '--venue', 'bitmex', '--endpoint', venue.url, '--symbols', symbols.join(',')],
      ...['--channels', 'orderBookL2,quote,trade', '--format', 'ndjson'],
    );
    const messages = frames.map((frame): Row => JSON.parse(frame)).filter((frame) => 'table' in frame);
    const rows = (table: string) => messages.filter((one) => one.table === table).flatMap(dataOf);
    const expected = rows('orderBookL2').length + rows('quote').length;
    await eventually(
      'all rows',
      () => run.lines.length >= expected && run.events('table').length === expected,
      20_000,
    );
    await finish(run, venue);

    const trades = messages
      .filter((one) => one.table === 'trade')
      .flatMap((one) => dataOf(one).map((row) => ({ row, backfilled: one.action === 'partial' })));
    expect(run.events('trade').map(({ received: _received, ...trade }) => trade)).toEqual(
      trades.map(({ row, backfilled }) => ({
        ...{ type: 'trade', venue: 'bitmex', symbol: row.symbol, id: row.trdMatchID },
        side: String(row.side).toLowerCase(),
        ...{ price: String(row.price), size: String(row.size) },
        ...{ time: String(row.timestamp).replace('Z', '000Z'), backfilled },
      })),
    );
    const quotes = run.events('table').filter((event) => event.table === 'quote');
    expect(quotes.map((event) => event.item)).toEqual(rows('quote'));
    expect(sorted(printedBook(run))).toEqual(sorted(replayedBook(messages)));
    expect(printedBook(run).size).toBeGreaterThan(10_000);
    expect(run.summary()).toMatchObject({
      frames: frames.length,
      trades: trades.length,
      tableEvents: expected,
    });
    expect(run.summary()).toMatchObject({ gaps: 0, resyncs: 0, reconnects: 0, dropped: 0 });
  }, 40_000);
});

describe.skipIf(coinbase === null)('Coinbase, 2021-04-17, ten products', () => {
  const frames = coinbase?.received ?? [];
  const symbols: string[] = JSON.parse(coinbase?.sent[0] ?? '{}').product_ids;

  test("collect prints exactly the recorded matches with the taker's side", async () => {
    const venue = await replaying(frames, (texts) => texts.length >= symbols.length);
    const run = cli.start(
      ...['collect', '--venue', 'coinbase', '--endpoint', venue.url, '--symbols', symbols.join(',')],
      ...['--format', 'ndjson'],
    );
    const matches = frames.map((frame): Row => JSON.parse(frame)).filter((one) => one.type === 'match');
    await eventually('all trades', () => run.events('trade').length >= matches.length);
    await finish(run, venue);
    expect(run.events('trade').map(({ received: _received, ...trade }) => trade)).toEqual(
      matches.map((match) => ({
        ...{ type: 'trade', venue: 'coinbase', symbol: match.product_id, id: String(match.trade_id) },
        side: match.side === 'sell' ? 'buy' : 'sell',
        ...{ price: match.price, size: match.size, time: match.time, backfilled: false },
      })),
    );
    expect(run.events('gap')).toEqual([]);
    const { frames: counted, dropped } = run.summary();
    expect(counted).toBe(frames.length);
    // Everything but trades, the newest trades and the acknowledgement that names them is of other channels.
    const isOurs = (frame: string) => /"type":"(last_)?match"|"name":"matches"/.test(frame);
    expect(dropped).toBe(frames.filter((frame) => !isOurs(frame)).length);
  }, 20_000);
});

/** Greets at once, and sends the rest when everything was asked for. */
async function replaying(
  frames: readonly string[],
  isAllAsked: (texts: readonly string[]) => boolean,
): Promise<ScriptedVenue> {
  const venue = await startScriptedVenue();
  const greetings = frames.filter((frame) => frame.startsWith('{"info"'));
  venue.onConnect = (client) => client.send(...greetings);
  venue.onText = (client) => {
    if (!isAllAsked(client.received.filter((text) => text.startsWith('{')))) return;
    venue.onText = () => {};
    client.send(...frames.slice(greetings.length));
  };
  return venue;
}

async function finish(run: CliRun, venue: ScriptedVenue): Promise<void> {
  run.child.kill('SIGINT');
  expect(await run.ended).toBe(0);
  await venue.close();
}

function printedBook(run: CliRun): Map<string, unknown> {
  const book = new Map<string, unknown>();
  for (const { table, action, key, item } of run.events('table')) {
    if (table !== 'orderBookL2') continue;
    if (action === 'delete') book.delete(JSON.stringify(key));
    else book.set(JSON.stringify(key), item);
  }
  return book;
}

/** By the rules of the dialect alone: partial and insert set a row, update merges, delete removes. */
function replayedBook(messages: readonly Row[]): Map<string, unknown> {
  const book = new Map<string, Row>();
  for (const message of messages) {
    if (message.table !== 'orderBookL2') continue;
    for (const row of dataOf(message)) {
      const key = JSON.stringify({ symbol: row.symbol, id: row.id, side: row.side });
      if (message.action === 'delete') book.delete(key);
      else book.set(key, { ...book.get(key), ...row });
    }
  }
  return book;
}

function sorted(book: ReadonlyMap<string, unknown>): readonly (readonly [string, unknown])[] {
  return [...book].sort(([left], [right]) => (left < right ? -1 : 1));
}

function dataOf(message: Row): Row[] {
  return Array.isArray(message.data) ? message.data : [];
}
