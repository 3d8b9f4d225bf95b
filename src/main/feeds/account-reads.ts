/** Reads whole account tables over REST, page by page, and compares them with what the stream has told. */
import type { AccountTable, Failure, Known, Page } from '../exchanges/account.ts';
import type { Item } from '../exchanges/exchange.ts';
import type { TableStore } from '../tables/table-store.ts';
import type { Outcome, PrivateReader } from './private-reader.ts';

/** All rows of a table, in the order of time where they have one. */
export async function readTable(
  table: AccountTable,
  known: Known,
  reader: PrivateReader,
): Promise<Outcome<readonly Item[]>> {
  const rows: Item[] = [];
  for (const one of table.reads(known)) {
    let cursor: string | null = null;
    for (let page = 0; page === 0 || cursor !== null; page += 1) {
      if (page === mostPages) return { ok: false, failure: tooMany };
      const at: string | null = cursor;
      const outcome: Outcome<Page> = await reader.read(
        (login) => one.request(reader.rest, login, at),
        one.parse,
      );
      if (!outcome.ok) return outcome;
      rows.push(...outcome.value.rows);
      cursor = outcome.value.next;
    }
  }
  return { ok: true, value: inTime(rows, table) };
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
    if (ours !== said) found.set(JSON.stringify(store.keyFields(name, item)), `${ours} here, ${said} there`);
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
};
