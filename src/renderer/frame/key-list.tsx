/** Every key and what it does. */
import { Keys } from '../ui/keys.tsx';

const keys: readonly (readonly [keys: string, what: string])[] = [
  ['Ctrl 1…8', 'views, in the order of the rail'],
  ['Ctrl 0', 'settings'],
  ['Ctrl K', 'go to or find'],
  ['/', 'filter this table'],
  ['Esc', 'close, then clear the filter, then deselect'],
  ['↑ ↓', 'rows; also Page Up, Page Down, Home, End'],
  ['← →', 'columns'],
  ['Enter', 'details'],
  ['R', 'raw item'],
  ['S', 'sort by this column; in Market the next order'],
  ['C', 'columns'],
  ['Ctrl C', 'copy the cell'],
  ['Ctrl Shift C', 'copy the row'],
  ['Ctrl E', 'export CSV'],
  ['M', 'show in Market'],
  ['F', 'show its feed'],
  ['A', 'acknowledge'],
  ['P', 'pause alerts for 30 min, or resume'],
  ['T', 'theme'],
  ['D', 'row height'],
  ['+ −', 'in the chart: zoom; ← → candles, Page Up and Page Down move'],
  ['F6', 'rail, top bar, view, details, strip'],
  ['?', 'this sheet'],
];

export function KeyList() {
  return (
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
  );
}
