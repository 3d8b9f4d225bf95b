/** The head of the list of markets: each column sorts it, by pressing. */
import { Arrow } from '../../ui/glyph.tsx';
import { type MarketSort, marketColumns, sortedBy } from './market-order.ts';

export interface MarketListHeadProps {
  readonly sort: MarketSort;
  readonly onSort: (next: MarketSort) => void;
}

export function MarketListHead({ sort, onSort }: MarketListHeadProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="market-list-head" role="group" aria-label="Sort the markets">
      {marketColumns.map((column) => {
        const isSorted = sort.column === column.id;
        return (
          <button
            key={column.id}
            type="button"
            className={'right' in column ? 'r' : ''}
            aria-pressed={isSorted}
            aria-label={
              isSorted ? `${column.head}, ${sort.descending ? 'descending' : 'ascending'}` : column.head
            }
            title={`Sort by ${column.name}`}
            onClick={() => onSort(sortedBy(column.id, sort))}
          >
            {column.head}
            {isSorted && <Arrow to={sort.descending ? 'down' : 'up'} />}
          </button>
        );
      })}
    </div>
  );
}
