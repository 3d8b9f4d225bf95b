/** What the keyboard does in a grid. */

import { navigate } from '../store/navigation.ts';
import { channelOf } from '../store/row-health.ts';
import { currentSettings } from '../store/settings.ts';
import type { ShownTable } from '../store/shown-tables.ts';
import { isFiltering, noFilter } from './filter.ts';
import { copyCell, copyRow, exportCsv } from './grid-text.ts';
import type { Grid } from './use-grid.ts';

/** What a grid needs done outside itself. */
export interface GridSurroundings {
  readonly pageRows: () => number;
  readonly focusSearch: () => void;
  readonly openColumns: () => void;
  /** null: its rows are no venue's items. */
  readonly showRaw: (() => void) | null;
}

export function pressKey<T extends ShownTable>(
  grid: Grid<T>,
  around: GridSurroundings,
  event: KeyboardEvent,
): boolean {
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (control) return pressControl(grid, key, event.shiftKey);
  if (event.altKey) return false;
  if (key.length === 1 && !currentSettings().singleKeys) return false;
  switch (key) {
    case 'ArrowDown':
      return moveRow(grid, 1);
    case 'ArrowUp':
      return moveRow(grid, -1);
    case 'PageDown':
      return moveRow(grid, around.pageRows());
    case 'PageUp':
      return moveRow(grid, -around.pageRows());
    case 'Home':
      return moveRow(grid, Number.NEGATIVE_INFINITY);
    case 'End':
      return moveRow(grid, Number.POSITIVE_INFINITY);
    case 'ArrowRight':
      return moveColumn(grid, 1);
    case 'ArrowLeft':
      return moveColumn(grid, -1);
    case 'Enter':
      return openDetails(grid);
    case 'Escape':
      return stepBack(grid);
    case '/':
      around.focusSearch();
      return true;
    case 'c':
      around.openColumns();
      return true;
    case 'r':
      if (around.showRaw === null || !openDetails(grid)) return false;
      around.showRaw();
      return true;
    case 's':
      return sortHere(grid);
    case 'm':
      return showMarket(grid);
    case 'f':
      return showFeed(grid);
    default:
      return false;
  }
}

export function showMarket<T extends ShownTable>(grid: Grid<T>): boolean {
  const row = rowHere(grid);
  if (row === undefined || !('symbol' in row) || row.symbol === null || row.venue === null) return false;
  navigate('market', { venue: row.venue, symbol: row.symbol });
  return true;
}

export function showFeed<T extends ShownTable>(grid: Grid<T>): boolean {
  const row = rowHere(grid);
  if (row === undefined) return false;
  const channel = channelOf(grid.spec.own(row));
  const feedId = channel?.feedId ?? grid.spec.feedOf?.(row) ?? null;
  if (feedId === null) return false;
  navigate('feeds', channel === null ? { feedId } : { feedId, channelId: channel.id });
  return true;
}

function pressControl<T extends ShownTable>(grid: Grid<T>, key: string, shift: boolean): boolean {
  if (key === 'e') {
    exportCsv(grid);
    return true;
  }
  if (key !== 'c' || (getSelection()?.toString() ?? '') !== '') return false;
  if (grid.cursor === null && grid.selected === null) return false;
  if (shift || grid.cursor === null) copyRow(grid);
  else copyCell(grid);
  return true;
}

function allKeys<T extends ShownTable>(grid: Grid<T>): readonly string[] {
  return [...grid.order.keys, ...grid.closed.keys];
}

function rowHere<T extends ShownTable>(grid: Grid<T>) {
  const key = grid.cursor?.key ?? grid.selected;
  return key === null ? undefined : grid.spec.table.row(key);
}

function moveRow<T extends ShownTable>(grid: Grid<T>, step: number): boolean {
  const keys = allKeys(grid);
  if (keys.length === 0) return false;
  const from = keys.indexOf(grid.cursor?.key ?? grid.selected ?? '');
  const at = from < 0 && Math.abs(step) === 1 ? (step > 0 ? 0 : keys.length - 1) : from + step;
  const key = keys[Math.max(0, Math.min(keys.length - 1, at))];
  if (key === undefined) return false;
  grid.setCursor({ key, column: grid.cursor?.column ?? firstColumn });
  // An open drawer follows the cursor.
  if (grid.selected !== null) grid.select(key);
  return true;
}

function moveColumn<T extends ShownTable>(grid: Grid<T>, step: number): boolean {
  const key = grid.cursor?.key ?? grid.selected ?? allKeys(grid)[0];
  if (key === undefined) return false;
  const column = (grid.cursor?.column ?? firstColumn) + (grid.cursor === null ? 0 : step);
  grid.setCursor({ key, column: Math.max(0, Math.min(grid.layout.shown.length - 1, column)) });
  return true;
}

function openDetails<T extends ShownTable>(grid: Grid<T>): boolean {
  const key = grid.cursor?.key ?? grid.selected;
  if (key === null) return false;
  grid.select(key);
  return true;
}

function stepBack<T extends ShownTable>(grid: Grid<T>): boolean {
  if (grid.selected !== null) grid.select(null);
  else if (isFiltering(grid.filter)) grid.setFilter(noFilter);
  else if (grid.cursor !== null) grid.setCursor(null);
  else return false;
  return true;
}

function sortHere<T extends ShownTable>(grid: Grid<T>): boolean {
  const column = grid.layout.shown[grid.cursor?.column ?? -1];
  if (column === undefined) return false;
  grid.layout.sortBy(column.id);
  return true;
}

const firstColumn = 2;
