/** What a table is made of: its columns, its rows' channels, its filters and its details. */
import type { ReactNode } from 'react';
import type { InstrumentFacts } from '../store/instruments.ts';
import type { ChannelRef } from '../store/row-health.ts';
import type { ShownTable, ShownTables } from '../store/shown-tables.ts';
import type { Table } from '../store/table-store.ts';

/** What a cell may need besides its row. */
export interface CellContext {
  readonly facts: InstrumentFacts | null;
  /** Room for a number in this cell. */
  readonly room: { readonly px: number; readonly fontPx: number } | undefined;
}

export interface Column<R> {
  readonly id: string;
  readonly head: string;
  /** The whole name, where the head is short; used by the column menu and the export. */
  readonly name?: string;
  readonly width: number;
  /** How narrow it may get where room is short. */
  readonly least?: number;
  /** How wide it gets where there is room. */
  readonly most?: number;
  /** Takes what is left of the width. */
  readonly flexible?: boolean;
  readonly right?: boolean;
  /** Stays in sight while scrolling sideways. */
  readonly pinned?: boolean;
  /** Off until chosen; `wide`: on from a window of 1,600 px. */
  readonly shown?: 'wide' | 'never';
  /** Gives way when the table has no room, the highest first. */
  readonly yields?: number;
  /** Is only as current as the instrument's mark. */
  readonly fromMark?: boolean;
  readonly cell: (row: R, context: CellContext) => ReactNode;
  /** The venue's digits or words, for export and copying; null: the venue does not say. */
  readonly text: (row: R, facts: InstrumentFacts | null) => string | null;
  /** Absent: this column can't be sorted. */
  readonly sort?: (row: R) => number | string | null;
  /** A number whose change is flashed. */
  readonly flash?: (row: R) => string | null;
}

export interface Filter<R> {
  readonly id: string;
  readonly label: string;
  readonly of: (row: R) => string | null;
}

/** A row that has left its table's living part: a closed order. */
export interface Closed {
  readonly mark: 'filled' | 'cancelled' | 'rejected';
  readonly at: string | null;
}

export interface Field {
  readonly label: string;
  readonly value: ReactNode;
  /** Which channel the field is as old as; null: a fact that does not age. */
  readonly from: 'own' | 'mark' | null;
}

export interface Details {
  readonly title: ReactNode;
  readonly tag: string | null;
  readonly summary: string;
  readonly fields: readonly Field[];
  /** More below the fields, such as an order's fills. */
  readonly more?: ReactNode;
}

export interface TableSpec<T extends ShownTable> {
  /** Names the table in the settings and in exported files. */
  readonly id: string;
  readonly table: Table<T>;
  readonly one: string;
  readonly many: string;
  readonly columns: readonly Column<ShownTables[T]>[];
  readonly sort: { readonly column: string; readonly descending: boolean };
  /** The default order in words. */
  readonly sortNote?: string;
  readonly own: (row: ShownTables[T]) => ChannelRef;
  readonly mark?: (row: ShownTables[T]) => ChannelRef;
  readonly closed?: (row: ShownTables[T]) => Closed | null;
  readonly search: (row: ShownTables[T]) => string;
  readonly searchHint: string;
  readonly filters: readonly Filter<ShownTables[T]>[];
  /** Filters by whose values rows can be put together. */
  readonly groups?: readonly string[];
  /** Where a row's channel does not lead to its feed. */
  readonly feedOf?: (row: ShownTables[T]) => string | null;
  /** Where a table's rows have a better form for spreadsheets than their cells. */
  readonly exportRows?: () => void;
  /** Rows of accounts outside the chosen scope are shown too. */
  readonly everyAccount?: boolean;
}

/** A table whose rows are explained in a drawer beside it. */
export interface DetailedSpec<T extends ShownTable> extends TableSpec<T> {
  readonly details: (row: ShownTables[T], facts: InstrumentFacts | null) => Details;
}
