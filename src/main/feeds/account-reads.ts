/** Reads whole account tables over REST, page by page, and compares them with what the stream has told. */
import type { AccountRead, AccountTable, Failure, Known, Page } from '../exchanges/account.ts';
import { stringifyExact } from '../exchanges/exact-json.ts';
import type { Item } from '../exchanges/exchange.ts';
import type { TableStore } from '../tables/table-store.ts';
import type { Outcome, PrivateReader } from './private-reader.ts';

export interface TableRead {
  /** In the order of time where they have one. */
  readonly rows: readonly Item[];
  /** What the key may not read, though it may read the rest; null: it may read all. */
  readonly limit: Failure | null;
  /** Why it does not reach as far as was asked for; null: it does. */
  readonly shortfall: string | null;
}

/** What rows of a table have in common and no message of the stream says; what is learnt of it is added. */
export type Common = Record<string, unknown>;

interface Pages extends Pick<TableRead, 'rows' | 'shortfall'> {
  readonly common: Item;
}

export async function readTable(
  table: AccountTable,
  known: Known,
  reader: PrivateReader,
  common: Common,
): Promise<Outcome<TableRead>> {
  const rows: Item[] = [];
  let limit: Failure | null = null;
  let shortfall: string | null = null;
  let isAllDenied = true;
  for (const one of table.reads(known)) {
    const outcome = await readPages(one, reader);
    if (outcome.ok) {
      rows.push(...outcome.value.rows);
      Object.assign(common, outcome.value.common);
      shortfall ??= outcome.value.shortfall;
      isAllDenied &&= one.isOptional === true;
      continue;
    }
    // Too many reads is a matter of time, and the next one would fail for it as well.
    if (one.isOptional === true && outcome.failure.cause !== 'rate-limit') continue;
    if (outcome.failure.cause === 'permission') limit = outcome.failure;
    else return outcome;
  }
  if (limit !== null && isAllDenied) return { ok: false, failure: limit };
  return {
    ok: true,
    value: { rows: inTime(rows, table).map((row) => withCommon(row, common)), limit, shortfall },
  };
}

async function readPages(read: AccountRead, reader: PrivateReader): Promise<Outcome<Pages>> {
  const rows: Item[] = [];
  let shortfall: string | null = null;
  let common: Item = {};
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const at: string | null = cursor;
    const outcome: Outcome<Page> = await reader.read(
      (login) => read.request(reader.rest, login, at),
      (answer) => read.parse(answer, at),
    );
    if (!outcome.ok) return outcome;
    rows.push(...outcome.value.rows);
    shortfall ??= outcome.value.shortfall ?? null;
    common = { ...common, ...outcome.value.common };
    cursor = outcome.value.next;
    if (cursor === null) return { ok: true, value: { rows, shortfall, common } };
  }
  return { ok: false, failure: tooMany };
}

export function withCommon(row: Item, common: Common): Item {
  return Object.keys(common).length === 0 ? row : { ...common, ...row };
}

/** Key of each row that is not the same on both sides, with what the two sides say. */
export function differences(
  name: string,
  table: AccountTable,
  theirs: readonly Item[],
  store: TableStore,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const met = new Set<Item>();
  const note = (item: Item, ours: string | null, said: string | null) => {
    if (ours !== said && table.isByRestOnly?.(item) !== true)
      found.set(JSON.stringify(store.keyFields(name, item)), `${ours} here, ${said} there`);
  };
  for (const row of theirs) {
    const have = store.find(name, row);
    if (have !== null) met.add(have);
    note(row, have === null ? null : table.facts(have), table.facts(row));
  }
  // A history that is read since some time does not hold what came before.
  if (table.covers === 'whole') {
    for (const [, have] of store.rows(name)) if (!met.has(have)) note(have, table.facts(have), null);
  }
  return found;
}

/** What only REST tells of, and has told now: rows that we do not have, or not as they are now. */
export function news(
  name: string,
  table: AccountTable,
  theirs: readonly Item[],
  store: TableStore,
): readonly Item[] {
  return theirs.filter((row) => {
    if (table.isByRestOnly?.(row) !== true) return false;
    const have = store.find(name, row);
    return have === null || !isContained(row, have);
  });
}

/** All that the row says is in the other already. */
export function isContained(row: Item, have: Item): boolean {
  return Object.keys(row).every((name) => stringifyExact(row[name]) === stringifyExact(have[name]));
}

function inTime(rows: readonly Item[], table: AccountTable): readonly Item[] {
  const timed = rows.map((row) => ({ row, timeMs: table.timeMs(row) ?? 0 }));
  return timed.sort((left, right) => left.timeMs - right.timeMs).map(({ row }) => row);
}

/** A venue whose cursor never ends must not be asked for ever. */
const mostPages = 200;
const tooMany: Failure = {
  cause: 'busy',
  message: `a list of more than ${mostPages} pages`,
  retryAfterMs: null,
  isOurs: true,
};
