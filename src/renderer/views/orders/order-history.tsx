/** What became of one order: its fills, newest first, and when it was accepted. */
import type { ExecutionRow } from '../../../preload/contract/rows.ts';
import type { OrderView } from '../../../preload/contract/views.ts';
import { plainFigure } from '../../format/decimal.ts';
import { preciseTime } from '../../format/time.ts';
import type { InstrumentFacts } from '../../store/instruments.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';

export interface OrderHistoryProps {
  readonly order: OrderView;
  readonly facts: InstrumentFacts | null;
}

const most = 20;

export function OrderHistory({ order, facts }: OrderHistoryProps) {
  useVersion(tables.execution);
  const fills = rowsOf(tables.execution)
    .filter((row) => row.venue === order.venue && row.account === order.account && row.orderId === order.id)
    .sort((a, b) => timeOf(b).localeCompare(timeOf(a)))
    .slice(0, most);
  if (fills.length === 0 && order.createdAt === null) return null;
  return (
    <>
      <div className="sec">History</div>
      <dl className="fl history">
        {fills.map((fill) => (
          <div key={fill.id} className="fr">
            <dt>{preciseTime(timeOf(fill), Date.now())}</dt>
            <dd>{words(fill, facts)}</dd>
          </div>
        ))}
        {order.createdAt !== null && (
          <div className="fr">
            <dt>{preciseTime(order.createdAt, Date.now())}</dt>
            <dd>created</dd>
          </div>
        )}
      </dl>
    </>
  );
}

function timeOf(row: ExecutionRow): string {
  return row.updatedAt ?? row.receivedAt;
}

function words(fill: ExecutionRow, facts: InstrumentFacts | null): string {
  const size = fill.size === null ? '?' : plainFigure(fill.size, { places: facts?.sizePlaces ?? 0 });
  const price = fill.price === null ? '?' : plainFigure(fill.price, { places: facts?.pricePlaces ?? 0 });
  return `${size} at ${price}${fill.liquidity === null ? '' : `, ${fill.liquidity}`}`;
}
