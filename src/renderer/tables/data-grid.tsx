/** The table itself: only the rows in sight are in the page. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useRowSize } from '../store/look.ts';
import type { ShownTable } from '../store/shown-tables.ts';
import { textWidth } from '../ui/text-width.ts';
import { mountGrid, noteGridUse } from './active-grid.ts';
import { GridHead } from './grid-head.tsx';
import { type GridSurroundings, pressKey } from './grid-keys.ts';
import { GridRow } from './grid-row.tsx';
import { hoverText } from './hover-text.ts';
import { columnWidths } from './layout.ts';
import { withGroupHeads } from './order.ts';
import { RowMenu } from './row-menu.tsx';
import type { Grid } from './use-grid.ts';
import { useCuts, useWidth } from './use-scroll-edges.ts';

export interface DataGridProps<T extends ShownTable> {
  readonly grid: Grid<T>;
  readonly label: string;
  /** Takes all the height there is, instead of that of its rows. */
  readonly fill?: boolean;
  /** Stands where the rows would be when there are none. */
  readonly empty: ReactNode;
  readonly around: Omit<GridSurroundings, 'pageRows'>;
}

type Item =
  | { readonly kind: 'row'; readonly key: string }
  | { readonly kind: 'group'; readonly name: string; readonly count: number }
  | { readonly kind: 'closed' };

const headPx = 24;
const walkingKeys = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
  'Home',
  'End',
]);

export function DataGrid<T extends ShownTable>(props: DataGridProps<T>) {
  const { grid, label, fill = false, empty, around } = props;
  const { spec, layout, order, closed, cursor, selected, groupOf } = grid;
  const scroller = useRef<HTMLDivElement>(null);
  const gridElement = useRef<HTMLTableElement>(null);
  const available = useWidth(scroller);
  const { setAvailablePx } = grid;
  useLayoutEffect(() => setAvailablePx(available), [available, setAvailablePx]);
  const { rowPx, fontPx, padPx, widthFactor } = useRowSize();
  const id = useId();
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);

  const widths = useMemo(
    () => columnWidths(layout.shown, layout.widths, available, widthFactor),
    [layout.shown, layout.widths, available, widthFactor],
  );
  const pins = useMemo(() => pinned(layout.shown, widths), [layout.shown, widths]);
  const edges = useMemo(
    () => ({ widths, isPinned: (at: number) => (pins[at] ?? null) !== null, padPx }),
    [widths, pins, padPx],
  );
  const cuts = useCuts(scroller, available, edges);
  const items = useMemo(() => itemsOf(order.keys, closed.keys, groupOf), [order.keys, closed.keys, groupOf]);

  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 6,
    paddingStart: headPx,
    scrollPaddingStart: headPx,
    getItemKey: (index) => itemKey(items[index]),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the measured heights are those of the old row size
  useLayoutEffect(() => rows.measure(), [rowPx]);

  const cursorAt = items.findIndex((item) => item.kind === 'row' && item.key === cursor?.key);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a step of the cursor scrolls, not a new order
  useEffect(() => {
    if (cursorAt >= 0) rows.scrollToIndex(cursorAt);
  }, [cursor]);

  const latest = useRef<(event: KeyboardEvent) => boolean>(() => false);
  latest.current = (event) => {
    const pageRows = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
    const meant = pressKey(grid, { ...around, pageRows }, event);
    // Walking takes the focus along, so that Enter opens the row and not what was pressed before.
    if (meant && walkingKeys.has(event.key)) gridElement.current?.focus({ preventScroll: true });
    return meant;
  };
  const keys = useMemo(() => ({ press: (event: KeyboardEvent) => latest.current(event) }), []);
  useEffect(() => mountGrid(keys), [keys]);

  const inSight = rows.getVirtualItems();
  const first = inSight[0];
  const last = inSight.at(-1);
  const above = first === undefined ? 0 : first.start - headPx;
  const below = last === undefined ? 0 : rows.getTotalSize() - last.end;
  const total = widths.reduce((sum, width) => sum + width, 0);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it notes where the pointer is; what is done is done in the grid
    <div
      ref={scroller}
      className={fill || items.length === 0 ? 'tw fill' : 'tw'}
      // Room for the head and three rows: a table that is squeezed must still show something.
      style={{ minHeight: headPx + Math.min(3, items.length) * rowPx }}
      onPointerDown={() => noteGridUse(keys)}
      onFocus={() => noteGridUse(keys)}
      onPointerEnter={() => grid.pointAt(true)}
      onPointerLeave={() => grid.pointAt(false)}
    >
      <table
        ref={gridElement}
        className="t"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is walked by keys is a grid
        role="grid"
        aria-label={label}
        aria-rowcount={items.length + 1}
        aria-colcount={layout.shown.length}
        aria-activedescendant={
          cursorAt < 0 ? undefined : `${id}-${cursorAt}-${layout.shown[cursor?.column ?? 0]?.id}`
        }
        tabIndex={0}
        style={{ width: total }}
        data-table={spec.id}
      >
        <colgroup>
          {layout.shown.map((column, at) => (
            <col key={column.id} style={{ width: widths[at] }} />
          ))}
        </colgroup>
        <GridHead
          grid={grid}
          pins={pins}
          fitColumn={(column) => layout.resize(column, fitted(scroller.current, column, fontPx, padPx))}
        />
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens details, see grid-keys.ts */}
        <tbody
          onClick={(event) => {
            const key = keyAt(event.target);
            if (key === null) return;
            grid.setCursor(null);
            grid.select(key === selected ? null : key);
          }}
          onPointerOver={(event) => {
            const cell = cellAt(event.target);
            const key = keyAt(event.target);
            if (cell === null || key === null) return;
            const whole = cell.matches('.cut-start, .cut-end') ? `${cell.textContent}\n` : '';
            cell.title = `${whole}${hoverText(spec, key, cell.dataset.column ?? '')}`;
          }}
          onContextMenu={(event) => {
            const key = keyAt(event.target);
            if (key === null) return;
            event.preventDefault();
            grid.setCursor({
              key,
              column: Math.max(
                0,
                layout.shown.findIndex((one) => one.id === cellAt(event.target)?.dataset.column),
              ),
            });
            setMenu({ x: event.clientX, y: event.clientY });
          }}
        >
          {above > 0 && <Space height={above} columns={layout.shown.length} />}
          {inSight.map(({ index }) => {
            const item = items[index];
            if (item === undefined) return null;
            if (item.kind === 'group') {
              return <GroupHead key={itemKey(item)} {...item} columns={layout.shown.length} />;
            }
            if (item.kind === 'closed') return <ClosedHead key="closed" columns={layout.shown.length} />;
            return (
              <GridRow
                key={item.key}
                spec={spec}
                rowKey={item.key}
                columns={layout.shown}
                widths={widths}
                pins={pins}
                cuts={cuts}
                fontPx={fontPx}
                padPx={padPx}
                index={index}
                id={`${id}-${index}`}
                selected={item.key === selected}
                cursor={item.key === cursor?.key ? cursor.column : null}
              />
            );
          })}
          {below > 0 && <Space height={below} columns={layout.shown.length} />}
        </tbody>
      </table>
      {items.length === 0 && empty}
      {menu !== null && (
        <RowMenu grid={grid} at={menu} showRaw={around.showRaw} onClose={() => setMenu(null)} />
      )}
    </div>
  );
}

function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: it only takes the room of rows that are out of sight
    <tr className="space" aria-hidden="true">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function ClosedHead({ columns }: { readonly columns: number }) {
  return (
    <tr className="group">
      <td colSpan={columns}>
        Closed in the last 15 minutes{' '}
        <span className="dim">kept here because a venue may reopen them; older ones are under Recent</span>
      </td>
    </tr>
  );
}

interface GroupHeadProps {
  readonly name: string;
  readonly count: number;
  readonly columns: number;
}

function GroupHead({ name, count, columns }: GroupHeadProps) {
  return (
    <tr className="group">
      <td colSpan={columns}>
        {name} <span className="dim">{count}</span>
      </td>
    </tr>
  );
}

function itemsOf(
  open: readonly string[],
  closed: readonly string[],
  groupOf: ((key: string) => string | null) | null,
): readonly Item[] {
  const grouped = groupOf === null ? open.map((key) => ({ key })) : withGroupHeads(open, groupOf);
  const items = grouped.map(
    (one): Item =>
      'key' in one ? { kind: 'row', key: one.key } : { kind: 'group', name: one.group, count: one.count },
  );
  if (closed.length > 0) items.push({ kind: 'closed' });
  for (const key of closed) items.push({ kind: 'row', key });
  return items;
}

function itemKey(item: Item | undefined): string {
  if (item?.kind === 'group') return `group ${item.name}`;
  return item?.kind === 'row' ? item.key : 'closed';
}

function pinned(columns: readonly { readonly pinned?: boolean }[], widths: readonly number[]) {
  let left = 0;
  return columns.map((column, at) => {
    const here = left;
    left += widths[at] ?? 0;
    return column.pinned === true ? here : null;
  });
}

/** The width that shows every cell of a column that is in the page now. */
function fitted(scroller: HTMLElement | null, column: string, fontPx: number, padPx: number): number {
  let widest = 0;
  for (const cell of scroller?.querySelectorAll<HTMLElement>(`[data-column="${column}"]`) ?? []) {
    const cut = cell.querySelector<HTMLElement>('.no-room')?.dataset.whole;
    const range = document.createRange();
    range.selectNodeContents(cell);
    widest = Math.max(
      widest,
      cut === undefined ? range.getBoundingClientRect().width : textWidth(cut, fontPx),
    );
  }
  return Math.ceil(widest) + 2 * padPx + 2;
}

function keyAt(target: EventTarget): string | null {
  return target instanceof Element
    ? (target.closest<HTMLElement>('tr[data-key]')?.dataset.key ?? null)
    : null;
}

function cellAt(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('td[data-column]') : null;
}
