import { expect, test } from 'vitest';
import { checkMarket } from '../../../src/renderer/frame/market-request.ts';

test('symbols are parted by spaces and commas, each once', () => {
  expect(checkMarket({ venue: 'coinbase', symbols: 'BTC-USD, ETH-USD  BTC-USD', endpoint: ' ' })).toEqual({
    ok: true,
    request: { venue: 'coinbase', symbols: ['BTC-USD', 'ETH-USD'], endpoint: null },
  });
});

test('no symbol is answered with an example of the venue', () => {
  expect(checkMarket({ venue: 'poloniex', symbols: ' ', endpoint: '' })).toMatchObject({
    ok: false,
    field: 'symbols',
    message: 'Name at least one symbol, for example BTC_USDT, ETH_USDT.',
  });
});

test('a closed venue needs the address of a server', () => {
  expect(checkMarket({ venue: 'bitmex', symbols: 'XBTUSD', endpoint: '' })).toMatchObject({
    ok: false,
    field: 'endpoint',
  });
  expect(
    checkMarket({ venue: 'bitmex', symbols: 'XBTUSD', endpoint: 'ws://127.0.0.1:8080/realtime' }).ok,
  ).toBe(true);
});

test('an address that is no WebSocket is refused in words', () => {
  for (const endpoint of ['https://api.example.com', 'example.com', 'wss://']) {
    expect(checkMarket({ venue: 'coinbase', symbols: 'BTC-USD', endpoint })).toMatchObject({
      ok: false,
      message: 'An address starts with wss:// or ws://.',
    });
  }
});

test('more symbols than one feed takes are refused with the count', () => {
  const symbols = Array.from({ length: 51 }, (_, index) => `S${index}`).join(' ');
  expect(checkMarket({ venue: 'coinbase', symbols, endpoint: '' })).toMatchObject({
    ok: false,
    message: 'One feed takes at most 50 symbols; there are 51.',
  });
});
