/** Which columns a table shows, in which order, how wide: what was chosen over what is usual. */
import type { TableLayout } from '../../preload/contract/settings.ts';

/** As much of a column as its place needs. */
export interface PlacedColumn {
  readonly id: string;
  readonly width: number;
  /** How narrow it may get where room is short; as wide as ever if absent. */
  readonly least?: number;
  /** How wide it gets where there is room; as wide as ever if absent. */
  readonly most?: number;
  readonly flexible?: boolean;
  readonly pinned?: boolean;
  readonly shown?: 'wide' | 'never';
  readonly yields?: number;
}

/** First and last columns that can't be hidden or moved. */
export const stateColumn = 'state';
export const ageColumn = 'age';

export function isLocked(id: string): boolean {
  return id === stateColumn || id === ageColumn;
}

export function defaultLayout(
  columns: readonly PlacedColumn[],
  sort: { readonly column: string; readonly descending: boolean },
  wide: boolean,
): TableLayout {
  const shown = columns.filter(({ shown }) => shown === undefined || (shown === 'wide' && wide));
  return { columns: shown.map(({ id }) => id), widths: {}, sort: { ...sort } };
}

/** A stored layout made to fit the columns there are: unknown ones are dropped, locked ones put back. */
export function repairLayout(columns: readonly PlacedColumn[], stored: TableLayout): TableLayout {
  const known = new Set(columns.map(({ id }) => id));
  const chosen = [...new Set(stored.columns)].filter((id) => known.has(id) && !isLocked(id));
  const first = known.has(stateColumn) ? [stateColumn] : [];
  const last = known.has(ageColumn) ? [ageColumn] : [];
  return {
    columns: [...first, ...chosen, ...last],
    widths: Object.fromEntries(Object.entries(stored.widths).filter(([id]) => known.has(id))),
    sort: stored.sort !== null && known.has(stored.sort.column) ? stored.sort : null,
  };
}

export function showColumn(layout: TableLayout, all: readonly PlacedColumn[], id: string): TableLayout {
  if (layout.columns.includes(id)) return layout;
  // A column comes back at its usual place: before the first shown one that usually follows it.
  const usual = all.map((column) => column.id);
  const followers = new Set(usual.slice(usual.indexOf(id) + 1));
  const at = layout.columns.findIndex((other) => followers.has(other));
  const columns = [...layout.columns];
  columns.splice(at < 0 ? columns.length : at, 0, id);
  return { ...layout, columns };
}

export function hideColumn(layout: TableLayout, id: string): TableLayout {
  if (isLocked(id)) return layout;
  return { ...layout, columns: layout.columns.filter((other) => other !== id) };
}

/** Puts `id` at the place of `target`. */
export function moveColumn(layout: TableLayout, id: string, target: string): TableLayout {
  if (isLocked(id) || isLocked(target) || id === target) return layout;
  const from = layout.columns.indexOf(id);
  const to = layout.columns.indexOf(target);
  if (from < 0 || to < 0) return layout;
  const columns = layout.columns.filter((other) => other !== id);
  columns.splice(to, 0, id);
  return { ...layout, columns };
}

/** Leaves out columns that give way until the rest fits at its narrowest. */
export function fitColumns<C extends PlacedColumn>(
  columns: readonly C[],
  available: number,
  factor: number,
): readonly C[] {
  let fitting = columns;
  while (total(fitting.map((column) => leastOf(column, factor))) > available) {
    const first = fitting.reduce<C | null>(
      (found, column) => ((column.yields ?? 0) > (found?.yields ?? 0) ? column : found),
      null,
    );
    if (first === null) break;
    fitting = fitting.filter((column) => column !== first);
  }
  return fitting;
}

/**
 * Pixel widths of the shown columns, `factor` times the usual ones. Columns that can get wider do, then
 * the flexible one takes what is left, unless it was sized by hand; what is missing is taken from those
 * that can get narrower.
 */
export function columnWidths(
  columns: readonly PlacedColumn[],
  widths: Readonly<Record<string, number>>,
  available: number,
  factor = 1,
): readonly number[] {
  const sizes = columns.map(({ id, width }) => widths[id] ?? Math.round(width * factor));
  const missing = total(sizes) - available;
  if (missing > 0) {
    const slack = columns.map((column, at) =>
      widths[column.id] === undefined ? Math.max(0, (sizes[at] ?? 0) - leastOf(column, factor)) : 0,
    );
    return total(slack) < missing ? sizes : narrowed(sizes, slack, missing);
  }
  const grower = columns.findIndex(({ id, flexible }) => flexible === true && widths[id] === undefined);
  const at = grower >= 0 ? grower : sizes.length - 2;
  let rest = -missing;
  const grown = columns.map(({ id, most }, index) => {
    const size = sizes[index] ?? 0;
    if (most === undefined || widths[id] !== undefined) return size;
    const more = Math.min(rest, Math.max(0, Math.round(most * factor) - size));
    rest -= more;
    return size + more;
  });
  return grown.map((size, index) => (index === at ? size + rest : size));
}

function narrowed(sizes: readonly number[], slack: readonly number[], missing: number): readonly number[] {
  const share = missing / total(slack);
  let left = missing;
  return sizes.map((size, at) => {
    const taken = Math.min(left, Math.ceil((slack[at] ?? 0) * share));
    left -= taken;
    return size - taken;
  });
}

function leastOf(column: PlacedColumn, factor: number): number {
  return Math.round((column.least ?? column.width) * factor);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
