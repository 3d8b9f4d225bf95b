/** The board's columns, and which of them are shown. */
import { rememberLayout, useSettings } from '../../store/settings.ts';
import type { BoardSort } from './board-rows.ts';

export interface BoardColumn {
  readonly id: string;
  readonly head: string;
  readonly name?: string;
  /** null takes what is left. */
  readonly width: number | null;
  readonly right?: boolean;
  readonly locked?: boolean;
  readonly sortable?: boolean;
}

export const boardColumns = [
  { id: 'state', head: 'State', width: 92, locked: true, sortable: true },
  { id: 'channel', head: 'Channel', width: null, locked: true, sortable: true },
  { id: 'age', head: 'Age, of its budget', width: 134, locked: true, sortable: true },
  { id: 'rate', head: 'Per second', width: 98, right: true, sortable: true },
  { id: 'latency', head: 'Latency', width: 62, right: true, sortable: true },
  { id: 'reconnects', head: 'Recon.', name: 'Reconnects of the feed', width: 54, right: true },
  { id: 'gaps', head: 'Gaps', width: 46, right: true, sortable: true },
  { id: 'timeline', head: '15 minutes', width: 184 },
] as const satisfies readonly BoardColumn[];

const table = 'feeds';

export interface BoardLayout {
  readonly shown: readonly BoardColumn[];
  readonly sort: BoardSort | null;
  readonly isChanged: boolean;
  toggle(id: string): void;
  sortBy(id: string): void;
  reset(): void;
}

export function useBoardLayout(): BoardLayout {
  const stored = useSettings((settings) => settings.tables[table]);
  const all: readonly BoardColumn[] = boardColumns;
  const shown =
    stored === undefined
      ? all
      : all.filter((column) => column.locked === true || stored.columns.includes(column.id));
  const sort = stored?.sort ?? null;
  function remember(columns: readonly BoardColumn[], next: BoardSort | null): void {
    rememberLayout(table, { columns: columns.map((column) => column.id), widths: {}, sort: next });
  }
  return {
    shown,
    sort,
    isChanged: stored !== undefined,
    toggle(id) {
      const without = shown.filter((column) => column.id !== id);
      remember(
        without.length < shown.length
          ? without
          : all.filter((column) => column.id === id || shown.includes(column)),
        sort,
      );
    },
    /** Up, down, and back to the usual order. */
    sortBy(id) {
      if (sort?.column !== id) remember(shown, { column: id, descending: false });
      else remember(shown, sort.descending ? null : { column: id, descending: true });
    },
    reset: () => rememberLayout(table, null),
  };
}
