/** The table of channels under their feeds; only the rows in sight are in the page. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { useDensity } from '../../store/look.ts';
import { useSecond } from '../../store/main-clock.ts';
import { Arrow } from '../../ui/glyph.tsx';
import type { BoardColumn, BoardLayout } from './board-columns.ts';
import type { BoardRow } from './board-rows.ts';
import { ChannelRow } from './channel-row.tsx';
import { FeedHeadRow } from './feed-head-row.tsx';

export interface FeedBoardProps {
  readonly rows: readonly BoardRow[];
  readonly layout: BoardLayout;
  readonly selected: string | null;
  /** The row under the keyboard. */
  readonly cursor: string | null;
  readonly onSelect: (key: string) => void;
  readonly onFold: (feedId: string) => void;
  readonly empty: ReactNode;
}

const headPx = 24;
const feedPx = 26;

export function FeedBoard(props: FeedBoardProps) {
  const { rows, layout, selected, cursor, onSelect, onFold, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useDensity() === 'comfortable' ? 30 : 24;
  const id = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'feed' ? feedPx : rowPx),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    paddingStart: headPx,
    scrollPaddingStart: headPx,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept sizes are those of the old row height
  useLayoutEffect(() => virtual.measure(), [rowPx]);

  const cursorAt = rows.findIndex((row) => row.key === cursor);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a step of the cursor scrolls, not a new order
  useEffect(() => {
    if (cursorAt >= 0) virtual.scrollToIndex(cursorAt);
  }, [cursor]);

  function onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return;
    const feedId = event.target.closest<HTMLElement>('[data-fold]')?.dataset.fold;
    const key = event.target.closest<HTMLElement>('tr[data-key]')?.dataset.key;
    if (feedId !== undefined) onFold(feedId);
    else if (key !== undefined) onSelect(key);
  }

  const inSight = virtual.getVirtualItems();
  const above = (inSight[0]?.start ?? headPx) - headPx;
  const below = virtual.getTotalSize() - (inSight.at(-1)?.end ?? virtual.getTotalSize());
  return (
    <div ref={scroller} className="tw fill">
      <table
        className="t fb"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are reached by arrows, as in every grid
        role="grid"
        aria-label="Channels by feed"
        aria-rowcount={rows.length + 1}
        aria-colcount={layout.shown.length}
        aria-activedescendant={cursorAt < 0 ? undefined : `${id}-${cursorAt}`}
        tabIndex={0}
      >
        <colgroup>
          {layout.shown.map((column) => (
            <col key={column.id} style={column.width === null ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {layout.shown.map((column) => (
              <HeadCell key={column.id} column={column} layout={layout} />
            ))}
          </tr>
        </thead>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the view takes the keys for the whole board */}
        <tbody onClick={onClick}>
          {above > 0 && <Space height={above} columns={layout.shown.length} />}
          {inSight.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const shared = {
              rowKey: row.key,
              index,
              id: `${id}-${index}`,
              selected: row.key === selected,
              focused: row.key === cursor,
            };
            return row.kind === 'feed' ? (
              <FeedHeadRow
                key={row.key}
                {...shared}
                feedId={row.feedId}
                collapsed={row.collapsed}
                columns={layout.shown.length}
              />
            ) : (
              <ChannelRow key={row.key} {...shared} columns={layout.shown} />
            );
          })}
          {below > 0 && <Space height={below} columns={layout.shown.length} />}
        </tbody>
      </table>
      {rows.length === 0 && empty}
    </div>
  );
}

function HeadCell({ column, layout }: { readonly column: BoardColumn; readonly layout: BoardLayout }) {
  const sorted = layout.sort?.column === column.id ? layout.sort : null;
  const className = [
    column.id === 'state' ? 'gl' : '',
    column.right === true ? 'r' : '',
    column.id === 'timeline' ? 'last' : '',
  ];
  return (
    <th
      scope="col"
      className={className.join(' ')}
      title={column.name}
      aria-sort={sorted === null ? undefined : sorted.descending ? 'descending' : 'ascending'}
    >
      {column.id === 'timeline' ? (
        <TimelineHead />
      ) : column.sortable === true ? (
        <button type="button" onClick={() => layout.sortBy(column.id)}>
          {column.head}
          {sorted !== null && <Arrow to={sorted.descending ? 'down' : 'up'} />}
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}

/** The times that stand over the strips' lines; they move with the clock. */
function TimelineHead() {
  useSecond();
  const nowMs = Date.now();
  return (
    <span className="tlh">
      {[15, 10, 5].map((minutes) => (
        <span key={minutes}>{new Date(nowMs - minutes * 60_000).toISOString().slice(11, 16)}</span>
      ))}
      <span>now</span>
    </span>
  );
}

function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr className="space">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
