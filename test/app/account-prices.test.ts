/** Which prices are asked for on behalf of accounts, from whom, and when they leave. */
import { expect, test } from 'vitest';
import { keepAccountPrices } from '../../src/main/app/account-prices.ts';
import { type Channel, channelName, type Signer } from '../../src/main/exchanges/exchange.ts';
import { supportedVenues } from '../../src/main/exchanges/registry.ts';
import type { FeedSpec } from '../../src/main/feeds/feed-events.ts';
import type { ChannelState } from '../../src/preload/contract/health.ts';
import type { MarginRow, PositionRow } from '../../src/preload/contract/rows.ts';
import { channelStatus, feedSpec, feedStatus, feedsDouble } from '../support/feeds-double.ts';
import { manualClock } from '../support/manual-clock.ts';

const live = { bybit: 'wss://stream.bybit.com/v5/private', okx: 'wss://ws.okx.com:8443/ws/v5/private' };

test('symbols of open positions, and what leads from their money to dollars, at each address once', async () => {
  const { bench, feeds } = desk();
  bench.account('bybit', 'main', live.bybit);
  bench.positions = [position('bybit', 'ETHUSDT'), position('bybit', 'XRPUSDT', 'flat')];
  bench.margins = [margin('bybit', 'USDT', '5'), margin('bybit', 'BTC', '0.1'), margin('bybit', 'SOL', '0')];
  bench.look();
  expect(feeds.opened.map(written)).toEqual([
    ['wss://stream.bybit.com/v5/public/linear', 'https://api.bybit.com', 'ETHUSDT,BTCUSDT'],
    ['wss://stream.bybit.com/v5/public/inverse', 'https://api.bybit.com', 'BTCUSD'],
  ]);
  bench.look();
  expect(feeds.opened).toHaveLength(2);
});

test('join and leave with the need, a minute after it, and at once with the last account', async () => {
  const { bench, feeds } = desk();
  const account = bench.account('okx', 'main', live.okx);
  bench.margins = [margin('okx', 'BTC', '1')];
  bench.look();
  bench.positions = [position('okx', 'SOL-USD-SWAP')];
  bench.look();
  bench.positions = [];
  bench.look(59_000);
  expect(feeds.calls).not.toContain('remove okx/prices/ws/v5/public instrument:SOL-USD-SWAP');
  bench.look(2_000);
  expect(feeds.calls).toEqual([
    'open okx/prices/ws/v5/public',
    'add okx/prices/ws/v5/public instrument:SOL-USD-SWAP',
    'remove okx/prices/ws/v5/public instrument:SOL-USD-SWAP',
  ]);
  await feeds.close(account.id);
  bench.look();
  await Promise.resolve();
  expect(feeds.calls.at(-1)).toBe('close okx/prices/ws/v5/public');
});

test('are not asked for twice where the user has the market open, and come back when it is closed', async () => {
  const { bench, feeds } = desk();
  bench.account('okx', 'main', live.okx);
  bench.margins = [margin('okx', 'BTC', '1'), margin('okx', 'ETH', '1')];
  bench.look();
  const market = { ...feedSpec('okx', null, [instrument('BTC-USD-SWAP')]), endpoint: publicOkx };
  feeds.set(feedStatus(market));
  bench.look();
  expect(feeds.calls.at(-1)).toBe('remove okx/prices/ws/v5/public instrument:BTC-USD-SWAP');
  await feeds.close(market.id);
  bench.look();
  expect(feeds.calls.at(-1)).toBe('add okx/prices/ws/v5/public instrument:BTC-USD-SWAP');
});

test('come from elsewhere while the user pauses the market, and from the market once it brings them again', () => {
  const { bench, feeds } = desk();
  bench.account('okx', 'main', live.okx);
  bench.margins = [margin('okx', 'BTC', '1'), margin('okx', 'ETH', '1')];
  const market = { ...feedSpec('okx', null, [instrument('BTC-USD-SWAP')]), endpoint: publicOkx };
  feeds.set(feedStatus(market));
  bench.look();
  expect(feeds.opened.map(written)).toEqual([[publicOkx, 'https://www.okx.com', 'ETH-USD-SWAP']]);
  const inState = (state: ChannelState, paused = false) =>
    feedStatus(market, { paused, channels: market.channels.map((one) => channelStatus(one, { state })) });
  feeds.set(inState('waiting', true));
  bench.look();
  expect(feeds.calls.at(-1)).toBe('add okx/prices/ws/v5/public instrument:BTC-USD-SWAP');
  const calls = feeds.calls.length;
  feeds.set(inState('connecting'));
  bench.look();
  expect(feeds.calls).toHaveLength(calls);
  feeds.set(inState('live'));
  bench.look();
  expect(feeds.calls.at(-1)).toBe('remove okx/prices/ws/v5/public instrument:BTC-USD-SWAP');
});

test('that the venue refuses are not asked for again', async () => {
  const { bench, feeds } = desk();
  bench.account('okx', 'main', live.okx);
  bench.margins = [margin('okx', 'NOCOIN', '1')];
  bench.look();
  const [spec] = feeds.opened;
  if (spec === undefined) throw new Error('nothing was opened');
  const channels = spec.channels.map((channel) =>
    channelStatus(channel, { state: channel.symbol === 'NOCOIN-USDT' ? 'refused' : 'live' }),
  );
  feeds.set(feedStatus(spec, { channels }));
  bench.look(3_000);
  expect(feeds.calls.slice(1)).toEqual([`remove ${spec.id} instrument:NOCOIN-USDT`]);
});

test.each([
  ['bybit', 'ws://127.0.0.1:9/v5/private', 'BTC', 'ws://127.0.0.1:9/v5/public/inverse'],
  ['okx', 'ws://127.0.0.1:9', 'BTC', 'ws://127.0.0.1:9/ws/v5/public'],
  ['deribit', 'wss://test.deribit.com/ws/api/v2', 'BTC', 'wss://test.deribit.com/ws/api/v2'],
  ['kraken-futures', 'ws://127.0.0.1:9', 'BTC', 'ws://127.0.0.1:9/ws/v1'],
  ['binance-usdm', 'ws://127.0.0.1:9', 'USDT', 'ws://127.0.0.1:9/market/ws'],
  // The dialect has no venue of its own, and each of its servers one address.
  ['bitmex', 'ws://127.0.0.1:9/realtime', 'XBT', 'ws://127.0.0.1:9/realtime'],
  // The venue's public side is at another host, so that nothing says where that of this server is.
  ['kraken', 'ws://127.0.0.1:9', 'BTC', null],
  ['binance', 'ws://127.0.0.1:9', 'USDT', null],
])('of %s at another server come from there, or not at all', (venue, endpoint, currency, expected) => {
  const { bench, feeds } = desk();
  bench.account(venue, 'main', endpoint);
  bench.margins = [margin(venue, currency, '1')];
  bench.look();
  expect(feeds.opened.map((spec) => [spec.endpoint, spec.rest])).toEqual(
    expected === null ? [] : [[expected, null]],
  );
});

test('of two servers of one venue are never mixed', () => {
  const { bench, feeds } = desk();
  bench.account('okx', 'test', 'ws://127.0.0.1:9');
  bench.account('okx', 'main', live.okx);
  bench.margins = [{ ...margin('okx', 'BTC', '1'), account: 'test' }, margin('okx', 'ETH', '1')];
  bench.look();
  expect(feeds.opened.map(written)).toEqual([[publicOkx, 'https://www.okx.com', 'ETH-USD-SWAP']]);
  const other = desk();
  other.feeds.set(feedStatus({ ...feedSpec('okx', null), endpoint: publicOkx }));
  other.bench.account('okx', 'main', 'ws://127.0.0.1:9');
  other.bench.margins = [margin('okx', 'BTC', '1')];
  other.bench.look();
  expect(other.feeds.opened).toEqual([]);
});

test('are asked for by no account that waits for its key, and not for the practice venue', () => {
  const { bench, feeds } = desk();
  feeds.set(feedStatus({ ...feedSpec('okx', 'main'), endpoint: live.okx }));
  bench.account('practice', 'main', 'ws://127.0.0.1:9');
  bench.margins = [margin('okx', 'BTC', '1'), margin('practice', 'XBT', '1')];
  bench.look();
  expect(feeds.opened).toEqual([]);
});

test('every market that a venue names for a currency is written as the venue writes it', () => {
  const named = supportedVenues.flatMap((venue) => {
    const { exchange } = feedSpec(venue, null);
    const symbols = ['USD', 'USDT', 'USDC', 'BTC', 'ETH', 'SOL'].flatMap(
      (currency) => exchange.priceSymbols?.(currency) ?? [],
    );
    for (const symbol of symbols) expect(symbol).toMatch(exchange.symbolPattern);
    return symbols.length > 0 ? [venue] : [];
  });
  const without = supportedVenues.filter((venue) => !named.includes(venue));
  // They have no accounts.
  expect(without).toEqual(['coinbase', 'poloniex']);
});

function desk() {
  const clock = manualClock();
  const feeds = feedsDouble();
  const bench = {
    positions: [] as readonly PositionRow[],
    margins: [] as readonly MarginRow[],
    account(venue: string, label: string, endpoint: string): FeedSpec {
      const spec = { ...feedSpec(venue, label), endpoint, signer: {} as Signer };
      feeds.set(feedStatus(spec));
      return spec;
    },
    look: (ms = 1_000) => clock.advance(ms),
  };
  keepAccountPrices({
    ...{ clock, feeds: () => feeds, forget() {} },
    positions: () => bench.positions,
    margins: () => bench.margins,
  });
  return { bench, feeds };
}

function written({ endpoint, rest, channels }: FeedSpec) {
  expect(channels.every(({ topic }) => topic === 'instrument')).toBe(true);
  return [endpoint, rest, channels.map(({ symbol }) => symbol).join()];
}

function instrument(symbol: string): Channel {
  expect(channelName({ topic: 'instrument', symbol })).toBe(`instrument:${symbol}`);
  return { topic: 'instrument', symbol };
}

function owner(venue: string) {
  return { venue, account: 'main', updatedAt: null, receivedAt: '2026-11-24T00:00:00.000000Z' };
}

function position(venue: string, symbol: string, side: PositionRow['side'] = 'long'): PositionRow {
  return {
    ...{ ...owner(venue), symbol, side, size: '1', sizeUnit: 'base', notional: null, entryPrice: null },
    ...{ breakEvenPrice: null, markPrice: null, liquidationPrice: null, leverage: null, marginMode: null },
    ...{ margin: null, unrealisedPnl: null, realisedPnl: null, pnlCurrency: null },
  };
}

function margin(venue: string, currency: string, equity: string): MarginRow {
  return {
    ...{ ...owner(venue), symbol: null, currency, equity, walletBalance: equity, available: null },
    ...{ initialMargin: null, maintenanceMargin: null, marginRatio: null },
  };
}

const publicOkx = 'wss://ws.okx.com:8443/ws/v5/public';
