/** All keys on one sheet. */
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';

const keys: readonly (readonly [keys: string, what: string])[] = [
  ['Ctrl 1…6', 'views, in the order of the rail'],
  ['Ctrl K', 'go to or find'],
  ['/', 'filter this table'],
  ['Esc', 'close, then clear the filter, then deselect'],
  ['↑ ↓', 'rows; also Page Up, Page Down, Home, End'],
  ['← →', 'columns'],
  ['Enter', 'details'],
  ['R', 'raw item'],
  ['S', 'sort by this column'],
  ['C', 'columns'],
  ['Ctrl C', 'copy the cell'],
  ['Ctrl Shift C', 'copy the row'],
  ['Ctrl E', 'export CSV'],
  ['M', 'show in Market'],
  ['F', 'show its feed'],
  ['T', 'theme'],
  ['D', 'row height'],
  ['F6', 'rail, top bar, view, details, strip'],
  ['?', 'this sheet'],
];

export function KeysSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="keys">
        {keys.map(([combination, what]) => (
          <div key={combination}>
            <dt>
              <Keys of={combination} />
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
