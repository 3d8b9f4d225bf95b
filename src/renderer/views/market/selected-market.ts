/** Which market the view shows; it stays chosen while other views are open. */
import { createValue, useValue } from '../../store/value.ts';
import type { MarketName } from './market-store.ts';

const selected = createValue<MarketName | null>(null);

export function selectMarket(name: MarketName): void {
  const before = selected.get();
  if (before?.venue === name.venue && before.symbol === name.symbol) return;
  selected.set({ venue: name.venue, symbol: name.symbol });
}

export function useSelectedMarket(): MarketName | null {
  return useValue(selected);
}
