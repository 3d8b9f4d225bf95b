/** What accounts are worth together, in one currency. Pure. */
import type { Decimal, MarginRow, PositionRow } from '../../preload/contract/rows.ts';
import type { NearestLiquidation, TotalView } from '../../preload/contract/views.ts';
import { add, compare, divide, sign } from './decimal.ts';
import { liquidationDistance } from './derive.ts';

export interface AccountMoney {
  readonly venue: string;
  readonly margins: readonly MarginRow[];
  readonly positions: readonly PositionRow[];
}

/** The same money in the display currency; null where no price leads there. */
export type Convert = (venue: string, amount: Decimal, from: string) => Decimal | null;

export type Sum = Pick<TotalView, 'equity' | 'unrealisedPnl' | 'realisedPnl' | 'marginRatio' | 'unknown'>;

/** A part that is not known makes the whole unknown: a smaller number would be a wrong one. */
export function sumOf(accounts: readonly AccountMoney[], convert: Convert): Sum {
  const equity = total(accounts, convert, amounts.equity);
  const maintenance = total(accounts, convert, amounts.maintenance);
  const unrealised = total(accounts, convert, amounts.unrealised);
  const realised = total(accounts, convert, amounts.realised);
  const marginRatio = ratio(maintenance.amount, equity.amount);
  return {
    equity: equity.amount,
    unrealisedPnl: unrealised.amount,
    realisedPnl: realised.amount,
    marginRatio,
    unknown: {
      equity: equity.unknown,
      unrealisedPnl: unrealised.unknown,
      realisedPnl: saysRealised(accounts) ? realised.unknown : null,
      marginRatio:
        marginRatio === null && hasMargin(accounts, maintenance.amount)
          ? (maintenance.unknown ?? equity.unknown ?? 'equity')
          : null,
    },
  };
}

export function equityOf(accounts: readonly AccountMoney[], convert: Convert): Decimal | null {
  return total(accounts, convert, amounts.equity).amount;
}

/** The currencies of everything that goes into a sum and is not nothing. */
export function moneyIn(account: AccountMoney): readonly string[] {
  const all = Object.values(amounts).flatMap((amountsIn) => amountsIn(account));
  const currencies = all.map(([amount, currency]) =>
    amount !== null && hasValue.test(amount) ? currency : null,
  );
  return [...new Set(currencies.filter((currency) => currency !== null))];
}

/** The open position whose mark is nearest to its liquidation price, and those that may be nearer. */
export function nearestLiquidation(
  accounts: readonly AccountMoney[],
): Pick<TotalView, 'liquidation' | 'unmeasured'> {
  let nearest: NearestLiquidation | null = null;
  const unmeasured = new Set<string>();
  for (const { side, markPrice, liquidationPrice, venue, account, symbol } of accounts.flatMap(
    ({ positions }) => positions,
  )) {
    if (side === 'flat') continue;
    const distance = liquidationDistance(markPrice, liquidationPrice);
    if (distance === null) {
      if (side === null || liquidationPrice !== null) unmeasured.add(symbol ?? nameless);
      continue;
    }
    if (nearest !== null && compare(distance, nearest.distance) >= 0) continue;
    nearest = { distance, venue, account, symbol };
  }
  return { liquidation: nearest, unmeasured: listed(unmeasured) };
}

type Amount = readonly [amount: Decimal | null, currency: string | null, name: string];
type AmountsIn = (account: AccountMoney) => readonly Amount[];

interface Total {
  readonly amount: Decimal | null;
  /** Names of the parts that are not known. */
  readonly unknown: string | null;
}

function total(accounts: readonly AccountMoney[], convert: Convert, amountsIn: AmountsIn): Total {
  const missing = new Set<string>();
  let sum: Decimal = '0';
  for (const account of accounts) {
    // An account whose balances have not arrived yet is not worth nothing: it is not known.
    if (account.margins.length === 0) missing.add('balances');
    for (const [amount, currency, name] of amountsIn(account)) {
      const part = converted(account.venue, amount, currency, convert);
      if (part === null) missing.add(name);
      else sum = add(sum, part);
    }
  }
  return { amount: missing.size === 0 ? sum : null, unknown: listed(missing) };
}

function converted(
  venue: string,
  amount: Decimal | null,
  currency: string | null,
  convert: Convert,
): Decimal | null {
  if (amount === null) return null;
  // Nothing is nothing in any currency, also in one that has no price here.
  if (!hasValue.test(amount)) return '0';
  return currency === null ? null : convert(venue, amount, currency);
}

/** Nothing can be said about a share of nothing, or of debts. */
function ratio(maintenance: Decimal | null, equity: Decimal | null): Decimal | null {
  if (maintenance === null || equity === null || sign(equity) <= 0) return null;
  return divide(maintenance, equity);
}

/** False where no balance says how much of it has to stay, as in spot, or nothing has to. */
function hasMargin(accounts: readonly AccountMoney[], maintenance: Decimal | null): boolean {
  if (maintenance !== null) return hasValue.test(maintenance);
  return accounts.some(({ margins }) => margins.some((row) => row.maintenanceMargin !== null));
}

/** Some venues tell of no position what it has realised. */
function saysRealised(accounts: readonly AccountMoney[]): boolean {
  return accounts.some(({ positions }) => positions.some((row) => row.realisedPnl !== null));
}

function listed(names: ReadonlySet<string>): string | null {
  if (names.size === 0) return null;
  const shown = [...names].slice(0, mostNames).join(', ');
  return names.size > mostNames ? `${shown} and ${names.size - mostNames} more` : shown;
}

const amounts = {
  equity: ({ margins }) => margins.map((row) => [row.equity, row.currency, row.currency]),
  maintenance: ({ margins }) => margins.map((row) => [row.maintenanceMargin, row.currency, row.currency]),
  unrealised: ({ positions }) =>
    positions.map((row) => [row.side === 'flat' ? '0' : row.unrealisedPnl, row.pnlCurrency, nameOf(row)]),
  // A position that was closed may have realised something; one that says nothing then realised nothing.
  realised: ({ positions }) =>
    positions.map((row) => [
      row.side === 'flat' ? (row.realisedPnl ?? '0') : row.realisedPnl,
      row.pnlCurrency,
      nameOf(row),
    ]),
} as const satisfies Record<string, AmountsIn>;

function nameOf({ symbol }: PositionRow): string {
  return symbol ?? nameless;
}

const nameless = 'a position';
const mostNames = 5;
const hasValue = /[1-9]/;
