/** Columns that every table of an account has. */

import type { InstrumentFacts } from '../store/instruments.ts';
import { venueName } from '../store/venues.ts';
import { Amount } from '../ui/amount.tsx';
import { type Side, SideMark } from '../ui/side.tsx';
import type { CellContext, Column } from './column.ts';
import { ageColumn, stateColumn } from './layout.ts';

interface AccountRow {
  readonly venue: string;
  readonly account: string | null;
  readonly symbol: string | null;
}

export function stateCell<R>(): Column<R> {
  return {
    id: stateColumn,
    head: '',
    name: 'State',
    width: 26,
    pinned: true,
    cell: () => null,
    text: () => null,
  };
}

export function ageCell<R>(): Column<R> {
  return { id: ageColumn, head: 'Age', width: 76, right: true, cell: () => null, text: () => null };
}

export function accountCell<R extends AccountRow>(): Column<R> {
  return {
    id: 'account',
    head: 'Account',
    width: 98,
    least: 94,
    most: 160,
    pinned: true,
    cell: (row) => <Account venue={row.venue} account={row.account} />,
    text: accountName,
    sort: accountName,
  };
}

export function symbolCell<R extends AccountRow>(flexible = false): Column<R> {
  return {
    id: 'symbol',
    head: 'Symbol',
    width: 166,
    least: 126,
    flexible,
    pinned: true,
    cell: (row, { facts }) => (
      <span className="sym">
        {row.symbol ?? '–'}
        {kindWord(facts) !== null && <small>{kindWord(facts)}</small>}
      </span>
    ),
    text: (row) => row.symbol,
    sort: (row) => row.symbol,
  };
}

export function sideCell<R extends { readonly side: Side }>(): Column<R> {
  return {
    id: 'side',
    head: 'Side',
    width: 64,
    cell: (row) => <SideMark side={row.side} />,
    text: (row) => row.side,
    sort: (row) => row.side,
  };
}

export function Account({ venue, account }: { readonly venue: string; readonly account: string | null }) {
  return (
    <span className="acct">
      <span className="v">{venueName(venue)}</span> {account !== null && <span>{account}</span>}
    </span>
  );
}

export function accountName(row: { readonly venue: string; readonly account: string | null }): string {
  return row.account === null ? venueName(row.venue) : `${venueName(row.venue)} ${row.account}`;
}

/** A price, padded to the tick. */
export function Price({ value, context }: { readonly value: string | null; readonly context: CellContext }) {
  return <Amount value={value} places={context.facts?.pricePlaces ?? 0} room={context.room} />;
}

/** What a size counts: `BTC`, `USD` where one contract is one dollar, else `ct`. */
export function sizeUnit(
  unit: 'contracts' | 'base' | null,
  facts: InstrumentFacts | null,
): string | undefined {
  if (unit === 'base') return facts?.base ?? undefined;
  return facts?.sizedIn ?? 'ct';
}

function kindWord(facts: InstrumentFacts | null): string | null {
  if (facts === null) return null;
  if (facts.kind === 'future' || facts.kind === 'option') return facts.kind;
  return facts.inverse ? 'inverse' : null;
}
