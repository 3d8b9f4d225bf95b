/** Totals of every account, and of all practice and all real accounts, with their line of the day. */
import type { Decimal } from '../../preload/contract/rows.ts';
import { channelId, type TotalView } from '../../preload/contract/views.ts';
import type { Clock } from '../feeds/clock.ts';
import { changeOf, type DayLine, rebased, withEquity } from './day-line.ts';
import { isPractice } from './feed-views.ts';
import { accountKey } from './published-key.ts';
import type { RowBoard } from './row-board.ts';
import {
  type AccountMoney,
  type Convert,
  equityOf,
  moneyIn,
  nearestLiquidation,
  type Sum,
  sumOf,
} from './totals.ts';

export interface MoneyBoardOptions {
  readonly clock: Clock;
  readonly rows: RowBoard;
  readonly currency: () => string;
  readonly confirmedMs: (channelId: string) => number | null;
}

export interface MoneyBoard {
  /** Notes what every account is worth now; due every few seconds, also while nobody looks. */
  sample(): void;
  views(): ReadonlyMap<string, TotalView>;
}

interface Group {
  readonly key: string;
  readonly account: string | null;
  readonly venue: string | null;
  readonly practice: boolean;
  readonly parts: readonly Account[];
}

interface Account extends AccountMoney {
  readonly account: string | null;
}

/** The day is kept in each, so that a change of the display currency shows the whole of it. */
const currencies = ['USD', 'EUR', 'BTC'] as const;

export function createMoneyBoard(options: MoneyBoardOptions): MoneyBoard {
  const { clock, rows } = options;
  const lines = new Map<string, { readonly line: DayLine; readonly members: string }>();

  function convertTo(currency: string): Convert {
    return (venue, amount, from) => rows.rates.convert(venue, amount, from, currency);
  }

  function sumIn(group: Group, currency: string): Sum {
    return sumOf(group.parts, convertTo(currency));
  }

  /** In the display currency, or the only currency that the accounts have where no price leads from it. */
  function worth(group: Group): { readonly currency: string; readonly sum: Sum } {
    const wanted = options.currency();
    const sum = sumIn(group, wanted);
    const only = sum.equity === null ? onlyCurrency(group.parts) : null;
    return only === null || only === wanted
      ? { currency: wanted, sum }
      : { currency: only, sum: sumIn(group, only) };
  }

  function noteEquity(group: Group, currency: string, equity: Decimal | null): DayLine | null {
    const id = `${group.key} ${currency}`;
    const before = lines.get(id) ?? null;
    if (equity === null) return before?.line ?? null;
    const members = group.parts
      .map((part) => accountKey(part.venue, part.account))
      .toSorted()
      .join(' ');
    const isSame = before === null || before.members === members;
    const start = isSame ? (before?.line ?? null) : rebased(before.line, equity);
    const line = withEquity(start, equity, clock.wallMs());
    lines.set(id, { line, members });
    return line;
  }

  function view(group: Group): TotalView {
    const { currency, sum } = worth(group);
    const line = noteEquity(group, currency, sum.equity);
    return {
      account: group.account,
      venue: group.venue,
      practice: group.practice,
      currency,
      ...sum,
      ...nearestLiquidation(group.parts),
      todayPnl: line === null || sum.equity === null ? null : changeOf(line, sum.equity),
      line: line?.points ?? [],
      oldestMs: oldest(group.parts.flatMap((part) => inputs(part, currency)).map(options.confirmedMs)),
      takenForDollars: [...new Set(group.parts.flatMap((part) => assumptions(part, currency)))],
    };
  }

  /** The channels behind a sum: balances, positions, and the prices that convert them. */
  function inputs(part: Account, currency: string): readonly string[] {
    const symbols = moneyIn(part).flatMap((own) => rows.rates.symbolsUsed(part.venue, own, currency));
    return [
      channelId(part.venue, part.account, 'margin', null),
      channelId(part.venue, part.account, 'position', null),
      ...new Set(symbols.map((symbol) => channelId(part.venue, null, 'instrument', symbol))),
    ];
  }

  function assumptions(part: Account, currency: string): readonly string[] {
    return moneyIn(part).flatMap((own) => rows.rates.takenForDollars(part.venue, own, currency));
  }

  return {
    sample() {
      for (const group of groupsOf(accountsOf(rows))) {
        const { currency, sum } = worth(group);
        noteEquity(group, currency, sum.equity);
        for (const other of currencies) {
          if (other !== currency) noteEquity(group, other, equityOf(group.parts, convertTo(other)));
        }
      }
    },
    views: () => new Map(groupsOf(accountsOf(rows)).map((group) => [group.key, view(group)])),
  };
}

function accountsOf(rows: RowBoard): readonly Account[] {
  const accounts = new Map<string, { -readonly [K in keyof Account]: Account[K] }>();
  const accountOf = (venue: string, account: string | null) => {
    const key = accountKey(venue, account);
    const known = accounts.get(key) ?? { venue, account, margins: [], positions: [] };
    accounts.set(key, known);
    return known;
  };
  for (const row of rows.all('margin')) {
    const account = accountOf(row.venue, row.account);
    account.margins = [...account.margins, row];
  }
  for (const row of rows.all('position')) {
    const account = accountOf(row.venue, row.account);
    account.positions = [...account.positions, row];
  }
  return [...accounts.values()];
}

function groupsOf(accounts: readonly Account[]): readonly Group[] {
  const single = accounts.map((part): Group => {
    const { venue, account } = part;
    return { key: accountKey(venue, account), account, venue, practice: isPractice(part), parts: [part] };
  });
  const all = [true, false].flatMap((practice): readonly Group[] => {
    const parts = accounts.filter((part) => isPractice(part) === practice);
    const key = practice ? 'all/practice' : 'all/real';
    return parts.length === 0 ? [] : [{ key, account: null, venue: null, practice, parts }];
  });
  return [...all, ...single];
}

/** null where money is in several currencies, or in none. */
function onlyCurrency(parts: readonly Account[]): string | null {
  const found = new Set(
    parts.flatMap(({ margins }) =>
      margins.flatMap(({ equity, currency }) => (equity !== null && hasValue.test(equity) ? [currency] : [])),
    ),
  );
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

/** A sum is as old as its oldest part, and of no known age while a part was never confirmed. */
function oldest(times: readonly (number | null)[]): number | null {
  let found: number | null = null;
  for (const time of times) {
    if (time === null) return null;
    if (found === null || time < found) found = time;
  }
  return found;
}

const hasValue = /[1-9]/;
