/** Which columns are shown: tick, drag or Alt with the arrows, reset. */
import { Check, GripVertical, Lock, Rows3 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { currentDensity, toggleDensity } from '../store/look.ts';
import type { ShownTable } from '../store/shown-tables.ts';
import { Icon } from '../ui/icon.tsx';
import { type Anchor, Float } from '../ui/menu.tsx';
import type { Column } from './column.ts';
import { isLocked } from './layout.ts';
import type { Grid } from './use-grid.ts';

export interface ColumnMenuProps<T extends ShownTable> {
  readonly grid: Grid<T>;
  readonly anchor: Anchor;
  readonly onClose: () => void;
}

export function ColumnMenu<T extends ShownTable>({ grid, anchor, onClose }: ColumnMenuProps<T>) {
  const { layout, spec } = grid;
  const [dragged, setDragged] = useState<string | null>(null);
  const hidden = spec.columns.filter((column) => !layout.chosen.includes(column));
  const all = [...layout.chosen.slice(0, -1), ...hidden, ...layout.chosen.slice(-1)];

  function onKeyDown(event: KeyboardEvent<HTMLElement>, column: { readonly id: string }): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const here = layout.chosen.findIndex(({ id }) => id === column.id);
    const target = layout.chosen[here + step];
    if (event.altKey && here >= 0 && target !== undefined) layout.move(column.id, target.id);
    else focusBeside(event.currentTarget, step);
  }

  return (
    <Float anchor={anchor} label="Columns" align="end" width={224} onClose={onClose}>
      <div className="mt">
        Columns
        <span className="grow" />
        <button type="button" className="link" disabled={!layout.isChanged} onClick={layout.reset}>
          Reset
        </button>
      </div>
      <div className="columns">
        {all.map((column, index) => {
          const on = layout.chosen.includes(column);
          if (isLocked(column.id)) return <LockedColumn key={column.id} name={nameOf(column)} />;
          return (
            <button
              key={column.id}
              type="button"
              // biome-ignore lint/a11y/noAutofocus: the menu has just been asked for
              autoFocus={index === 1}
              className={dragged === column.id ? 'mi hover' : 'mi'}
              role="menuitemcheckbox"
              aria-checked={on}
              draggable={on}
              onClick={() => layout.toggle(column.id)}
              onKeyDown={(event) => onKeyDown(event, column)}
              onDragStart={() => setDragged(column.id)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                if (dragged === null || dragged === column.id || !on) return;
                event.preventDefault();
                layout.move(dragged, column.id);
              }}
            >
              <span className={on ? 'ck on' : 'ck'}>{on && <Icon of={Check} />}</span>
              <span className={on ? 'grow' : 'grow mid'}>{nameOf(column)}</span>
              {on && !layout.shown.includes(column) && <span className="dim">no room now</span>}
              {on && <Icon of={GripVertical} />}
            </button>
          );
        })}
      </div>
      <div className="hr" />
      <button type="button" className="mi" onClick={toggleDensity}>
        <Icon of={Rows3} />
        <span className="grow">Row height</span>
        <span className="dim">{currentDensity() === 'compact' ? 'Compact' : 'Comfortable'}</span>
      </button>
    </Float>
  );
}

function LockedColumn({ name }: { readonly name: string }) {
  return (
    <div className="mi">
      <span className="ck lock">
        <Icon of={Lock} />
      </span>
      <span className="grow">{name}</span>
      <span className="dim">always</span>
    </div>
  );
}

function nameOf<R>(column: Column<R>): string {
  return column.name ?? column.head;
}

function focusBeside(from: HTMLElement, step: number): void {
  const items = [...(from.parentElement?.querySelectorAll<HTMLElement>('button') ?? [])];
  items[items.indexOf(from) + step]?.focus();
}
