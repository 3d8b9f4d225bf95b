/** The heads of a grid's columns: sort by pressing, move by dragging, size by the edge, fit by pressing twice. */
import { type DragEvent, type PointerEvent, useState } from 'react';
import type { ShownTable } from '../store/shown-tables.ts';
import { Arrow } from '../ui/glyph.tsx';
import { ageColumn, isLocked, stateColumn } from './layout.ts';
import type { Grid } from './use-grid.ts';

export interface GridHeadProps<T extends ShownTable> {
  readonly grid: Grid<T>;
  readonly pins: readonly (number | null)[];
  readonly fitColumn: (column: string) => void;
}

export function GridHead<T extends ShownTable>({ grid, pins, fitColumn }: GridHeadProps<T>) {
  const { shown, sort, resize, move, sortBy } = grid.layout;
  const [target, setTarget] = useState<string | null>(null);

  return (
    <thead>
      <tr aria-rowindex={1}>
        {shown.map((column, at) => {
          const left = pins[at] ?? null;
          const sorted = sort?.column === column.id;
          return (
            <th
              key={column.id}
              scope="col"
              className={headClass(column.id, column.right === true, left !== null, target === column.id)}
              style={left === null ? undefined : { left }}
              aria-colindex={at + 1}
              aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
              title={column.name}
              data-column={column.id}
              draggable={!isLocked(column.id)}
              onClick={() => sortBy(column.id)}
              onDragStart={(event) => event.dataTransfer.setData(dragType(grid.spec.id), column.id)}
              onDragOver={(event) => {
                if (!accepts(event, grid.spec.id) || isLocked(column.id)) return;
                event.preventDefault();
                setTarget(column.id);
              }}
              onDragLeave={() => setTarget(null)}
              onDrop={(event) => {
                setTarget(null);
                move(event.dataTransfer.getData(dragType(grid.spec.id)), column.id);
              }}
            >
              {column.id === stateColumn ? <span className="sr">State</span> : column.head}
              {sorted && <Arrow to={sort.descending ? 'down' : 'up'} />}
              {column.id !== stateColumn && column.id !== ageColumn && (
                <span
                  className="grip"
                  aria-hidden="true"
                  onPointerDown={(event) => startResize(event, (width) => resize(column.id, width))}
                  onClick={(event) => event.stopPropagation()}
                  onDoubleClick={(event) => {
                    event.stopPropagation();
                    fitColumn(column.id);
                  }}
                />
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function startResize(event: PointerEvent<HTMLElement>, resize: (width: number) => void): void {
  event.preventDefault();
  event.stopPropagation();
  const grip = event.currentTarget;
  const head = grip.parentElement;
  if (head === null) return;
  const startWidth = head.getBoundingClientRect().width;
  const startX = event.clientX;
  grip.setPointerCapture(event.pointerId);
  const onMove = (moved: globalThis.PointerEvent) => resize(startWidth + moved.clientX - startX);
  grip.addEventListener('pointermove', onMove);
  grip.addEventListener('lostpointercapture', () => grip.removeEventListener('pointermove', onMove), {
    once: true,
  });
}

// A drag type is lower-cased by the browser, so the table's id in it must be too.
function dragType(table: string): string {
  return `application/x-vigil-column-${table.toLowerCase()}`;
}

function accepts(event: DragEvent<HTMLElement>, table: string): boolean {
  return event.dataTransfer.types.includes(dragType(table));
}

function headClass(id: string, right: boolean, pinned: boolean, target: boolean): string {
  const names = [];
  if (id === stateColumn) names.push('gl');
  if (id === ageColumn) names.push('r', 'last', 'pin-end');
  if (right) names.push('r');
  if (pinned) names.push('pin');
  if (target) names.push('drop');
  return names.join(' ');
}
