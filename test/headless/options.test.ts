/** What `collect` understands, and what it says to every mistake. */
import { describe, expect, test } from 'vitest';
import { parseCollect } from '../../src/main/headless/options.ts';

function parsed(line: string) {
  const result = parseCollect(line === '' ? [] : line.split(' '));
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

function mistake(...args: readonly string[]): string {
  const result = parseCollect(args);
  if (result.ok) throw new Error('it was understood');
  return result.message;
}

describe('groups', () => {
  test('each --venue has its own symbols, channels and addresses', () => {
    const { groups } = parsed(
      '--venue bitmex --symbols XBTUSD,ETHUSD --endpoint ws://localhost:1/realtime --channels trade ' +
        '--venue coinbase --symbols BTC-USD',
    );
    expect(groups).toMatchObject([
      {
        venue: 'bitmex',
        symbols: ['XBTUSD', 'ETHUSD'],
        publicTopics: ['trade'],
        endpoint: 'ws://localhost:1/realtime',
        rest: null,
      },
      {
        venue: 'coinbase',
        symbols: ['BTC-USD'],
        endpoint: 'wss://ws-feed.exchange.coinbase.com',
        rest: 'https://api.exchange.coinbase.com',
      },
    ]);
  });

  test('options may stand before their --venue, and values after an equals sign', () => {
    const { groups, format } = parsed('--symbols=BTC-USD --venue=coinbase --format=ndjson');
    expect(groups).toMatchObject([{ venue: 'coinbase', symbols: ['BTC-USD'] }]);
    expect(format).toBe('ndjson');
  });

  test('the live REST is never asked for the trades of another server', () => {
    const { groups } = parsed('--venue coinbase --symbols BTC-USD --endpoint ws://127.0.0.1:9');
    expect(groups[0]?.rest).toBeNull();
  });

  test('the default channels are those of the venue', () => {
    expect(parsed('--venue coinbase --symbols BTC-USD').groups[0]?.publicTopics).toEqual(['trade']);
    const bitmex = parsed('--venue bitmex --symbols XBTUSD --endpoint ws://127.0.0.1:9').groups[0];
    expect(bitmex?.publicTopics).toEqual(['instrument', 'quote', 'trade', 'tradeBin1m']);
    expect(bitmex?.accountTopics).toEqual([]);
  });

  test('the practice venue needs no symbols and brings its account', () => {
    const group = parsed('--venue practice').groups[0];
    expect(group?.accountTopics).toEqual(['margin', 'position', 'order', 'execution']);
    expect(group?.endpoint).toBeNull();
  });

  test('a symbol named twice is opened once', () => {
    expect(parsed('--venue coinbase --symbols BTC-USD,BTC-USD').groups[0]?.symbols).toEqual(['BTC-USD']);
  });
});

test('seconds may have a fraction', () => {
  const { forMs, stallAfterMs } = parsed('--venue practice --for 0.5 --stall-after 2');
  expect([forMs, stallAfterMs]).toEqual([500, 2_000]);
});

describe('every mistake is one clear sentence', () => {
  const coinbase = ['--venue', 'coinbase', '--symbols', 'BTC-USD'];
  test.each([
    [[], 'collect needs --venue'],
    [['--venue', 'mtgox', '--symbols', 'BTC'], 'no venue "mtgox"'],
    [['--venue', 'gemini', '--symbols', 'BTCUSD'], 'does not support gemini yet'],
    [['--venue', 'coinbase'], 'needs --symbols'],
    [['--venue', 'coinbase', '--symbols', ','], 'needs --symbols'],
    [
      ['--venue', 'coinbase', '--symbols', 'btc/usd'],
      '"btc/usd" is not how Coinbase Exchange writes a symbol',
    ],
    [['--venue', 'bitmex', '--symbols', 'XBTUSD'], 'has closed'],
    [[...coinbase, '--channels', 'level3'], 'no channel "level3"'],
    [[...coinbase, '--channels', '__proto__'], 'no channel "__proto__"'],
    [[...coinbase, '--channels', ','], 'names no channel'],
    [[...coinbase, '--endpoint', 'https://example.com'], 'starts with ws:// or wss://'],
    [[...coinbase, '--endpoint', 'nonsense'], 'starts with ws:// or wss://'],
    [[...coinbase, '--rest', 'ws://example.com'], 'starts with http:// or https://'],
    [[...coinbase, '--format', 'xml'], 'text, ndjson or none'],
    [[...coinbase, '--for', '-1'], '--for is a number of seconds'],
    [[...coinbase, '--for', 'ever'], '--for is a number of seconds'],
    [[...coinbase, '--stall-after', '0'], '--stall-after is a number of seconds'],
    [[...coinbase, '--account', 'main'], 'cannot watch accounts of Coinbase'],
    [['--venue', 'practice', '--account', 'main'], 'brings its own account'],
    [[...coinbase, '--record', 'file.db'], '--record is not available yet'],
    [[...coinbase, '--symbols', 'ETH-USD'], 'has no --venue of its own'],
    [[...coinbase, '--verbose'], 'no option "--verbose"'],
    [[...coinbase, 'BTC-USD'], 'no argument "BTC-USD"'],
    [['--venue'], '--venue needs a value'],
    [['--venue', '--symbols', 'BTC-USD'], '--venue needs a value'],
    [['--venue', 'practice', '--endpoint', 'ws://127.0.0.1:9'], 'starts by itself'],
    [
      ['--venue', 'bitmex', '--endpoint', 'ws://127.0.0.1:9', '--channels', 'position'],
      'position of BitMEX needs an account',
    ],
  ])('%j', (args, words) => {
    const message = mistake(...args);
    expect(message).toContain(words);
    expect(message).not.toContain('\n');
  });
});
