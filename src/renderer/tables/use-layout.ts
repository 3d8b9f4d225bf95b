/** A table's columns as chosen, kept in the settings and handed to the headless table. */
import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useCallback, useMemo } from 'react';
import type { TableLayout } from '../../preload/contract/settings.ts';
import { useRowSize, useWide } from '../store/look.ts';
import { currentSettings, rememberLayout, useSettings } from '../store/settings.ts';
import type { ShownTable, ShownTables } from '../store/shown-tables.ts';
import type { Column, TableSpec } from './column.ts';
import {
  ageColumn,
  defaultLayout,
  fitColumns,
  hideColumn,
  moveColumn,
  repairLayout,
  showColumn,
} from './layout.ts';

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
});
const noRows: never[] = [];

export interface Layout<R> {
  /** What was chosen, in its order. */
  readonly chosen: readonly Column<R>[];
  /** What of it has room. */
  readonly shown: readonly Column<R>[];
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  readonly isChanged: boolean;
  sortBy(id: string): void;
  resize(id: string, width: number): void;
  toggle(id: string): void;
  move(id: string, target: string): void;
  reset(): void;
}

export function useLayout<T extends ShownTable>(
  spec: TableSpec<T>,
  availablePx: number,
): Layout<ShownTables[T]> {
  const wide = useWide();
  const stored = useSettings((settings) => settings.tables[spec.id]);
  const usual = useMemo(() => defaultLayout(spec.columns, spec.sort, wide), [spec, wide]);
  const layout = useMemo(
    () => (stored === undefined ? usual : repairLayout(spec.columns, stored)),
    [stored, usual, spec],
  );

  const change = useCallback(
    (next: (before: TableLayout) => TableLayout) => {
      const before = currentSettings().tables[spec.id];
      rememberLayout(spec.id, next(before === undefined ? usual : repairLayout(spec.columns, before)));
    },
    [spec, usual],
  );

  const table = useTable({
    features,
    data: noRows,
    columns: useMemo(() => spec.columns.map(({ id, width }) => ({ id, size: width, minSize: 24 })), [spec]),
    manualSorting: true,
    enableSortingRemoval: false,
    state: {
      columnOrder: [...layout.columns],
      columnVisibility: Object.fromEntries(spec.columns.map(({ id }) => [id, layout.columns.includes(id)])),
      columnSizing: { ...layout.widths },
      columnPinning: pinning(spec, layout),
      sorting: layout.sort === null ? [] : [{ id: layout.sort.column, desc: layout.sort.descending }],
    },
    onSortingChange: (update) =>
      change((before) => {
        const now = before.sort === null ? [] : [{ id: before.sort.column, desc: before.sort.descending }];
        const [first] = typeof update === 'function' ? update(now) : update;
        return { ...before, sort: first === undefined ? null : { column: first.id, descending: first.desc } };
      }),
    onColumnSizingChange: (update) =>
      change((before) => ({
        ...before,
        widths: typeof update === 'function' ? update({ ...before.widths }) : update,
      })),
  });

  const byId = useMemo(() => new Map(spec.columns.map((column) => [column.id, column])), [spec]);
  const chosen: Column<ShownTables[T]>[] = [];
  for (const { id } of table.getVisibleLeafColumns()) {
    const column = byId.get(id);
    if (column !== undefined) chosen.push(column);
  }
  const factor = useRowSize().widthFactor;
  // Who chose columns by hand gets all of them, and scrolls sideways.
  const shown = stored === undefined && availablePx > 0 ? fitColumns(chosen, availablePx, factor) : chosen;

  return {
    chosen,
    shown,
    widths: layout.widths,
    sort: layout.sort,
    isChanged: stored !== undefined,
    sortBy(id) {
      if (byId.get(id)?.sort === undefined) return;
      const descending = layout.sort?.column === id && !layout.sort.descending;
      table.setSorting([{ id, desc: descending }]);
    },
    resize(id, width) {
      table.setColumnSizing((before) => ({
        ...before,
        [id]: Math.round(Math.max(24, Math.min(2000, width))),
      }));
    },
    toggle: (id) =>
      change((before) =>
        before.columns.includes(id) ? hideColumn(before, id) : showColumn(before, spec.columns, id),
      ),
    move: (id, target) => change((before) => moveColumn(before, id, target)),
    reset: () => rememberLayout(spec.id, null),
  };
}

function pinning<T extends ShownTable>(spec: TableSpec<T>, layout: TableLayout) {
  const pinned = new Set(spec.columns.filter((column) => column.pinned).map(({ id }) => id));
  return { start: layout.columns.filter((id) => pinned.has(id)), end: [ageColumn] };
}
