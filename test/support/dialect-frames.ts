/** Frames as BitMEX and Coinbase write them, short enough to read in a test. */

export const welcome = JSON.stringify({
  info: 'Welcome to the BitMEX Realtime API.',
  version: '2021-07-14T01:26:29.000Z',
  timestamp: new Date().toISOString(),
  docs: 'https://www.bitmex.com/app/wsAPI',
  limit: { remaining: 39 },
});

type Row = Readonly<Record<string, unknown>>;

export function partial(
  table: string,
  keys: readonly string[],
  symbol: string,
  data: readonly Row[],
): string {
  return JSON.stringify({ table, action: 'partial', keys, types: {}, filter: { symbol }, data });
}

export function change(
  table: string,
  action: 'insert' | 'update' | 'delete',
  ...data: readonly Row[]
): string {
  return JSON.stringify({ table, action, data });
}

export function level(id: number, size: number): Row {
  return { symbol: 'XBTUSD', id, side: 'Buy', size, price: 30_000 + id };
}

/** A BitMEX trade; `n` makes its id and its time. */
export function bitmexTrade(n: number, symbol = 'XBTUSD'): Row {
  const timestamp = new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();
  const trdMatchID = `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
  return { timestamp, symbol, side: 'Buy', size: 100, price: 30_000, trdMatchID };
}

export function match(id: number, product = 'BTC-USD'): string {
  return JSON.stringify({ type: 'match', ...coinbaseTrade(id), product_id: product });
}

export function lastMatch(id: number, product = 'BTC-USD'): string {
  return JSON.stringify({ type: 'last_match', ...coinbaseTrade(id), product_id: product });
}

/** As in the REST history, which does not repeat the product. */
export function coinbaseTrade(id: number): Row {
  const time = new Date(Date.UTC(2026, 0, 1) + id * 1_000).toISOString();
  return { trade_id: id, side: 'sell', size: '0.5', price: '9000.10', time };
}

export function heartbeat(lastTradeId: number, product = 'BTC-USD'): string {
  const time = new Date().toISOString();
  return JSON.stringify({
    type: 'heartbeat',
    last_trade_id: lastTradeId,
    product_id: product,
    sequence: 1,
    time,
  });
}

export function coinbaseAck(...products: readonly string[]): string {
  return JSON.stringify({
    type: 'subscriptions',
    channels: [
      { name: 'matches', product_ids: products },
      { name: 'heartbeat', product_ids: products },
    ],
  });
}

/** Answers a BitMEX subscription as the venue does: one acknowledgement for each channel. */
export function bitmexAcks(text: string): readonly string[] {
  if (!text.startsWith('{')) return text === 'ping' ? ['pong'] : [];
  const request: { op: string; args: string[] } = JSON.parse(text);
  return request.args.map((name) => JSON.stringify({ success: true, [request.op]: name, request }));
}
