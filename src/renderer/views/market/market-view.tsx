/** One market in full: the list to choose from, its candles, its book and its trades. */
import { ChartCandlestick } from 'lucide-react';
import { useEffect } from 'react';
import { navigate, usePlace } from '../../store/navigation.ts';
import { rowsOf, tables } from '../../store/tables.ts';
import { Empty } from '../../ui/empty.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { DepthPanel } from './depth-panel.tsx';
import { MarketHeader } from './market-header.tsx';
import { MarketList } from './market-list.tsx';
import { type MarketName, watchMarket } from './market-store.ts';
import { firstMarket, type MarketEntry, type MarketGroup } from './markets.ts';
import { selectMarket, useSelectedMarket } from './selected-market.ts';
import { TradesPanel } from './trades-panel.tsx';
import { useMarketGroups } from './use-market-groups.ts';
import './market.css';

export function MarketView() {
  const groups = useMarketGroups();
  const selected = useSelectedMarket();
  const { target } = usePlace();

  useEffect(() => {
    if (target?.venue !== undefined && target.symbol !== undefined) {
      selectMarket({ venue: target.venue, symbol: target.symbol });
    }
  }, [target]);

  useEffect(() => {
    if (selected !== null) return;
    const first = firstMarket(groups, rowsOf(tables.position));
    if (first !== null) selectMarket(first);
  }, [selected, groups]);

  const isOpen = groups.some((group) => group.markets.some((market) => isSame(market, selected)));
  // Main can only send a market that an open feed has, so it is asked again once one has it.
  useEffect(() => (selected === null || !isOpen ? undefined : watchMarket(selected)), [selected, isOpen]);

  return (
    <div className="split market">
      <MarketList groups={groups} selected={selected} />
      {selected === null ? (
        <div className="col grow vr">
          <Empty
            picture={<Icon of={ChartCandlestick} />}
            title="No market is open"
            text="Markets come from the venues that are connected."
            action={{ label: 'Show the feeds', run: () => navigate('feeds') }}
          />
        </div>
      ) : (
        <MarketParts key={`${selected.venue} ${selected.symbol}`} name={selected} groups={groups} />
      )}
    </div>
  );
}

function isSame(market: MarketEntry, name: MarketName | null): boolean {
  return name !== null && market.venue === name.venue && market.symbol === name.symbol;
}

function MarketParts({ name, groups }: { name: MarketName; groups: readonly MarketGroup[] }) {
  const group = groups.find((one) => one.venue === name.venue);
  const entry: MarketEntry | null = group?.markets.find((one) => one.symbol === name.symbol) ?? null;
  return (
    <>
      <div className="col grow vr">
        <MarketHeader
          name={name}
          entry={entry}
          venueName={group?.name ?? name.venue}
          practice={group?.practice ?? false}
        />
        <ChartPanel name={name} entry={entry} />
      </div>
      <div className="market-side vr">
        <DepthPanel name={name} entry={entry} />
        <TradesPanel name={name} entry={entry} />
      </div>
    </>
  );
}
