/** Which order the list of markets has now: chosen and remembered, calm while a person is busy in it. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isStale } from '../../format/health.ts';
import { worstChannel } from '../../store/row-health.ts';
import { rememberLayout, useSettings } from '../../store/settings.ts';
import { tables } from '../../store/tables.ts';
import { type MarketSort, marketColumns, orderMarkets, usualSort } from './market-order.ts';
import type { MarketGroup } from './markets.ts';
import { pricedBy } from './priced-by.ts';

const table = 'markets';
const resortMs = 2000;

export function useMarketSort(): readonly [MarketSort, (next: MarketSort) => void] {
  const stored = useSettings((settings) => settings.tables[table]?.sort) ?? usualSort;
  const sort = marketColumns.some(({ id }) => id === stored.column) ? stored : usualSort;
  return [sort, remember];
}

function remember(sort: MarketSort): void {
  rememberLayout(table, { columns: marketColumns.map(({ id }) => id), widths: {}, sort });
}

export function useMarketOrder(
  groups: readonly MarketGroup[],
  sort: MarketSort,
  isBusy: () => boolean,
): readonly MarketGroup[] {
  const [order, setOrder] = useState(() => orderMarkets(groups, sort, instrument, []));
  const sorted = useRef(sort);

  const arrange = useCallback(
    (holds: (group: MarketGroup) => boolean) =>
      setOrder((before) => {
        const after = orderMarkets(groups, sort, instrument, before.filter(holds));
        return isSame(before, after) ? before : after;
      }),
    [groups, sort],
  );

  useLayoutEffect(() => {
    // A new order is the person's wish and comes at once; a new market moves no other.
    const isWished = sorted.current !== sort;
    sorted.current = sort;
    arrange(() => !isWished);
  }, [arrange, sort]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !isBusy()) arrange(hasOldPrices);
    }, resortMs);
    return () => clearInterval(timer);
  }, [arrange, isBusy]);

  return order;
}

function instrument(key: string) {
  return tables.instrument.row(key);
}

/** Old values would decide the order. */
function hasOldPrices({ markets }: MarketGroup): boolean {
  return markets.some((market) => {
    const channel = worstChannel([pricedBy(market)]);
    return channel !== null && isStale(channel.state);
  });
}

function isSame(before: readonly MarketGroup[], after: readonly MarketGroup[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ venue, name, practice, markets }, at) => {
      const other = after[at];
      return (
        other?.venue === venue &&
        other.name === name &&
        other.practice === practice &&
        other.markets.length === markets.length &&
        other.markets.every((market, place) => market === markets[place])
      );
    })
  );
}
