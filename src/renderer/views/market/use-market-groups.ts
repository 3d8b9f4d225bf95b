/** The markets of all venues, as their tables are now. */
import { useMemo } from 'react';
import { rowsOf, tables, useKeys } from '../../store/tables.ts';
import { type MarketGroup, marketGroups } from './markets.ts';

export function useMarketGroups(): readonly MarketGroup[] {
  const instruments = useKeys(tables.instrument);
  const channels = useKeys(tables.channel);
  const feeds = useKeys(tables.feed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for the rows that are read
  return useMemo(
    () =>
      marketGroups({
        instruments: instruments.flatMap((key) => {
          const row = tables.instrument.row(key);
          return row === undefined ? [] : [[key, row] as const];
        }),
        channels: rowsOf(tables.channel),
        feeds: rowsOf(tables.feed),
      }),
    [instruments, channels, feeds],
  );
}
