/** One table on screen: its layout, filter, order, cursor and selection. */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ShownTable, ShownTables } from '../store/shown-tables.ts';
import type { TableSpec } from './column.ts';
import { type FilterState, noFilter } from './filter.ts';
import { type Layout, useLayout } from './use-layout.ts';
import { closedTime, type Order, useOrder } from './use-order.ts';

/** The cell under the keyboard. */
export interface Cursor {
  readonly key: string;
  readonly column: number;
}

export interface Grid<T extends ShownTable> {
  readonly spec: TableSpec<T>;
  readonly layout: Layout<ShownTables[T]>;
  readonly order: Order;
  /** Closed rows shown below the others; empty where the table has none. */
  readonly closed: Order;
  readonly filter: FilterState;
  /** The filter by whose values rows are put together; null: they are not. */
  readonly grouping: string | null;
  readonly groupOf: ((key: string) => string | null) | null;
  readonly cursor: Cursor | null;
  readonly selected: string | null;
  setFilter(next: FilterState): void;
  setGrouping(next: string | null): void;
  setCursor(next: Cursor | null): void;
  select(key: string | null): void;
  pointAt(over: boolean): void;
  readonly setAvailablePx: (px: number) => void;
}

export interface GridOptions<T extends ShownTable> {
  readonly include: (row: ShownTables[T]) => boolean;
  /** Rows of the group below, e.g. orders that closed a moment ago. */
  readonly includeClosed?: (row: ShownTables[T]) => boolean;
  readonly selected: string | null;
  readonly select: (key: string | null) => void;
}

const never = () => false;
const newestClosed = { column: closedTime, descending: true } as const;

export function useGrid<T extends ShownTable>(spec: TableSpec<T>, options: GridOptions<T>): Grid<T> {
  const [availablePx, setAvailablePx] = useState(0);
  const layout = useLayout(spec, availablePx);
  const [filter, setFilter] = useState<FilterState>(noFilter);
  const [grouping, setGrouping] = useState<string | null>(null);
  const groupOf = useMemo(() => {
    const by = spec.filters.find(({ id }) => id === grouping);
    if (by === undefined) return null;
    return (key: string) => {
      const row = spec.table.row(key);
      return row === undefined ? null : by.of(row);
    };
  }, [spec, grouping]);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const pointed = useRef(false);
  const walking = useRef(false);
  walking.current = cursor !== null;
  const isBusy = useCallback(() => pointed.current || walking.current, []);
  const order = useOrder({ spec, filter, sort: layout.sort, groupOf, include: options.include, isBusy });
  const closed = useOrder({
    spec,
    filter,
    sort: newestClosed,
    groupOf: null,
    include: options.includeClosed ?? never,
    isBusy,
  });
  const { selected, select } = options;
  return useMemo(
    () => ({
      spec,
      layout,
      order,
      closed,
      filter,
      grouping,
      groupOf,
      cursor,
      selected,
      setFilter,
      setGrouping,
      setCursor,
      select,
      setAvailablePx,
      pointAt(over) {
        pointed.current = over;
      },
    }),
    [spec, layout, order, closed, filter, grouping, groupOf, cursor, selected, select],
  );
}
