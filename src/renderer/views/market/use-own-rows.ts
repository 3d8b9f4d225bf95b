/** What the accounts in scope have in one market. */
import { useMemo } from 'react';
import type { ExecutionRow } from '../../../preload/contract/rows.ts';
import type { OrderView, PositionView } from '../../../preload/contract/views.ts';
import { isInScope, useScope } from '../../store/navigation.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import type { MarketName } from './market-store.ts';

export interface OwnRows {
  readonly positions: readonly PositionView[];
  readonly orders: readonly OrderView[];
  readonly executions: readonly ExecutionRow[];
  /** More than one account has something here. */
  readonly several: boolean;
}

export function useOwnRows({ venue, symbol }: MarketName): OwnRows {
  const scope = useScope();
  const positionVersion = useVersion(tables.position);
  const orderVersion = useVersion(tables.order);
  const executionVersion = useVersion(tables.execution);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the versions stand for the rows that are read
  return useMemo(() => {
    function isHere(row: { venue: string; account: string | null; symbol: string | null }): boolean {
      return row.venue === venue && row.symbol === symbol && isInScope(row, scope);
    }
    const positions = rowsOf(tables.position).filter(isHere);
    const orders = rowsOf(tables.order).filter(isHere);
    const executions = rowsOf(tables.execution).filter(isHere);
    const accounts = new Set([...positions, ...orders].map((row) => row.account));
    return { positions, orders, executions, several: accounts.size > 1 };
  }, [venue, symbol, scope, positionVersion, orderVersion, executionVersion]);
}
