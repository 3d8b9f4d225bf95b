/** What accounts are worth together, in one currency. Pure. */
import type { Decimal, MarginRow, PositionRow } from '../../preload/contract/rows.ts';
import type { NearestLiquidation } from '../../preload/contract/views.ts';
import { add, compare, divide } from './decimal.ts';
import { liquidationDistance } from './derive.ts';

export interface AccountMoney {
  readonly venue: string;
  readonly margins: readonly MarginRow[];
  readonly positions: readonly PositionRow[];
}

/** The same money in the display currency; null where no price leads there. */
export type Convert = (venue: string, amount: Decimal, from: string) => Decimal | null;

export interface Sum {
  readonly equity: Decimal | null;
  readonly unrealisedPnl: Decimal | null;
  readonly realisedPnl: Decimal | null;
  readonly marginRatio: Decimal | null;
}

/** A part that is not known makes the whole unknown: a smaller number would be a wrong one. */
export function sumOf(accounts: readonly AccountMoney[], convert: Convert): Sum {
  const equity = total(accounts, convert, amounts.equity);
  const maintenance = total(accounts, convert, amounts.maintenance);
  return {
    equity,
    unrealisedPnl: total(accounts, convert, amounts.unrealised),
    realisedPnl: total(accounts, convert, amounts.realised),
    marginRatio: ratio(maintenance, equity),
  };
}

/** The currencies of everything that goes into a sum and is not nothing. */
export function moneyIn(account: AccountMoney): readonly string[] {
  const all = Object.values(amounts).flatMap((amountsIn) => amountsIn(account));
  const currencies = all.map(([amount, currency]) =>
    amount !== null && hasValue.test(amount) ? currency : null,
  );
  return [...new Set(currencies.filter((currency) => currency !== null))];
}

/** The open position whose mark is nearest to its liquidation price; null where none has one. */
export function nearestLiquidation(accounts: readonly AccountMoney[]): NearestLiquidation | null {
  let nearest: NearestLiquidation | null = null;
  for (const { side, markPrice, liquidationPrice, venue, account, symbol } of accounts.flatMap(
    ({ positions }) => positions,
  )) {
    const distance = side === 'flat' ? null : liquidationDistance(markPrice, liquidationPrice);
    if (distance === null) continue;
    if (nearest !== null && compare(distance, nearest.distance) >= 0) continue;
    nearest = { distance, venue, account, symbol };
  }
  return nearest;
}

type Amount = readonly [amount: Decimal | null, currency: string | null];
type AmountsIn = (account: AccountMoney) => readonly Amount[];

function total(accounts: readonly AccountMoney[], convert: Convert, amountsIn: AmountsIn): Decimal | null {
  // An account whose balances have not arrived yet is not worth nothing: it is not known.
  if (accounts.some((account) => account.margins.length === 0)) return null;
  let sum: Decimal | null = '0';
  for (const account of accounts) {
    for (const [amount, currency] of amountsIn(account)) {
      const part = converted(account.venue, amount, currency, convert);
      if (part === null) return null;
      sum = add(sum, part);
    }
  }
  return sum;
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

function ratio(maintenance: Decimal | null, equity: Decimal | null): Decimal | null {
  if (maintenance === null || equity === null || !hasValue.test(equity)) return null;
  return divide(maintenance, equity);
}

const amounts = {
  equity: ({ margins }) => margins.map((row) => [row.equity, row.currency]),
  maintenance: ({ margins }) => margins.map((row) => [row.maintenanceMargin, row.currency]),
  unrealised: ({ positions }) =>
    positions.map((row) => [row.side === 'flat' ? '0' : row.unrealisedPnl, row.pnlCurrency]),
  // A position that was closed may have realised something; one that says nothing then realised nothing.
  realised: ({ positions }) =>
    positions.map(({ side, realisedPnl, pnlCurrency }) => [
      side === 'flat' ? (realisedPnl ?? '0') : realisedPnl,
      pnlCurrency,
    ]),
} as const satisfies Record<string, AmountsIn>;
const hasValue = /[1-9]/;
