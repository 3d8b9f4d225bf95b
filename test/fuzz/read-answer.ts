/** Gives one answer to everything that reads answers of a venue, whether it was meant for it or not. */
import type { AccountRead, AccountTable, Known } from '../../src/main/exchanges/account.ts';
import type { Exchange, Item } from '../../src/main/exchanges/exchange.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import type { FeedLine } from './feed-line.ts';
import { wrongTrade } from './row-rules.ts';

export interface Reading {
  /** Rows, trades and candles that were found in it. */
  readonly rows: number;
  readonly trouble: string | null;
}

export function readAnswer(exchange: Exchange, line: FeedLine, answer: string): Reading {
  const { history, candles, account } = exchange;
  const trades = history?.parse(answer) ?? [];
  const bins = candles?.parse(answer) ?? [];
  let rows = trades.length + bins.length;
  let trouble: string | null = null;
  for (const { symbol, ...trade } of trades) {
    const whole = {
      ...trade,
      venue: exchange.id,
      symbol: symbol ?? 'asked',
      receivedAt: trade.time,
      backfilled: true,
    };
    trouble ??= wrongTrade(whole);
  }
  if (bins.length > 0) {
    line.apply({ kind: 'table', table: 'tradeBin1m', action: 'partial', keys: [], filter: {}, rows: bins });
  }
  if (account === undefined) return { rows, trouble };
  trouble ??= wrongAccountAnswers(exchange, answer);
  for (const [topic, table] of Object.entries(account.tables)) {
    const read = rowsFor(table, line, answer);
    rows += read.length;
    if (read.length === 0) continue;
    trouble ??= wrongComparison(
      table,
      read,
      [...line.store.rows(topic)].map(([, item]) => item),
    );
    line.apply({ kind: 'table', table: topic, action: 'partial', keys: table.keys, filter: {}, rows: read });
  }
  return { rows, trouble };
}

/** Every read of a table takes the answer for its own, and the pages behind it too. */
function rowsFor(table: AccountTable, line: FeedLine, answer: string): readonly Item[] {
  const known: Known = {
    sinceMs: 0,
    nowMs: line.clock.wallMs(),
    *rows(name) {
      for (const [, item] of line.store.rows(name)) yield item;
    },
  };
  const rows: Item[] = [];
  for (const read of table.reads(known)) {
    let cursor: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      if (!canAsk(read, cursor)) break;
      const got = read.parse(answer);
      if (got === null) break;
      rows.push(...got.rows);
      cursor = got.next;
      if (cursor === null) break;
    }
  }
  return rows;
}

/** A request that cannot be made, such as for a cursor with half a character, fails as a read: the reader sees to it. */
function canAsk(read: AccountRead, cursor: string | null): boolean {
  try {
    read.request('https://127.0.0.1', login, cursor);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

function wrongComparison(table: AccountTable, read: readonly Item[], have: readonly Item[]): string | null {
  for (const [at, row] of read.entries()) {
    const other = have[at % Math.max(1, have.length)] ?? row;
    const ms = table.timeMs(row);
    if (ms !== null && !Number.isFinite(ms)) return `a row whose time is ${ms}`;
    if (typeof table.isOlder(row, other) !== 'boolean') return 'rows that are neither older nor newer';
    const facts = table.facts(row);
    if (facts !== null && typeof facts !== 'string') return 'facts that are no text';
  }
  return null;
}

function wrongAccountAnswers({ account }: Exchange, answer: string): string | null {
  for (const status of [200, 401, 503]) {
    const failure = account?.failure(status, answer) ?? null;
    if (failure !== null && failure.message.length > mostWords) {
      return `a failure with a message of ${failure.message.length} characters`;
    }
  }
  const ms = account?.time?.parse(answer) ?? null;
  if (ms !== null && !Number.isFinite(ms)) return `a venue time of ${ms}`;
  const rights = account?.rights?.parse(answer, 'key') ?? null;
  const words = rights === null ? [] : [...rights.words, ...rights.addresses];
  if (words.some((word) => typeof word !== 'string')) return 'a right that is no text';
  const prepared = account?.prepare?.parse(answer) ?? null;
  return prepared !== null && typeof prepared.token !== 'string' ? 'a token that is no text' : null;
}

const login = {
  signer: textSigner('vigil-key', 'dmlnaWwtc2VjcmV0'),
  ...{ nowMs: 1_732_522_504_123, nonce: 1_732_522_504_123_456, token: 'token', challenge: 'challenge' },
};
const mostPages = 5;
const mostWords = 1_000;
