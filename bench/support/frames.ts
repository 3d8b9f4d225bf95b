/** Frames in the BitMEX dialect for the benchmarks: the same for the floor and for Vigil, from a seed. */

export interface FrameSet {
  readonly name: string;
  readonly topics: readonly string[];
  readonly partials: readonly string[];
  readonly count: number;
  frameAt(index: number): string;
}

export const symbols = ['XBTUSD', 'ETHUSD', 'SOLUSD', 'XRPUSD'];
const start = Date.UTC(2026, 0, 1);

/** Order book updates, inserts and deletes over `levels` a side for four symbols. */
export function bookFrames(levels: number, count: number, seed = 1): FrameSet {
  const random = generator(seed);
  const books = symbols.map((symbol, index) => ({
    symbol,
    next: levels * 2,
    live: Array.from({ length: levels * 2 }, (_, at) => at),
    base: 8_700_000_000 + index * 1_000_000,
  }));
  const partials = books.map(({ symbol, live, base }) =>
    JSON.stringify({
      table: 'orderBookL2',
      action: 'partial',
      keys: ['symbol', 'id', 'side'],
      types: {
        symbol: 'symbol',
        id: 'long',
        side: 'symbol',
        size: 'long',
        price: 'float',
        timestamp: 'timestamp',
      },
      filter: { symbol },
      data: live.map((at) => level(symbol, base, at, random, 0)),
    }),
  );
  const stream = Array.from({ length: count }, (_, index) => {
    const book = books[Math.floor(random() * books.length)] ?? books[0];
    if (book === undefined) throw new Error('no book');
    const rows = 1 + Math.floor(random() * 4);
    const kind = random();
    if (kind < 0.9) {
      const data = Array.from({ length: rows }, () => {
        const at = book.live[Math.floor(random() * book.live.length)] ?? 0;
        return {
          symbol: book.symbol,
          id: book.base + at,
          side: side(at),
          size: size(random),
          timestamp: time(index),
        };
      });
      return frame('orderBookL2', 'update', data);
    }
    if (kind < 0.95) {
      const at = book.next++;
      book.live.push(at);
      return frame('orderBookL2', 'insert', [level(book.symbol, book.base, at, random, index)]);
    }
    const [at = 0] = book.live.splice(Math.floor(random() * book.live.length), 1);
    return frame('orderBookL2', 'delete', [
      { symbol: book.symbol, id: book.base + at, side: side(at), timestamp: time(index) },
    ]);
  });
  return {
    name: `order book, ${levels} levels a side`,
    topics: ['orderBookL2'],
    partials,
    count,
    frameAt: (index) => stream[index] ?? '',
  };
}

/** Trade frames with `rows` trades each, made as they are asked for: ten million fit in no memory. */
export function tradeFrames(count: number, rows: number, seed = 2): FrameSet {
  const random = generator(seed);
  const partials = symbols.map((symbol) =>
    JSON.stringify({ table: 'trade', action: 'partial', keys: [], filter: { symbol }, data: [] }),
  );
  let id = 0;
  return {
    name: `trades, ${rows} a frame`,
    topics: ['trade'],
    partials,
    count,
    frameAt(index) {
      const symbol = symbols[Math.floor(random() * symbols.length)] ?? 'XBTUSD';
      return frame(
        'trade',
        'insert',
        Array.from({ length: rows }, () => trade(symbol, id++, index, random)),
      );
    },
  };
}

/**
 * Price updates of one instrument whose last price is the moment of sending, in milliseconds modulo
 * 100,000: whoever sees the price can tell its age.
 */
export function clockFrames(count: number): FrameSet {
  const row = {
    symbol: 'XBTUSD',
    typ: 'FFWCSX',
    state: 'Open',
    tickSize: 0.1,
    lotSize: 100,
    isInverse: true,
  };
  const partials = ['instrument', 'quote', 'trade', 'tradeBin1m'].map((table) =>
    JSON.stringify({
      ...{ table, action: 'partial', keys: table === 'instrument' ? ['symbol'] : [] },
      ...{ filter: { symbol: 'XBTUSD' }, data: table === 'instrument' ? [row] : [] },
    }),
  );
  return {
    name: 'prices that tell the time',
    topics: ['instrument'],
    partials,
    count,
    frameAt: () =>
      frame('instrument', 'update', [
        { symbol: 'XBTUSD', lastPrice: clockPrice(), timestamp: new Date().toISOString() },
      ]),
  };
}

function clockPrice(): number {
  return Math.floor(((performance.timeOrigin + performance.now()) % 100_000) * 10) / 10;
}

function trade(symbol: string, id: number, index: number, random: () => number) {
  return {
    timestamp: time(index),
    symbol,
    side: random() < 0.5 ? 'Buy' : 'Sell',
    size: size(random),
    price: 97_000 + Math.floor(random() * 2_000) / 2,
    tickDirection: 'PlusTick',
    trdMatchID: `00000000-006d-1000-0000-${id.toString(16).padStart(12, '0')}`,
    grossValue: 101_450,
    homeNotional: 0.0010145,
    foreignNotional: 100,
    trdType: 'Regular',
  };
}

function level(symbol: string, base: number, at: number, random: () => number, index: number) {
  return {
    symbol,
    id: base + at,
    side: side(at),
    size: size(random),
    price: 90_000 + at / 2,
    timestamp: time(index),
  };
}

function frame(table: string, action: string, data: readonly unknown[]): string {
  return JSON.stringify({ table, action, data });
}

function side(at: number): string {
  return at % 2 === 0 ? 'Buy' : 'Sell';
}

function size(random: () => number): number {
  return 100 * (1 + Math.floor(random() * 5_000));
}

function time(index: number): string {
  return new Date(start + index).toISOString();
}

/** Mulberry32: small, fast, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
