/**
 * What is read of a Binance USD-M account over REST, and what has to be asked because of the answers.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures, read 2026-11-24
 */
import type { Known } from './account.ts';
import { nameOf } from './binance-items.ts';
import { type Ask, ofSymbol } from './binance-requests.ts';
import { autoCloseType } from './binance-usdm-messages.ts';
import { isNone } from './comparing.ts';
import { digitsOf } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { countedId, isItem, itemsOf, text } from './fields.ts';

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
export function positions(known: Iterable<Item>): Ask {
  const keyOf = ({ symbol, positionSide }: Item) => nameOf(symbol, positionSide);
  const held = new Set([...known].map(keyOf));
  return list('/fapi/v2/positionRisk', '', (row) =>
    isNone(row.positionAmt) && !held.has(keyOf(row)) ? null : row,
  );
}

/** What each asset holds; those that hold nothing are listed too. */
export const assets: Ask = {
  path: '/fapi/v2/account',
  query: '',
  take(answer) {
    const rows = isItem(answer) ? itemsOf(answer.assets) : null;
    if (rows === null) return null;
    return { rows: rows.filter((row) => !isNone(row.walletBalance) || !isNone(row.marginBalance)) };
  },
};

/** Open orders and conditions, each followed by what became of those that we know as open and that are not any more. */
export function orderAsks({ sinceMs, nowMs, rows }: Known): readonly Ask[] {
  const since = withinReach(sinceMs, nowMs);
  const symbols = symbolsOf(rows('order'), rows('position'));
  // Orders that came and went while we were away; a comparison has no such time.
  const past = () => [...symbols].map((symbol) => pastOrders(symbol, since));
  return [
    openOrders('/fapi/v1/openOrders', '/fapi/v1/allOrders', 'orderId', rows('order')),
    openOrders('/fapi/v1/openAlgoOrders', '/fapi/v1/allAlgoOrders', 'algoId', rows('order')),
    ...(sinceMs >= nowMs ? [] : [tradedSymbols(since, symbols, past)]),
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
      const listed = new Set(found.map((row) => nameOf(row.symbol, row[id])));
      const gone = open.filter((row) => !listed.has(nameOf(row.symbol, row[id])));
      // The list begins with this id and goes on with later ones.
      const more = gone.map((row) =>
        list(pastPath, `${ofSymbol(row.symbol)}&${id}=${row[id]}&limit=1`, (one) =>
          digitsOf(one[id]) === row[id] ? withIds(one, id) : null,
        ),
      );
      return { rows: found, more };
    },
  };
}

function pastOrders(symbol: string, sinceMs: number): Ask {
  return list('/fapi/v1/allOrders', `${ofSymbol(symbol)}&startTime=${sinceMs}&limit=1000`, (row) =>
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
export function executionAsks({ sinceMs, nowMs, rows }: Known): readonly Ask[] {
  const since = withinReach(sinceMs, nowMs);
  const symbols = symbolsOf(rows('order'), rows('position'));
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
          if (type !== null) forced.set(nameOf(symbol, orderId), type);
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
    tradedSymbols(since, symbols, trades),
  ];
}

/**
 * One list reaches seven days from its start, and what comes later is not in it: the last seven are asked for.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Account-Trade-List, read 2026-11-25
 */
function withinReach(sinceMs: number, nowMs: number): number {
  return Math.max(Math.floor(sinceMs), reachOf(nowMs));
}

/** Why there may be more executions than could be listed; null: there is none. */
export function shortfallOf({ sinceMs, nowMs }: Known): string | null {
  return sinceMs < reachOf(nowMs) ? 'the last seven days are listed' : null;
}

function reachOf(nowMs: number): number {
  return nowMs - 7 * 24 * 60 * 60_000 + 60_000;
}

function symbolsOf(...lists: readonly Iterable<Item>[]): Set<string> {
  return new Set(lists.flatMap((rows) => [...rows].map(({ symbol }) => String(symbol))));
}

/** Adds every symbol with a fee or a profit since then. */
function tradedSymbols(sinceMs: number, symbols: Set<string>, after: () => readonly Ask[]): Ask {
  const meet = ({ symbol, incomeType }: Item) => {
    if (traded.has(incomeType) && text(symbol) !== null) symbols.add(String(symbol));
  };
  return incomes('', sinceMs, 1, meet, after);
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
    query: `${ofSymbol(symbol)}&${from}&limit=1000`,
    take(answer) {
      const rows = itemsOf(answer)?.map((row) => {
        const [id, orderId] = [countedId(row.id) ?? '', digitsOf(row.orderId) ?? ''];
        return { ...row, id, orderId, autoCloseType: forced.get(nameOf(symbol, orderId)) ?? null };
      });
      if (rows === undefined || rows.some(({ id }) => id === '')) return null;
      const last = rows.at(-1);
      if (rows.length < 1_000 || last === undefined) return { rows };
      return { rows, more: [tradesOf(symbol, `fromId=${BigInt(last.id) + 1n}`, forced)] };
    },
  };
}

export function isClosed({ status, algoStatus }: Item): boolean {
  return status === undefined ? !openAlgo.has(algoStatus) : !open.has(status);
}

const open: ReadonlySet<unknown> = new Set(['NEW', 'PARTIALLY_FILLED', 'NEW_INSURANCE', 'NEW_ADL']);
const openAlgo: ReadonlySet<unknown> = new Set(['NEW', 'TRIGGERING']);
const traded: ReadonlySet<unknown> = new Set(['COMMISSION', 'REALIZED_PNL', 'INSURANCE_CLEAR']);
const fundingMs = 9 * 60 * 60_000;
