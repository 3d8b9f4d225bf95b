/** The headless command as a user starts it: a process with arguments, two streams and an exit code. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BuiltCli, buildCli, type CliRun, eventOf } from '../support/cli.ts';
import {
  bitmexAcks,
  bitmexTrade,
  coinbaseAck,
  lastMatch,
  level,
  match,
  partial,
  welcome,
} from '../support/dialect-frames.ts';
import { eventually } from '../support/eventually.ts';
import { type ScriptedVenue, startScriptedVenue } from '../support/scripted-venue.ts';

let cli: BuiltCli;
let venue: ScriptedVenue;
let runs: CliRun[];
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.remove());
beforeEach(async () => {
  venue = await startScriptedVenue();
  runs = [];
});
afterEach(async () => {
  for (const run of runs) run.child.kill('SIGKILL');
  await venue.close();
});

function start(...args: readonly string[]): CliRun {
  const run = cli.start(...args);
  runs.push(run);
  return run;
}

function collectCoinbase(...args: readonly string[]): CliRun {
  const address = ['--venue', 'coinbase', '--endpoint', venue.url, '--symbols', 'BTC-USD'];
  return start('collect', ...address, '--format', 'ndjson', ...args);
}

function serveMatches(...ids: readonly number[]): void {
  venue.onText = (client) => client.send(coinbaseAck('BTC-USD'), lastMatch(1), ...ids.map((id) => match(id)));
}

async function stopped(run: CliRun): Promise<number | null> {
  run.child.kill('SIGINT');
  return run.ended;
}

function expectNoTrace(run: CliRun): void {
  expect(run.stderr()).not.toMatch(/^\s+at /m);
  expect(run.stderr()).not.toContain('node:');
}

describe('mistakes', () => {
  test.each([
    [[], 'Say what to do'],
    [['trade'], 'no command "trade"'],
    [['accounts'], 'accounts takes add, list, check or remove'],
    [['accounts', 'add', '--label', 'main'], 'accounts add needs --venue'],
    [['collect', '--venue', 'mtgox', '--symbols', 'A'], 'no venue "mtgox"'],
    [['collect', '--venue', 'practice', '--nonsense'], 'no option "--nonsense"'],
  ])('%j ends with code 2 and one line', async (args, words) => {
    const run = start(...args);
    expect(await run.ended).toBe(2);
    expect(run.stderr()).toContain(words);
    expect(run.stderr().trim().split('\n')).toHaveLength(1);
    expect(run.lines).toEqual([]);
  });
});

describe('ends', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('cleanly at %s, with its summary', async (signal) => {
    serveMatches(2, 3);
    const run = collectCoinbase();
    await eventOf(run, 'trade', (trade) => trade.id === '3');
    run.child.kill(signal);
    expect(await run.ended).toBe(0);
    expect(run.summary()).toEqual({
      ...{ type: 'summary', frames: 4, trades: 2, tableEvents: 0, gaps: 0, resyncs: 0, reconnects: 0 },
      dropped: 0,
    });
    expectNoTrace(run);
  });

  test('by itself after --for', async () => {
    serveMatches(2);
    const run = collectCoinbase('--for', '2');
    expect(await run.ended).toBe(0);
    expect(run.events('trade')).toHaveLength(1);
  });

  test('quietly when the reader of its output leaves', async () => {
    venue.onText = (client) => {
      client.send(coinbaseAck('BTC-USD'));
      for (let id = 1; id < 5_000; id += 1) client.send(match(id));
    };
    const run = collectCoinbase();
    await eventOf(run, 'trade', () => true);
    run.child.stdout?.destroy();
    for (let id = 5_000; id < 10_000; id += 1) venue.clients[0]?.send(match(id));
    expect(await run.ended).toBe(0);
    expectNoTrace(run);
  });

  test('with code 1 when everything was refused, and an event says why', async () => {
    const reason = 'NOPE-USD is not a valid product';
    venue.onText = (client) => {
      client.send(JSON.stringify({ type: 'error', message: 'Failed to subscribe', reason }));
    };
    const address = ['--venue', 'coinbase', '--endpoint', venue.url, '--symbols', 'NOPE-USD'];
    const run = start('collect', ...address, '--format', 'ndjson');
    expect(await run.ended).toBe(1);
    const refused = run.events('feed').find((event) => event.state === 'refused');
    expect(refused).toMatchObject({ channel: 'trade:NOPE-USD', venue: 'coinbase', account: null });
    expect(refused?.reason).toContain(reason);
    // Whoever has no use for events reads it too.
    expect(run.stderr()).toContain(reason);
  });
});

describe('prints', () => {
  test('a trade with exactly these fields', async () => {
    serveMatches(2);
    const run = collectCoinbase();
    const trade = await eventOf(run, 'trade', () => true);
    await stopped(run);
    expect(Object.keys(trade)).toEqual([
      ...['type', 'venue', 'symbol', 'id', 'side', 'price', 'size', 'time', 'received', 'backfilled'],
    ]);
    expect(trade).toMatchObject({ side: 'buy', price: '9000.10', size: '0.5', id: '2', backfilled: false });
    expect(trade.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(trade.received).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  test('tables with key, item and canonical row, and trades of a snapshot once', async () => {
    venue.onConnect = (client) => client.send(welcome);
    const quote =
      '{"timestamp":"2026-01-01T00:00:00.000Z","symbol":"XBTUSD","bidSize":1,"bidPrice":100.50,"askPrice":101,"askSize":2}';
    venue.onText = (client, text) => {
      client.send(...bitmexAcks(text));
      if (!text.includes('"subscribe"')) return;
      client.send(
        partial('trade', [], 'XBTUSD', [bitmexTrade(1)]),
        partial('trade', [], 'XBTUSD', [bitmexTrade(1)]),
      );
      client.send(partial('orderBookL2', ['symbol', 'id', 'side'], 'XBTUSD', [level(7, 10)]));
      client.send(
        `{"table":"quote","action":"partial","keys":[],"filter":{"symbol":"XBTUSD"},"data":[${quote}]}`,
      );
    };
    const address = ['--venue', 'bitmex', '--endpoint', venue.url, '--symbols', 'XBTUSD'];
    const run = start('collect', ...address, '--channels', 'trade,orderBookL2,quote', '--format', 'ndjson');
    await eventOf(run, 'table', (event) => event.table === 'quote');
    await stopped(run);
    expect(run.events('trade')).toMatchObject([{ backfilled: true, side: 'buy' }]);
    const [book, printedQuote] = run.events('table');
    expect(book).toEqual({
      ...{ type: 'table', venue: 'bitmex', account: null, table: 'orderBookL2', action: 'partial' },
      symbol: 'XBTUSD',
      key: { symbol: 'XBTUSD', id: 7, side: 'Buy' },
      item: level(7, 10),
      row: null,
    });
    expect(printedQuote).toMatchObject({
      key: {},
      row: { bidPrice: '100.50', askSize: '2', symbol: 'XBTUSD' },
    });
    expect(run.lines.find((line) => line.includes('"quote"'))).toContain('"bidPrice":100.50,');
  });

  test('trades for people with an arrow', async () => {
    serveMatches(2);
    const address = ['--venue', 'coinbase', '--endpoint', venue.url, '--symbols', 'BTC-USD'];
    const run = start('collect', ...address);
    await eventually('a trade', () => run.lines.some((line) => line.includes('▲')));
    await stopped(run);
    expect(run.lines).toContain('2026-01-01T00:00:02.000000Z coinbase BTC-USD ▲ 0.5 @ 9000.10');
  });

  test('nothing with --format none, but the summary', async () => {
    serveMatches(2, 3);
    const run = collectCoinbase('--format', 'none', '--for', '2');
    expect(await run.ended).toBe(0);
    expect(run.lines).toEqual([]);
    expect(run.summary()).toMatchObject({ trades: 2 });
  });
});

describe('survives', () => {
  test('a refused connection: it says when it tries again, and goes on when the venue is back', async () => {
    const port = Number(new URL(venue.url).port);
    await venue.close();
    const run = collectCoinbase();
    const down = await eventOf(run, 'feed', (event) => event.state === 'down');
    expect(down.reason).toMatch(/^connection refused; next attempt at \d{4}-/);
    venue = await startScriptedVenue(port);
    serveMatches(2);
    await eventOf(run, 'trade', () => true);
    expect(await stopped(run)).toBe(0);
    expectNoTrace(run);
  });

  test.each([
    ['a truncated frame', (one: ScriptedVenue) => one.clients[0]?.send('{"type":"match","trade_')],
    ['text that is not JSON', (one: ScriptedVenue) => one.clients[0]?.send('<html>502 Bad Gateway</html>')],
    ['a binary frame', (one: ScriptedVenue) => one.clients[0]?.sendBinary(Buffer.alloc(10))],
    ['a frame of 20 MB', (one: ScriptedVenue) => one.clients[0]?.send('x'.repeat(20_000_000))],
    ['JSON of another shape', (one: ScriptedVenue) => one.clients[0]?.send('[[[]]]', '{"type":"match"}')],
  ])('%s: a gap event, and the trades after it', async (_name, send) => {
    serveMatches(2);
    const run = collectCoinbase();
    await eventOf(run, 'trade', () => true);
    serveMatches(3);
    send(venue);
    venue.clients[0]?.send(match(3));
    await eventOf(run, 'trade', (trade) => trade.id === '3');
    await eventOf(run, 'gap', (gap) => gap.kind === 'malformed' && gap.channel === 'trade:BTC-USD');
    expect(await stopped(run)).toBe(0);
    expectNoTrace(run);
  });
});

test('--stall-after finds a mute channel within a quarter more, although pongs go on', async () => {
  serveMatches(2);
  const run = collectCoinbase('--stall-after', '2');
  const live = await eventOf(run, 'feed', (event) => event.state === 'live');
  const stalled = await eventOf(run, 'feed', (event) => event.state === 'stalled');
  const silentMs = Date.parse(String(stalled.time)) - Date.parse(String(live.time));
  // The first trade was read a little before its state was printed.
  expect(silentMs).toBeGreaterThan(1_900);
  expect(silentMs).toBeLessThan(2_500);
  await eventually('subscribed again', () =>
    venue.clients[0]?.received.some((text) => text.includes('unsubscribe')),
  );
  await eventOf(run, 'gap', (gap) => gap.kind === 'stall' && gap.channel === 'trade:BTC-USD');
  await stopped(run);
});

test('the practice venue shows market and account by itself', async () => {
  const run = start('collect', '--venue', 'practice', '--format', 'ndjson');
  for (const table of ['instrument', 'quote', 'margin', 'position', 'order', 'execution']) {
    await eventOf(run, 'table', (event) => event.table === table && event.row !== null);
  }
  await eventOf(run, 'trade', (trade) => trade.backfilled === false);
  await eventOf(run, 'table', (event) => event.table === 'position' && event.account === 'demo');
  expect(await stopped(run)).toBe(0);
  expect(run.summary()).toMatchObject({ gaps: 0, resyncs: 0, reconnects: 0, dropped: 0 });
}, 20_000);
