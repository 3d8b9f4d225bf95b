/**
 * Accounts of Binance spot: one signed subscription of the WebSocket API tells all changes; every table is read
 * over REST first. https://developers.binance.com/docs/binance-spot-api-docs/user-data-stream, read 2026-11-24
 */
import type { AccountProtocol, Known } from './account.ts';
import { isOlderByTime, isOlderOrder, nameOf, updateTimeOf } from './binance-items.ts';
import { loginId } from './binance-messages.ts';
import {
  type Ask,
  asking,
  binanceFailure,
  binanceRights,
  binanceTime,
  ofSymbol,
  type Taken,
} from './binance-requests.ts';
import { factsOf, plain } from './comparing.ts';
import { digitsOf } from './exact-json.ts';
import { sum } from './exact-sum.ts';
import type { Item } from './exchange.ts';
import { countedId, isItem, itemsOf, text, timeMs } from './fields.ts';

const whole = { covers: 'whole', snapshotByRest: true } as const;

export const spotAccount = {
  endpoints: { ws: 'wss://ws-api.binance.com:443/ws-api/v3', rest: 'https://api.binance.com' },
  needsPassphrase: false,
  address: (base) => (/^wss?:\/\/[^/]+\/?$/.test(base) ? `${base.replace(/\/$/, '')}/ws-api/v3` : base),
  authenticate({ signer, nowMs }) {
    // All parameters in the order of their names.
    const payload = `apiKey=${signer.keyId}&recvWindow=${receiveWindowMs}&timestamp=${nowMs}`;
    const params = {
      ...{ apiKey: signer.keyId, recvWindow: receiveWindowMs, timestamp: nowMs },
      signature: signer.hmacSha256Hex(payload),
    };
    return JSON.stringify({ id: loginId, method: 'userDataStream.subscribe.signature', params });
  },
  subscribe: () => [],
  unsubscribe: () => [],
  tables: {
    order: {
      ...whole,
      keys: ['symbol', 'orderId'],
      reads: (known) => [asking(orderAsks(known))],
      timeMs: updateTimeOf,
      isOlder: (got, have) => isOlderOrder(got, have, isClosed),
      facts: (row) =>
        isClosed(row) ? null : factsOf(row.status, row.executedQty, row.origQty, row.price, row.stopPrice),
    },
    execution: {
      covers: 'history',
      snapshotByRest: true,
      keys: ['symbol', 'id'],
      reads: (known) => [
        asking([bySymbol(known, (symbol) => trades(symbol, `startTime=${Math.floor(known.sinceMs)}`))]),
      ],
      timeMs: ({ time }) => timeMs(time),
      isOlder: () => false,
      facts: ({ id }) => text(id),
    },
    margin: {
      ...whole,
      keys: ['asset'],
      reads: ({ rows }) => [asking([account((found) => ({ rows: withEmpty(found, [...rows('margin')]) }))])],
      timeMs: updateTimeOf,
      isOlder: isOlderByTime,
      facts: (row) => (total(row) === '0' ? null : `${plain(row.free)} ${plain(row.locked)}`),
    },
  },
  failure: binanceFailure,
  time: binanceTime('/api/v3/time'),
  rights: binanceRights,
} as const satisfies AccountProtocol;

/** Open orders, what became of those that are not open any more, and those that came and went while we were away. */
function orderAsks({ sinceMs, nowMs, rows }: Known): readonly Ask[] {
  const known = [...rows('order')];
  const openOrders: Ask = {
    path: '/api/v3/openOrders',
    query: '',
    take(answer) {
      const found = itemsOf(answer)?.map(withTextId);
      if (found === undefined) return null;
      const listed = new Set(found.map((row) => nameOf(row.symbol, row.orderId)));
      const gone = known.filter((row) => !isClosed(row) && !listed.has(nameOf(row.symbol, row.orderId)));
      // The list begins with this id and goes on with later ones.
      const more = gone.map(({ symbol, orderId }) =>
        pastOrders(
          `${ofSymbol(symbol)}&orderId=${orderId}&limit=1`,
          (row) => digitsOf(row.orderId) === orderId,
        ),
      );
      return { rows: found, more };
    },
  };
  const past = (symbol: string) =>
    pastOrders(`${ofSymbol(symbol)}&startTime=${Math.floor(sinceMs)}&limit=1000`, () => true);
  // A comparison has no time in which we were away.
  return sinceMs >= nowMs ? [openOrders] : [openOrders, bySymbol({ sinceMs, rows }, past)];
}

function pastOrders(query: string, isWanted: (row: Item) => boolean): Ask {
  return {
    path: '/api/v3/allOrders',
    query,
    take(answer) {
      const rows = itemsOf(answer);
      return rows === null ? null : { rows: rows.filter(isWanted).map(withTextId) };
    },
  };
}

function account(use: (rows: readonly Item[], updateTime: number) => Taken): Ask {
  return {
    path: '/api/v3/account',
    query: 'omitZeroBalances=true',
    take(answer) {
      const balances = isItem(answer) ? itemsOf(answer.balances) : null;
      if (!isItem(answer) || balances === null) return null;
      const { updateTime } = answer;
      const rows = balances.map((row) => ({ ...row, updateTime }));
      return use(rows, timeMs(updateTime) ?? Number.POSITIVE_INFINITY);
    },
  };
}

/** An asset that we know and that is not listed is used up. */
function withEmpty(found: readonly Item[], known: readonly Item[]): readonly Item[] {
  const listed = new Set(found.map(({ asset }) => asset));
  const { updateTime } = found[0] ?? {};
  const gone = known.filter(({ asset }) => !listed.has(asset));
  return [
    ...found,
    ...gone.map(({ asset, ...row }) => ({ ...row, asset, free: '0', locked: '0', updateTime })),
  ];
}

/**
 * Trades and past orders are listed by symbol only. They are asked for where we know of an order or a trade, and
 * where two assets have changed that are a symbol together; not at all where the account has not changed since.
 */
function bySymbol({ sinceMs, rows }: Pick<Known, 'sinceMs' | 'rows'>, ask: (symbol: string) => Ask): Ask {
  const known = new Set([...rows('order'), ...rows('execution')].map(({ symbol }) => String(symbol)));
  const before = new Map([...rows('margin')].map((row) => [row.asset, total(row)]));
  return account((found, updateTime) => {
    if (updateTime < Math.floor(sinceMs)) return { rows: [] };
    const now = new Map(found.map((row) => [row.asset, total(row)]));
    const assets = [...new Set([...before.keys(), ...now.keys()])].filter(
      (asset) => typeof asset === 'string',
    );
    const changed = assets.filter((asset) => (before.get(asset) ?? '0') !== (now.get(asset) ?? '0'));
    const more = [...known].map(ask);
    if (changed.length < 2) return { rows: [], more };
    return { rows: [], more: [...more, pairsOf(changed, known, ask)] };
  });
}

/** Every symbol that is traded is listed, to tell which two assets are one. */
function pairsOf(assets: readonly string[], known: ReadonlySet<string>, ask: (symbol: string) => Ask): Ask {
  return {
    path: '/api/v3/ticker/price',
    query: '',
    isPublic: true,
    take(answer) {
      const names = itemsOf(answer)?.map(({ symbol }) => symbol);
      if (names === undefined) return null;
      const traded = new Set(names);
      const pairs = assets.flatMap((base) => assets.map((quote) => base + quote));
      const found = pairs.filter((pair) => traded.has(pair) && !known.has(pair));
      return { rows: [], more: found.slice(0, mostPairs).map(ask) };
    },
  };
}

function trades(symbol: string, from: string): Ask {
  return {
    path: '/api/v3/myTrades',
    query: `${ofSymbol(symbol)}&${from}&limit=1000`,
    take(answer) {
      const rows = itemsOf(answer)?.map((row) => ({ ...withTextId(row), id: countedId(row.id) ?? '' }));
      if (rows === undefined || rows.some(({ id }) => id === '')) return null;
      const last = rows.at(-1);
      if (rows.length < 1_000 || last === undefined) return { rows };
      return { rows, more: [trades(symbol, `fromId=${BigInt(last.id) + 1n}`)] };
    },
  };
}

function withTextId(row: Item): Item {
  return { ...row, orderId: digitsOf(row.orderId) ?? '' };
}

function total(row: Item): string {
  return plain(sum(digitsOf(row.free), digitsOf(row.locked)));
}

function isClosed({ status }: Item): boolean {
  return !open.has(status);
}

const receiveWindowMs = 5_000;
const open: ReadonlySet<unknown> = new Set(['NEW', 'PENDING_NEW', 'PENDING_CANCEL', 'PARTIALLY_FILLED']);
/** The weight of so many reads is a fifth of what is allowed in a minute. */
const mostPairs = 60;
