/** Publishes the account's positions, margins and wallets: only what changed since it was published last. */
import { marginRow, positionRow, walletRow } from './account-rows.ts';
import { figuresOf, type Position } from './position.ts';
import type { Purse, Settle } from './purse.ts';
import { changedFields, type Row, type VenueEvent } from './venue-event.ts';

export interface AccountState {
  readonly id: number;
  readonly positions: ReadonlyMap<string, Position>;
  readonly purses: ReadonlyMap<Settle, Purse>;
  markPrice(symbol: string): number;
  /** Initial margin of the orders that would add to a position, in minor units. */
  orderMargin(currency: Settle): number;
}

export interface AccountBoard {
  position(symbol: string): Row | undefined;
  rows(table: BoardTable): Row[];
  /** Everything that depends on these symbols' positions or marks. */
  refresh(symbols: ReadonlySet<string>, timestamp: string, out: VenueEvent[]): void;
}

export type BoardTable = 'position' | 'margin' | 'wallet';

export function createBoard(state: AccountState): AccountBoard {
  const published: Record<BoardTable, Map<string, Row>> = {
    position: new Map(),
    margin: new Map(),
    wallet: new Map(),
  };

  function put(table: BoardTable, key: string, identity: Row, row: Row, out: VenueEvent[]): void {
    const before = published[table].get(key);
    const symbol = table === 'position' ? key : null;
    if (before === undefined) {
      published[table].set(key, row);
      out.push({ table, action: 'insert', symbol, rows: [row] });
      return;
    }
    const { timestamp, ...content } = row;
    const changes = changedFields(before, content);
    if (changes === null) return;
    published[table].set(key, row);
    out.push({ table, action: 'update', symbol, rows: [{ ...identity, ...changes, timestamp }] });
  }

  function refreshCurrency(
    currency: Settle,
    symbols: ReadonlySet<string>,
    timestamp: string,
    out: VenueEvent[],
  ): void {
    const purse = state.purses.get(currency);
    if (purse === undefined) return;
    const account = state.id;
    const held = [...state.positions.values()].filter((position) => position.contract.settle === currency);
    const figures = held.map((position) => figuresOf(position, state.markPrice(position.contract.symbol)));
    const margin = marginRow(account, purse, figures, state.orderMargin(currency), timestamp);
    held.forEach((position, index) => {
      const { symbol } = position.contract;
      const own = figures[index];
      const neverTraded = position.bought + position.sold === 0;
      if (!symbols.has(symbol) || own === undefined || neverTraded) return;
      const others = Number(margin.maintMargin) - own.maintMargin;
      const cover = Number(margin.marginBalance) - own.unrealised - others;
      const row = positionRow(account, position, state.markPrice(symbol), cover, timestamp);
      put('position', symbol, { account, symbol, currency }, row, out);
    });
    put('margin', currency, { account, currency }, margin, out);
    put('wallet', currency, { account, currency }, walletRow(account, purse, timestamp), out);
  }

  return {
    position: (symbol) => published.position.get(symbol),
    rows: (table) => [...published[table].values()],
    refresh(symbols, timestamp, out) {
      for (const currency of state.purses.keys()) {
        const touched = [...symbols].some(
          (symbol) => state.positions.get(symbol)?.contract.settle === currency,
        );
        if (touched) refreshCurrency(currency, symbols, timestamp, out);
      }
    },
  };
}
