/** Every market by venue, with a box to find one; the arrow keys walk through them. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useDensity } from '../../store/look.ts';
import { navigate } from '../../store/navigation.ts';
import { channelOf, marketChannel } from '../../store/row-health.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useViewKeys } from '../view-keys.ts';
import { MarketListHead } from './market-list-head.tsx';
import { nextSort } from './market-order.ts';
import { MarketRow } from './market-row.tsx';
import type { MarketName } from './market-store.ts';
import { findMarkets, type MarketEntry, type MarketGroup } from './markets.ts';
import { pricedBy } from './priced-by.ts';
import { selectMarket } from './selected-market.ts';
import { useMarketOrder, useMarketSort } from './use-market-order.ts';

type ListRow =
  | { readonly kind: 'group'; readonly group: MarketGroup }
  | { readonly kind: 'market'; readonly market: MarketEntry };

export interface MarketListProps {
  readonly groups: readonly MarketGroup[];
  readonly selected: MarketName | null;
}

export function MarketList({ groups, selected }: MarketListProps) {
  const [sort, setSort] = useMarketSort();
  const [search, setSearch] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const rowPx = useDensity() === 'comfortable' ? 30 : 24;
  const steppedMs = useRef(Number.NEGATIVE_INFINITY);
  const isBusy = useCallback(
    () => list.current?.matches(':hover') === true || performance.now() - steppedMs.current < calmMs,
    [],
  );
  const order = useMarketOrder(groups, sort, isBusy);
  const rows = useMemo(() => listRows(findMarkets(order, search)), [order, search]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept sizes are those of the old row height
  useEffect(() => virtual.measure(), [virtual, rowPx]);

  const at = rows.findIndex((row) => row.kind === 'market' && isSame(row.market, selected));

  function step(key: string): boolean {
    const next = walk(key, rows, at);
    const row = next === null ? undefined : rows[next];
    if (next === null || row?.kind !== 'market') return false;
    steppedMs.current = performance.now();
    selectMarket(row.market);
    virtual.scrollToIndex(next);
    return true;
  }

  useViewKeys((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === '/') {
      box.current?.focus();
      return true;
    }
    if (event.key === 'f' && selected !== null) return showFeed(selected);
    if (event.key === 's') {
      setSort(nextSort(sort));
      return true;
    }
    return step(event.key);
  });

  function onSearchKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && search !== '') setSearch('');
    else if (event.key === 'Escape') list.current?.focus();
    else if (event.key === 'Enter') {
      const first = rows.find((row) => row.kind === 'market');
      if (first?.kind === 'market') selectMarket(first.market);
      list.current?.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const items = virtual.getVirtualItems();
  return (
    <section className="col market-list" aria-label="Markets">
      <div className="tb">
        <label className="inp sm grow">
          <Icon of={Search} />
          <input
            ref={box}
            className="grow"
            placeholder="Find a market"
            aria-label="Find a market"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={onSearchKey}
          />
          <kbd>/</kbd>
        </label>
      </div>
      <MarketListHead sort={sort} onSort={setSort} />
      {rows.length === 0 ? (
        <Empty
          picture={<Icon of={Search} />}
          title={search === '' ? 'No markets yet' : `No market matches “${search}”`}
          text={
            search === ''
              ? 'They appear as soon as a venue has named them, within seconds of connecting.'
              : 'A part of the symbol or of the venue’s name is enough.'
          }
          {...(search === '' ? {} : { action: { label: 'Show all markets', run: () => setSearch('') } })}
        />
      ) : (
        <div
          ref={list}
          className="market-list-body"
          role="listbox"
          tabIndex={0}
          aria-label="Markets"
          aria-activedescendant={at < 0 ? undefined : `market-${at}`}
        >
          <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const style = { height: rowPx, transform: `translateY(${item.start}px)` };
              return row.kind === 'group' ? (
                <div
                  key={`group ${row.group.venue}`}
                  className="market-group"
                  role="presentation"
                  style={style}
                >
                  <span>{row.group.name}</span>
                  <span className="grow" />
                  <span className="dim">{row.group.markets.length}</span>
                </div>
              ) : (
                <MarketRow
                  key={`${row.market.venue} ${row.market.symbol}`}
                  id={`market-${item.index}`}
                  market={row.market}
                  selected={item.index === at}
                  style={style}
                />
              );
            })}
          </div>
        </div>
      )}
    </section>
  );
}

function showFeed(name: MarketName): boolean {
  const channel = channelOf(marketChannel(name, 'trade')) ?? channelOf(pricedBy(name));
  if (channel === null) return false;
  navigate('feeds', { feedId: channel.feedId, channelId: channel.id });
  return true;
}

function listRows(groups: readonly MarketGroup[]): readonly ListRow[] {
  return groups.flatMap((group) => [
    { kind: 'group' as const, group },
    ...group.markets.map((market) => ({ kind: 'market' as const, market })),
  ]);
}

function isSame(market: MarketEntry, name: MarketName | null): boolean {
  return name !== null && market.venue === name.venue && market.symbol === name.symbol;
}

/** The index of the market that a key leads to; null where it leads nowhere. */
function walk(key: string, rows: readonly ListRow[], at: number): number | null {
  const markets = rows.flatMap((row, index) => (row.kind === 'market' ? [index] : []));
  const position = markets.indexOf(at);
  const last = markets.length - 1;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(last, position + 1),
    ArrowUp: Math.max(0, position - 1),
    PageDown: Math.min(last, position + 10),
    PageUp: Math.max(0, position - 10),
    Home: 0,
    End: last,
  };
  const target = targets[key];
  return target === undefined ? null : (markets[target] ?? null);
}

/** How long the rows keep their places for somebody who walks through them. */
const calmMs = 5000;
