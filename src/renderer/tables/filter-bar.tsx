/** One search box, a chip for every filter, and how many rows are left. */
import { ChevronDown, Search, X } from 'lucide-react';
import { type RefObject, useState } from 'react';
import type { ShownTable, ShownTables } from '../store/shown-tables.ts';
import { rowsOf } from '../store/tables.ts';
import { Icon } from '../ui/icon.tsx';
import { type Anchor, Menu } from '../ui/menu.tsx';
import type { Filter } from './column.ts';
import { isFiltering, noFilter, toggleChoice } from './filter.ts';
import type { Grid } from './use-grid.ts';

export interface FilterBarProps<T extends ShownTable> {
  readonly grid: Grid<T>;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onLeave: () => void;
}

export function FilterBar<T extends ShownTable>({ grid, search, onLeave }: FilterBarProps<T>) {
  const { filter, order, closed, spec } = grid;
  const shown = order.keys.length + closed.keys.length;
  return (
    <div className="tb filters">
      <label className="inp sm find">
        <Icon of={Search} />
        <input
          ref={search}
          type="text"
          className="grow"
          aria-label={`Filter ${spec.many}`}
          placeholder={spec.searchHint}
          value={filter.text}
          spellCheck={false}
          onChange={(event) => grid.setFilter({ ...filter, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            if (filter.text !== '') grid.setFilter({ ...filter, text: '' });
            else onLeave();
          }}
        />
        {filter.text === '' && <kbd>/</kbd>}
      </label>
      {spec.filters.map((one) => (
        <FilterChip key={one.id} grid={grid} filter={one} />
      ))}
      {spec.groups !== undefined && <GroupChip grid={grid} groups={spec.groups} />}
      {isFiltering(filter) && (
        <button type="button" className="btn ghost sm" onClick={() => grid.setFilter(noFilter)}>
          Clear
        </button>
      )}
      <span className="grow" />
      <span className="dim" role="status">
        {shown} of {order.total + closed.total}
      </span>
    </div>
  );
}

interface GroupChipProps<T extends ShownTable> {
  readonly grid: Grid<T>;
  readonly groups: readonly string[];
}

function GroupChip<T extends ShownTable>({ grid, groups }: GroupChipProps<T>) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const choices = grid.spec.filters.filter(({ id }) => groups.includes(id));
  const current = choices.find(({ id }) => id === grid.grouping);
  return (
    <span className="chip">
      <button
        type="button"
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      >
        <em>Group by</em> {current?.label.toLowerCase() ?? 'nothing'}
        <Icon of={ChevronDown} />
      </button>
      {anchor !== null && (
        <Menu
          anchor={anchor}
          label="Group by"
          width={168}
          onClose={() => setAnchor(null)}
          groups={[
            [
              {
                id: 'nothing',
                label: 'Nothing',
                checked: current === undefined,
                run: () => grid.setGrouping(null),
              },
              ...choices.map(({ id, label }) => ({
                id,
                label,
                checked: id === grid.grouping,
                run: () => grid.setGrouping(id),
              })),
            ],
          ]}
        />
      )}
    </span>
  );
}

interface FilterChipProps<T extends ShownTable> {
  readonly grid: Grid<T>;
  readonly filter: Filter<ShownTables[T]>;
}

function FilterChip<T extends ShownTable>({ grid, filter }: FilterChipProps<T>) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const chosen = grid.filter.chosen[filter.id] ?? [];
  const clear = () => grid.setFilter({ ...grid.filter, chosen: { ...grid.filter.chosen, [filter.id]: [] } });
  return (
    <span className="chip">
      <button
        type="button"
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      >
        <em>{filter.label}</em> {chosen.length === 0 ? 'any' : chosen.join(', ')}
        {chosen.length === 0 && <Icon of={ChevronDown} />}
      </button>
      {chosen.length > 0 && (
        <button type="button" aria-label={`Any ${filter.label.toLowerCase()}`} onClick={clear}>
          <Icon of={X} />
        </button>
      )}
      {anchor !== null && (
        <Menu
          anchor={anchor}
          label={filter.label}
          width={168}
          onClose={() => setAnchor(null)}
          groups={[
            valuesOf(grid, filter, chosen).map((value) => ({
              id: value,
              label: value,
              checked: chosen.includes(value),
              run: () => grid.setFilter(toggleChoice(grid.filter, filter.id, value)),
            })),
          ]}
        />
      )}
    </span>
  );
}

function valuesOf<T extends ShownTable>(
  grid: Grid<T>,
  filter: Filter<ShownTables[T]>,
  chosen: readonly string[],
): readonly string[] {
  const values = new Set(chosen);
  for (const row of rowsOf(grid.spec.table)) {
    const value = filter.of(row);
    if (value !== null) values.add(value);
  }
  return [...values].sort();
}
