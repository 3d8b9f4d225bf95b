/** Which rows a grid shows now and in which order: filtered, sorted, calm under the pointer. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { isStale } from '../format/health.ts';
import { isInScope, useScope } from '../store/navigation.ts';
import { worstChannel } from '../store/row-health.ts';
import type { ShownTable, ShownTables } from '../store/shown-tables.ts';
import type { TableSpec } from './column.ts';
import { type FilterState, matches } from './filter.ts';
import { askedOnce, compareBy, compareGroups, keepOrder } from './order.ts';

export interface Order {
  readonly keys: readonly string[];
  /** Rows there are without the filter. */
  readonly total: number;
  /** Rows whose own channel can't be trusted now. */
  readonly stale: number;
  /** When the oldest of those was last confirmed, on main's clock. */
  readonly staleSinceMs: number | null;
  /** True while old values would decide the order. */
  readonly held: boolean;
}

/** Sorts by when a row closed, which is no column of its own. */
export const closedTime = 'closed';

const resortMs = 2000;
const nothing: Order = { keys: [], total: 0, stale: 0, staleSinceMs: null, held: false };

export interface OrderOptions<T extends ShownTable> {
  readonly spec: TableSpec<T>;
  readonly filter: FilterState;
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  /** By what rows are put together; null: they are not. */
  readonly groupOf: ((key: string) => string | null) | null;
  readonly include: (row: ShownTables[T]) => boolean;
  /** Whether the person is pointing at or walking through the rows. */
  readonly isBusy: () => boolean;
}

export function useOrder<T extends ShownTable>(options: OrderOptions<T>): Order {
  const { spec, filter, sort, groupOf, include, isBusy } = options;
  const { table } = spec;
  const scope = useScope();
  const [order, setOrder] = useState<Order>(nothing);
  const seen = useRef(-1);

  /** By the values that rows have now: a new one for every arrangement. */
  const comparing = useCallback(() => {
    const column = spec.columns.find(({ id }) => id === sort?.column);
    const sortValue = askedOnce((key) => {
      const row = table.row(key);
      if (row === undefined) return null;
      if (sort?.column === closedTime) return spec.closed?.(row)?.at ?? null;
      return column?.sort?.(row) ?? null;
    });
    const inGroup = compareBy(sortValue, sort?.descending ?? false);
    return groupOf === null ? inGroup : compareGroups(askedOnce(groupOf), inGroup);
  }, [spec, table, groupOf, sort?.column, sort?.descending]);

  const arrange = useCallback(
    (mode: 'force' | 'sort' | 'keep') => {
      const sortsByMark = spec.columns.find(({ id }) => id === sort?.column)?.fromMark === true;
      const shown: string[] = [];
      let total = 0;
      let stale = 0;
      let staleSinceMs: number | null = null;
      let held = false;
      for (const key of table.keys()) {
        const row = table.row(key);
        if (row === undefined || !include(row)) continue;
        if (spec.everyAccount !== true && !isInScope(rowPlace(row), scope)) continue;
        total += 1;
        const own = spec.closed?.(row) ? null : worstChannel([spec.own(row)]);
        if (own !== null && isStale(own.state)) {
          stale += 1;
          held = true;
          staleSinceMs = earlier(staleSinceMs, own.confirmedMs);
        }
        held ||= sortsByMark && markIsStale(spec, row);
        if (matchesRow(spec, filter, row)) shown.push(key);
      }
      seen.current = table.version();
      setOrder((before) => {
        const compare = comparing();
        const sorted = mode === 'force' || (mode === 'sort' && !held) || before.keys.length === 0;
        const keys = sorted ? [...shown].sort(compare) : keepOrder(before.keys, shown, compare);
        return same(before, { keys, total, stale, staleSinceMs, held });
      });
    },
    [spec, table, filter, sort?.column, comparing, include, scope],
  );

  // A new filter or sort order is the person's wish and comes at once, held or not.
  useEffect(() => arrange('force'), [arrange]);

  useEffect(() => table.subscribeKeys(() => arrange('keep')), [table, arrange]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      // Channels grow stale without a change of any row, so the count is looked at every time.
      arrange(isBusy() || seen.current === table.version() ? 'keep' : 'sort');
    }, resortMs);
    return () => clearInterval(timer);
  }, [table, arrange, isBusy]);

  return order;
}

function matchesRow<T extends ShownTable>(
  spec: TableSpec<T>,
  filter: FilterState,
  row: ShownTables[T],
): boolean {
  return matches(
    filter,
    () => spec.search(row),
    (id) => spec.filters.find((one) => one.id === id)?.of(row) ?? null,
  );
}

function markIsStale<T extends ShownTable>(spec: TableSpec<T>, row: ShownTables[T]): boolean {
  const channel = spec.mark === undefined ? null : worstChannel([spec.mark(row)]);
  return channel !== null && isStale(channel.state);
}

function rowPlace(row: { readonly venue?: string | null; readonly account?: string | null }) {
  return { venue: row.venue ?? '', account: row.account ?? null };
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function same(before: Order, after: Order): Order {
  const unchanged =
    before.total === after.total &&
    before.stale === after.stale &&
    before.staleSinceMs === after.staleSinceMs &&
    before.held === after.held &&
    before.keys.length === after.keys.length &&
    before.keys.every((key, index) => key === after.keys[index]);
  return unchanged ? before : after;
}
