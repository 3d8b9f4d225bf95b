/** Everything at once: totals, positions, open orders; on a wide window exposure and executions too. */
import { CheckCheck, ListOrdered } from 'lucide-react';
import { useMemo } from 'react';
import { useWide } from '../../store/look.ts';
import { usePracticeAccounts } from '../../store/practice.ts';
import { useSettings } from '../../store/settings.ts';
import { DetailsDrawer } from '../../tables/details-drawer.tsx';
import { NoRows } from '../../tables/no-rows.tsx';
import { Panel } from '../../tables/panel.tsx';
import { useDetails } from '../../tables/use-details.ts';
import { useGrid } from '../../tables/use-grid.ts';
import { executionTable } from '../executions/execution-table.tsx';
import { isOpenOrder, orderTable } from '../orders/order-table.tsx';
import { isOpenPosition, positionTable } from '../positions/position-table.tsx';
import { SideColumn } from './side-column.tsx';
import { Totals } from './totals.tsx';

const orders = orderTable('overview-orders');
const executions = executionTable('overview-executions', true);
const everything = () => true;

export function OverviewView() {
  const currency = useSettings((settings) => settings.currency);
  const positions = useMemo(() => positionTable('overview-positions', currency), [currency]);
  const details = useDetails();
  const practice = usePracticeAccounts();
  const wide = useWide();
  const select = useMemo(
    () => ({
      positions: details.selectIn(positions.id),
      orders: details.selectIn(orders.id),
      executions: details.selectIn(executions.id),
    }),
    [details, positions.id],
  );
  const positionGrid = useGrid(positions, {
    include: isOpenPosition,
    selected: details.keyIn(positions.id),
    select: select.positions,
  });
  const orderGrid = useGrid(orders, {
    include: isOpenOrder,
    selected: details.keyIn(orders.id),
    select: select.orders,
  });
  const executionGrid = useGrid(executions, {
    include: everything,
    selected: details.keyIn(executions.id),
    select: select.executions,
  });

  return (
    <>
      <Totals />
      <div className="split">
        <div className="col grow">
          <Panel
            grid={positionGrid}
            title="Positions"
            practice={practice}
            empty={<NoRows grid={positionGrid} topic="position" title="No open positions" />}
            showRaw={details.showRaw}
          />
          <Panel
            grid={orderGrid}
            title="Open orders"
            practice={practice}
            empty={<NoRows grid={orderGrid} topic="order" title="No open orders" picture={ListOrdered} />}
            showRaw={details.showRaw}
          />
          {!wide && (
            <div className="if-room">
              <Panel
                grid={executionGrid}
                title="Executions"
                practice={practice}
                fill
                empty={
                  <NoRows
                    grid={executionGrid}
                    topic="execution"
                    title="No executions since Vigil started"
                    picture={CheckCheck}
                  />
                }
                showRaw={details.showRaw}
              />
            </div>
          )}
        </div>
        {details.key !== null && details.table === positions.id && (
          <DetailsDrawer
            spec={positions}
            rowKey={details.key}
            rawAsked={details.rawAsked}
            onClose={details.close}
          />
        )}
        {details.key !== null && details.table === orders.id && (
          <DetailsDrawer
            spec={orders}
            rowKey={details.key}
            rawAsked={details.rawAsked}
            onClose={details.close}
          />
        )}
        {details.key !== null && details.table === executions.id && (
          <DetailsDrawer
            spec={executions}
            rowKey={details.key}
            rawAsked={details.rawAsked}
            onClose={details.close}
          />
        )}
        {wide && details.key === null && <SideColumn />}
      </div>
    </>
  );
}
