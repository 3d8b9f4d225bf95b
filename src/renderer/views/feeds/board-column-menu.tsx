/** Which columns the board shows. */
import { Check, Lock } from 'lucide-react';
import { Icon } from '../../ui/icon.tsx';
import { type Anchor, Float } from '../../ui/menu.tsx';
import { type BoardColumn, type BoardLayout, boardColumns } from './board-columns.ts';

export interface BoardColumnMenuProps {
  readonly layout: BoardLayout;
  readonly anchor: Anchor;
  readonly onClose: () => void;
}

export function BoardColumnMenu({ layout, anchor, onClose }: BoardColumnMenuProps) {
  const all: readonly BoardColumn[] = boardColumns;
  const first = all.find((column) => column.locked !== true)?.id;
  return (
    <Float anchor={anchor} label="Columns" align="end" width={224} onClose={onClose}>
      <div className="mt">
        Columns
        <span className="grow" />
        <button type="button" className="link" disabled={!layout.isChanged} onClick={layout.reset}>
          Reset
        </button>
      </div>
      {all.map((column) => {
        const on = layout.shown.includes(column);
        return column.locked === true ? (
          <div key={column.id} className="mi">
            <span className="ck lock">
              <Icon of={Lock} />
            </span>
            <span className="grow">{column.name ?? column.head}</span>
            <span className="dim">always</span>
          </div>
        ) : (
          <button
            key={column.id}
            type="button"
            // biome-ignore lint/a11y/noAutofocus: the menu has just been asked for
            autoFocus={column.id === first}
            className="mi"
            role="menuitemcheckbox"
            aria-checked={on}
            onClick={() => layout.toggle(column.id)}
          >
            <span className={on ? 'ck on' : 'ck'}>{on && <Icon of={Check} />}</span>
            <span className={on ? 'grow' : 'grow mid'}>{column.name ?? column.head}</span>
          </button>
        );
      })}
    </Float>
  );
}
