/** Open orders with those that closed a moment ago, and all recent ones. */
import { ListOrdered } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { OrderView } from '../../../preload/contract/views.ts';
import { mainNowMs } from '../../store/main-clock.ts';
import { usePracticeAccounts } from '../../store/practice.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { DetailsDrawer } from '../../tables/details-drawer.tsx';
import { NoRows } from '../../tables/no-rows.tsx';
import { Panel } from '../../tables/panel.tsx';
import { useDetails } from '../../tables/use-details.ts';
import { useGrid } from '../../tables/use-grid.ts';
import { Tabs } from '../../tables/view-title.tsx';
import { isOpenOrder, orderTable } from './order-table.tsx';

const spec = orderTable('orders');
const keptMs = 15 * 60_000;
const nothing = () => false;

export function OrdersView() {
  const [tab, setTab] = useState<'open' | 'recent'>('open');
  const details = useDetails();
  const practice = usePracticeAccounts();
  const select = useMemo(() => details.selectIn(spec.id), [details]);
  const grid = useGrid(spec, {
    include: tab === 'open' ? isOpenOrder : nothing,
    includeClosed: tab === 'open' ? closedJustNow : isClosed,
    selected: details.keyIn(spec.id),
    select,
  });
  const counts = useCounts();
  return (
    <div className="split">
      <div className="col grow">
        <Panel
          grid={grid}
          title={tab === 'open' ? 'Open orders' : 'Recent orders'}
          tabs={
            <Tabs
              label="Orders"
              current={tab}
              onChoose={setTab}
              tabs={[
                { id: 'open', label: 'Open', count: counts.open },
                { id: 'recent', label: 'Recent', count: counts.recent },
              ]}
            />
          }
          practice={practice}
          fill
          empty={
            <NoRows
              grid={grid}
              topic="order"
              picture={ListOrdered}
              title={tab === 'open' ? 'No open orders' : 'No order has closed since Vigil started'}
            />
          }
          showRaw={details.showRaw}
        />
      </div>
      {details.key !== null && (
        <DetailsDrawer spec={spec} rowKey={details.key} rawAsked={details.rawAsked} onClose={details.close} />
      )}
    </div>
  );
}

function isClosed(row: OrderView): boolean {
  return !isOpenOrder(row);
}

function closedJustNow(row: OrderView): boolean {
  return row.derived.closedMs !== null && mainNowMs() - row.derived.closedMs < keptMs;
}

function useCounts(): { open: number; recent: number } {
  useVersion(tables.order);
  const rows = rowsOf(tables.order);
  const open = rows.filter(isOpenOrder).length;
  return { open, recent: rows.length - open };
}
