/** Open orders with those that closed a moment ago, and all recent ones. */
import { ListOrdered } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { OrderView } from '../../../preload/contract/views.ts';
import { mainNowMs } from '../../store/main-clock.ts';
import { isInScope, useScope } from '../../store/navigation.ts';
import { usePracticeAccounts } from '../../store/practice.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import type { DetailedSpec } from '../../tables/column.ts';
import { DetailsDrawer } from '../../tables/details-drawer.tsx';
import { NoRows } from '../../tables/no-rows.tsx';
import { Panel } from '../../tables/panel.tsx';
import { useDetails } from '../../tables/use-details.ts';
import { useGrid } from '../../tables/use-grid.ts';
import { Tabs } from '../../tables/view-title.tsx';
import { isOpenOrder, orderTable, recentOrderTable } from './order-table.tsx';

const openOrders = orderTable('orders');
const recentOrders = recentOrderTable('recent-orders');
const keptMs = 15 * 60_000;
const nothing = () => false;

export function OrdersView() {
  const [tab, setTab] = useState<'open' | 'recent'>('open');
  const counts = useCounts();
  const tabs = (
    <Tabs
      label="Orders"
      current={tab}
      onChoose={setTab}
      tabs={[
        { id: 'open', label: 'Open', count: counts.open },
        { id: 'recent', label: 'Recent', count: counts.recent },
      ]}
    />
  );
  return tab === 'open' ? (
    <Orders
      key="open"
      spec={openOrders}
      title="Open orders"
      tabs={tabs}
      include={isOpenOrder}
      includeClosed={closedJustNow}
      none="No open orders"
    />
  ) : (
    <Orders
      key="recent"
      spec={recentOrders}
      title="Recent orders"
      tabs={tabs}
      include={isClosed}
      includeClosed={nothing}
      none="No order has closed since Vigil started"
    />
  );
}

interface OrdersProps {
  readonly spec: DetailedSpec<'order'>;
  readonly title: string;
  readonly tabs: ReactNode;
  readonly include: (row: OrderView) => boolean;
  readonly includeClosed: (row: OrderView) => boolean;
  readonly none: string;
}

function Orders({ spec, title, tabs, include, includeClosed, none }: OrdersProps) {
  const details = useDetails();
  const practice = usePracticeAccounts();
  const select = useMemo(() => details.selectIn(spec.id), [details, spec.id]);
  const grid = useGrid(spec, { include, includeClosed, selected: details.keyIn(spec.id), select });
  return (
    <div className="split">
      <div className="col grow">
        <Panel
          grid={grid}
          title={title}
          tabs={tabs}
          practice={practice}
          fill
          empty={<NoRows grid={grid} topic="order" picture={ListOrdered} title={none} />}
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
  const scope = useScope();
  const rows = rowsOf(tables.order).filter((row) => isInScope(row, scope));
  const open = rows.filter(isOpenOrder).length;
  return { open, recent: rows.length - open };
}
