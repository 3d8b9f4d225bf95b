/** A table with its head: title, count, notes, and the buttons that all tables share. */
import { Columns3, Download, ListFilter } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { wallClock } from '../store/main-clock.ts';
import type { ShownTable } from '../store/shown-tables.ts';
import { Icon } from '../ui/icon.tsx';
import type { Anchor } from '../ui/menu.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { DataGrid } from './data-grid.tsx';
import { isFiltering } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { exportCsv } from './grid-text.ts';
import type { Grid } from './use-grid.ts';

export interface PanelProps<T extends ShownTable> {
  readonly grid: Grid<T>;
  readonly title: string;
  /** Tabs instead of a title: the table is the whole view, with a toolbar. */
  readonly tabs?: ReactNode;
  readonly practice: boolean;
  readonly fill?: boolean;
  readonly empty: ReactNode;
  /** null: its rows are no venue's items. */
  readonly showRaw: (() => void) | null;
}

export function Panel<T extends ShownTable>(props: PanelProps<T>) {
  const { grid, title, tabs, practice, empty, showRaw } = props;
  const isView = tabs !== undefined;
  const search = useRef<HTMLInputElement>(null);
  const columnsButton = useRef<HTMLButtonElement>(null);
  const [searching, setSearching] = useState(false);
  const [columns, setColumns] = useState<Anchor | null>(null);
  const closeColumns = useCallback(() => setColumns(null), []);

  const around = useMemo(
    () => ({
      showRaw,
      focusSearch() {
        // The box of a panel appears with this press, and the next key is already meant for it.
        flushSync(() => setSearching(true));
        search.current?.focus();
      },
      openColumns: () => setColumns(columnsButton.current?.getBoundingClientRect() ?? null),
    }),
    [showRaw],
  );

  const size = isView ? 'btn' : 'btn ghost sm ico';
  const buttons = (
    <>
      <button
        ref={columnsButton}
        type="button"
        className={size}
        title="Columns (C)"
        aria-label="Columns"
        aria-pressed={columns !== null}
        onClick={around.openColumns}
      >
        <Icon of={Columns3} />
        {isView && 'Columns'}
      </button>
      <button
        type="button"
        className={size}
        title="Export CSV (Ctrl E)"
        aria-label="Export CSV"
        onClick={() => exportCsv(grid)}
      >
        <Icon of={Download} />
        {isView && 'Export CSV'}
      </button>
    </>
  );

  return (
    <section className={props.fill === true ? 'panel fill' : 'panel'} aria-label={title}>
      {isView ? (
        <div className="tb">
          {tabs}
          <Notes grid={grid} />
          {practice && <span className="tag practice">Practice</span>}
          <span className="grow" />
          {buttons}
        </div>
      ) : (
        <div className="ph">
          <h2>
            {title}
            <span className="ct">{grid.order.total}</span>
          </h2>
          {practice && <span className="tag practice">Practice</span>}
          <Notes grid={grid} />
          <span className="grow" />
          <button
            type="button"
            className="btn ghost sm"
            title="Filter (/)"
            aria-pressed={searching || undefined}
            onClick={() => (searching ? setSearching(false) : around.focusSearch())}
          >
            <Icon of={ListFilter} />
            Filter
          </button>
          {buttons}
        </div>
      )}
      {(isView || searching || isFiltering(grid.filter)) && (
        <FilterBar grid={grid} search={search} onLeave={() => leaveSearch(search.current, setSearching)} />
      )}
      <DataGrid grid={grid} label={title} fill={props.fill === true} empty={empty} around={around} />
      {columns !== null && <ColumnMenu grid={grid} anchor={columns} onClose={closeColumns} />}
    </section>
  );
}

/** The order in words, and what is old. */
function Notes<T extends ShownTable>({ grid }: { readonly grid: Grid<T> }) {
  const { order, layout, spec } = grid;
  const usual = layout.sort?.column === spec.sort.column && layout.sort.descending === spec.sort.descending;
  if (order.stale > 0) {
    const rows = `${order.stale} ${order.stale === 1 ? 'row' : 'rows'}`;
    const asOf = order.staleSinceMs === null ? 'not current' : `as of ${wallClock(order.staleSinceMs)}`;
    return (
      <span className="note">
        {rows} {asOf}
        {order.held && '; sorting is held while rows are old'}
      </span>
    );
  }
  if (order.held) return <span className="note">the mark is old; sorting is held</span>;
  return usual && spec.sortNote !== undefined && order.total > 0 ? (
    <span className="note">{spec.sortNote}</span>
  ) : null;
}

function leaveSearch(input: HTMLInputElement | null, setSearching: (on: boolean) => void): void {
  input?.blur();
  setSearching(false);
}
