/** What can be done with one row, at the pointer. */
import { Braces, ChartCandlestick, Copy, ListFilter, PanelRight, RadioTower } from 'lucide-react';
import type { ShownTable } from '../store/shown-tables.ts';
import { Icon } from '../ui/icon.tsx';
import { Keys } from '../ui/keys.tsx';
import { Menu } from '../ui/menu.tsx';
import { showFeed, showMarket } from './grid-keys.ts';
import { copyCell, copyRow } from './grid-text.ts';
import type { Grid } from './use-grid.ts';

export interface RowMenuProps<T extends ShownTable> {
  readonly grid: Grid<T>;
  readonly at: { readonly x: number; readonly y: number };
  readonly showRaw: (() => void) | null;
  readonly onClose: () => void;
}

export function RowMenu<T extends ShownTable>({ grid, at, showRaw, onClose }: RowMenuProps<T>) {
  const key = grid.cursor?.key ?? null;
  const row = key === null ? undefined : grid.spec.table.row(key);
  const first = grid.spec.filters[0];
  const value = row === undefined ? null : (first?.of(row) ?? null);
  return (
    <Menu
      label="Row"
      width={232}
      anchor={{ left: at.x, right: at.x, top: at.y, bottom: at.y - 4 }}
      onClose={onClose}
      groups={[
        [
          {
            id: 'details',
            label: 'Details',
            icon: <Icon of={PanelRight} />,
            hint: <Keys of="Enter" />,
            run: () => grid.select(key),
          },
          {
            id: 'cell',
            label: 'Copy cell',
            icon: <Icon of={Copy} />,
            hint: <Keys of="Ctrl C" />,
            run: () => copyCell(grid),
          },
          {
            id: 'row',
            label: 'Copy row',
            icon: <Icon of={Copy} />,
            hint: <Keys of="Ctrl Shift C" />,
            run: () => copyRow(grid),
          },
          ...(showRaw === null
            ? []
            : [
                {
                  id: 'raw',
                  label: 'Raw item',
                  icon: <Icon of={Braces} />,
                  hint: <Keys of="R" />,
                  run: () => {
                    grid.select(key);
                    showRaw();
                  },
                },
              ]),
        ],
        [
          ...(first === undefined || value === null
            ? []
            : [
                {
                  id: 'only',
                  label: `Only ${value}`,
                  icon: <Icon of={ListFilter} />,
                  run: () =>
                    grid.setFilter({
                      ...grid.filter,
                      chosen: { ...grid.filter.chosen, [first.id]: [value] },
                    }),
                },
              ]),
          {
            id: 'market',
            label: 'Show in Market',
            icon: <Icon of={ChartCandlestick} />,
            hint: <Keys of="M" />,
            run: () => showMarket(grid),
          },
          {
            id: 'feed',
            label: 'Show its feed',
            icon: <Icon of={RadioTower} />,
            hint: <Keys of="F" />,
            run: () => showFeed(grid),
          },
        ],
      ]}
    />
  );
}
