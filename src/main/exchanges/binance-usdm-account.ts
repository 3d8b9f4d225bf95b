/**
 * Accounts of Binance USD-M futures: a listen key opens the stream, which pushes changes only; every table is
 * read over REST first. https://developers.binance.com/docs/derivatives/usds-margined-futures, read 2026-11-24
 */
import type { AccountProtocol, Known } from './account.ts';
import {
  type Ask,
  asking,
  binanceFailure,
  binanceRights,
  binanceTime,
  itemsOf,
  parsed,
  type Taken,
} from './binance-requests.ts';
import { autoCloseType } from './binance-usdm-messages.ts';
import { digitsOf, shiftPoint } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { isItem, text } from './fields.ts';

const whole = { covers: 'whole', snapshotByRest: true } as const;

export const usdmAccount = {
  endpoints: { ws: 'wss://fstream.binance.com', rest: 'https://fapi.binance.com' },
  needsPassphrase: false,
  // What is not named here is not sent.
  address: (base, token) =>
    `${base.replace(/\/(?:(?:public|market|private)(?:\/ws)?)?\/*$/, '')}/private/ws?listenKey=${token ?? ''}&events=${events}`,
  prepare: {
    // Asking again while the key lives extends it by 60 minutes.
    request: (rest, { signer }) => ({
      method: 'POST',
      url: `${rest}/fapi/v1/listenKey`,
      headers: { 'X-MBX-APIKEY': signer.keyId },
      body: null,
    }),
    parse(answer) {
      const body = parsed(answer);
      const token = isItem(body) ? text(body.listenKey) : null;
      return token === null ? null : { token, renewMs: 30 * 60_000 };
    },
  },
  authenticate: () => null,
  subscribe: () => [],
  unsubscribe: () => [],
  tables: {
    position: {
      ...whole,
      keys: ['symbol', 'positionSide'],
      reads: ({ rows }) => [asking([positions(rows('position'))])],
      timeMs: updateTime,
      isOlder: isOlderByTime,
      // A new size has a new liquidation price, so that the old one does not last.
      lasting: ['leverage', 'marginType', 'markPrice'],
      facts: ({ positionAmt }) => (isZero(positionAmt) ? null : plain(positionAmt)),
    },
    order: {
      ...whole,
      keys: ['symbol', 'orderId', 'algoId'],
      reads: (known) => [asking(orderAsks(known))],
      timeMs: updateTime,
      isOlder: isOlderOrder,
      lasting: ['time', 'createTime'],
      facts: (row) =>
        isClosed(row)
          ? null
          : [
              row.status ?? row.algoStatus,
              ...[row.executedQty, row.origQty ?? row.quantity, row.price].map(plain),
            ].join(' '),
    },
    execution: {
      covers: 'history',
      snapshotByRest: true,
      keys: ['symbol', 'id'],
      reads: (known) => [asking(executionAsks(known))],
      timeMs: ({ time }) => (typeof time === 'number' ? time : null),
      isOlder: () => false,
      // The stream tells of a funding without its symbol: it is read, and not expected.
      facts: ({ id, incomeType }) => (incomeType === undefined ? text(id) : null),
    },
    margin: {
      ...whole,
      keys: ['asset'],
      reads: () => [asking([{ path: '/fapi/v2/account', query: '', take: assets }])],
      timeMs: updateTime,
      isOlder: isOlderByTime,
      // They move with every price, and are as old as the last read either way.
      lasting: ['marginBalance', 'availableBalance', 'initialMargin', 'maintMargin'],
      facts: ({ walletBalance }) => (isZero(walletBalance) ? null : plain(walletBalance)),
    },
  },
  failure: binanceFailure,
  time: binanceTime('/fapi/v1/time'),
  rights: binanceRights,
} as const satisfies AccountProtocol;

/** A list whose rows are those of the table, once they have passed `row`. */
function list(path: string, query: string, row: (item: Item) => Item | null): Ask {
  return {
    path,
    query,
    take(answer) {
      const rows = itemsOf(answer);
      return rows === null ? null : { rows: rows.map(row).filter((item) => item !== null) };
    },
  };
}

/** Every symbol is listed, most of them flat: of those only the ones count that we know to have been open. */
function positions(known: Iterable<Item>): Ask {
  const keyOf = ({ symbol, positionSide }: Item) => `${symbol} ${positionSide}`;
  const held = new Set([...known].map(keyOf));
  return list('/fapi/v2/positionRisk', '', (row) =>
    isZero(row.positionAmt) && !held.has(keyOf(row)) ? null : row,
  );
}

function assets(answer: unknown): Taken | null {
  const rows = isItem(answer) ? itemsOf(answer.assets) : null;
  if (rows === null) return null;
  return { rows: rows.filter((row) => !isZero(row.walletBalance) || !isZero(row.marginBalance)) };
}

/** Open orders and conditions, each followed by what became of those that we know as open and that are not any more. */
function orderAsks({ sinceMs, nowMs, rows }: Known): readonly Ask[] {
  const symbols = new Set([...rows('order'), ...rows('position')].map(({ symbol }) => String(symbol)));
  // Orders that came and went while we were away; a comparison has no such time.
  const past = sinceMs >= nowMs ? [] : [...symbols].map((symbol) => pastOrders(symbol, Math.floor(sinceMs)));
  return [
    openOrders('/fapi/v1/openOrders', '/fapi/v1/allOrders', 'orderId', rows('order')),
    openOrders('/fapi/v1/openAlgoOrders', '/fapi/v1/allAlgoOrders', 'algoId', rows('order')),
    ...past,
  ];
}

function openOrders(path: string, pastPath: string, id: 'orderId' | 'algoId', known: Iterable<Item>): Ask {
  const open = [...known].filter((row) => text(row[id]) !== null && !isClosed(row));
  return {
    path,
    query: '',
    take(answer) {
      const found = itemsOf(answer)?.map((row) => withIds(row, id));
      if (found === undefined) return null;
      const listed = new Set(found.map((row) => `${row.symbol} ${row[id]}`));
      const gone = open.filter((row) => !listed.has(`${row.symbol} ${row[id]}`));
      // The list begins with this id and goes on with later ones.
      const more = gone.map((row) =>
        list(pastPath, `symbol=${row.symbol}&${id}=${row[id]}&limit=1`, (one) =>
          digitsOf(one[id]) === row[id] ? withIds(one, id) : null,
        ),
      );
      return { rows: found, more };
    },
  };
}

function pastOrders(symbol: string, sinceMs: number): Ask {
  return list('/fapi/v1/allOrders', `symbol=${symbol}&startTime=${sinceMs}&limit=1000`, (row) =>
    withIds(row, 'orderId'),
  );
}

/** Orders and conditions are numbered apart from each other. */
function withIds(row: Item, id: 'orderId' | 'algoId'): Item {
  return { ...row, orderId: '', algoId: '', [id]: digitsOf(row[id]) ?? '' };
}

/**
 * Trades are listed by symbol only, so that the list of incomes, which names every symbol with a fee or a
 * profit, comes first. Liquidations are known by their orders.
 */
function executionAsks({ sinceMs, rows }: Known): readonly Ask[] {
  const since = Math.floor(sinceMs);
  const symbols = new Set([...rows('position'), ...rows('order')].map(({ symbol }) => String(symbol)));
  const forced = new Map<string, string>();
  const trades = (): readonly Ask[] =>
    [...symbols].map((symbol) => tradesOf(symbol, `startTime=${since}`, forced));
  return [
    {
      path: '/fapi/v1/forceOrders',
      query: `startTime=${since}&limit=100`,
      take(answer) {
        const found = itemsOf(answer);
        for (const { symbol, orderId, clientOrderId } of found ?? []) {
          const type = autoCloseType(clientOrderId);
          if (type !== null) forced.set(`${symbol} ${digitsOf(orderId)}`, type);
        }
        return found === null ? null : { rows: [] };
      },
    },
    // Of a funding the stream may tell before the list has it: the one before is looked at once more.
    incomes(
      'incomeType=FUNDING_FEE&',
      since - fundingMs,
      1,
      () => {},
      () => [],
    ),
    incomes(
      '',
      since,
      1,
      ({ symbol, incomeType }) => {
        if (traded.has(incomeType) && text(symbol) !== null) symbols.add(String(symbol));
      },
      trades,
    ),
  ];
}

function incomes(
  filter: string,
  sinceMs: number,
  page: number,
  meet: (row: Item) => void,
  after: () => readonly Ask[],
): Ask {
  return {
    path: '/fapi/v1/income',
    query: `${filter}startTime=${sinceMs}&page=${page}&limit=1000`,
    take(answer) {
      const rows = itemsOf(answer);
      if (rows === null) return null;
      for (const row of rows) meet(row);
      const fundings = filter === '' ? [] : rows.filter(({ incomeType }) => incomeType === 'FUNDING_FEE');
      return {
        rows: fundings.map((row) => ({ ...row, id: `funding-${text(row.tranId) ?? digitsOf(row.tranId)}` })),
        more: rows.length < 1_000 ? after() : [incomes(filter, sinceMs, page + 1, meet, after)],
      };
    },
  };
}

function tradesOf(symbol: string, from: string, forced: ReadonlyMap<string, string>): Ask {
  return {
    path: '/fapi/v1/userTrades',
    query: `symbol=${symbol}&${from}&limit=1000`,
    take(answer) {
      const rows = itemsOf(answer)?.map((row) => {
        const [id, orderId] = [digitsOf(row.id) ?? '', digitsOf(row.orderId) ?? ''];
        return { ...row, id, orderId, autoCloseType: forced.get(`${symbol} ${orderId}`) ?? null };
      });
      if (rows === undefined) return null;
      const last = rows.at(-1);
      if (rows.length < 1_000 || last === undefined) return { rows };
      return { rows, more: [tradesOf(symbol, `fromId=${BigInt(last.id) + 1n}`, forced)] };
    },
  };
}

function updateTime({ updateTime }: Item): number | null {
  return typeof updateTime === 'number' && updateTime > 0 ? updateTime : null;
}

function isOlderByTime(got: Item, have: Item): boolean {
  return (updateTime(got) ?? 0) < (updateTime(have) ?? 0);
}

// Several changes can share a millisecond: what is filled never shrinks, and what is closed stays closed.
function isOlderOrder(got: Item, have: Item): boolean {
  const byTime = (updateTime(got) ?? 0) - (updateTime(have) ?? 0);
  if (byTime !== 0) return byTime < 0;
  const byFill = Number(digitsOf(got.executedQty) ?? 0) - Number(digitsOf(have.executedQty) ?? 0);
  if (byFill !== 0) return byFill < 0;
  return isClosed(have) && !isClosed(got);
}

function isClosed({ status, algoStatus }: Item): boolean {
  return status === undefined ? !openAlgo.has(algoStatus) : !open.has(status);
}

function isZero(value: unknown): boolean {
  return Number(digitsOf(value) ?? 0) === 0;
}

/** Without zeros that say nothing: stream and REST do not write them alike. */
function plain(value: unknown): string {
  return shiftPoint(digitsOf(value) ?? '0', 0);
}

const events = [
  'ORDER_TRADE_UPDATE',
  'ACCOUNT_UPDATE',
  'ALGO_UPDATE',
  'MARGIN_CALL',
  'listenKeyExpired',
].join('/');
const open: ReadonlySet<unknown> = new Set(['NEW', 'PARTIALLY_FILLED', 'NEW_INSURANCE', 'NEW_ADL']);
const openAlgo: ReadonlySet<unknown> = new Set(['NEW', 'TRIGGERING']);
const traded: ReadonlySet<unknown> = new Set(['COMMISSION', 'REALIZED_PNL', 'INSURANCE_CLEAR']);
const fundingMs = 9 * 60 * 60_000;
