/** The order of markets within their venues: by what was chosen, or held for a while. Pure. */
import type { InstrumentView } from '../../../preload/contract/views.ts';
import { compareBy, keepOrder, numeric, type SortValue } from '../../tables/order.ts';
import type { MarketEntry, MarketGroup } from './markets.ts';

export interface MarketSort {
  readonly column: string;
  readonly descending: boolean;
}

interface MarketColumn {
  readonly id: string;
  readonly head: string;
  readonly name: string;
  readonly right?: boolean;
  readonly value: (market: MarketEntry, row: InstrumentView | undefined) => SortValue;
}

export const marketColumns = [
  { id: 'market', head: 'Market', name: 'name', value: ({ symbol }) => symbol },
  {
    id: 'last',
    head: 'Last',
    name: 'last price',
    right: true,
    value: (_, row) => numeric(row?.lastPrice ?? null),
  },
  {
    id: 'change',
    head: '24 h, %',
    name: 'change in 24 hours',
    right: true,
    value: (_, row) => numeric(row?.derived.change24hPercent ?? null),
  },
] as const satisfies readonly MarketColumn[];

export const usualSort: MarketSort = { column: 'market', descending: false };

/** Pressing a head sorts by it, and once more turns the order round. */
export function sortedBy(column: string, now: MarketSort): MarketSort {
  return { column, descending: now.column === column && !now.descending };
}

/** Every order there is, one after another. */
export function nextSort(now: MarketSort): MarketSort {
  if (!now.descending) return { ...now, descending: true };
  const at = marketColumns.findIndex(({ id }) => id === now.column);
  const next = marketColumns[(at + 1) % marketColumns.length] ?? marketColumns[0];
  return { column: next.id, descending: false };
}

/** The order of a group in `held` stays; what is new in it goes where it belongs. */
export function orderMarkets(
  groups: readonly MarketGroup[],
  sort: MarketSort,
  instrument: (key: string) => InstrumentView | undefined,
  held: readonly MarketGroup[],
): readonly MarketGroup[] {
  const column = marketColumns.find(({ id }) => id === sort.column) ?? marketColumns[0];
  return groups.map((group) => {
    const markets = new Map(group.markets.map((market) => [market.symbol, market]));
    const values = new Map(
      group.markets.map((market) => [
        market.symbol,
        column.value(market, instrument(market.instrumentKey ?? '')),
      ]),
    );
    const compare = compareBy((symbol) => values.get(symbol) ?? null, sort.descending);
    const symbols = [...markets.keys()];
    const before = held.find(({ venue }) => venue === group.venue)?.markets;
    const ordered =
      before === undefined
        ? symbols.sort(compare)
        : keepOrder(
            before.map(({ symbol }) => symbol),
            symbols,
            compare,
          );
    return { ...group, markets: ordered.flatMap((symbol) => markets.get(symbol) ?? []) };
  });
}
