/** The table of orders: its columns, channels and filters. */
import type { OrderView } from '../../../preload/contract/views.ts';
import { localTime, shortTime } from '../../format/time.ts';
import { accountChannel, marketChannel } from '../../store/row-health.ts';
import { tables } from '../../store/tables.ts';
import { venueName } from '../../store/venues.ts';
import type { Closed, Column, DetailedSpec } from '../../tables/column.ts';
import { numeric } from '../../tables/order.ts';
import {
  accountCell,
  accountName,
  ageCell,
  Price,
  sideCell,
  stateCell,
  symbolCell,
} from '../../tables/usual-columns.tsx';
import { Amount } from '../../ui/amount.tsx';
import {
  FillBar,
  Flags,
  filledShare,
  flagWords,
  Quantity,
  sentence,
  statusWords,
  ToMark,
  typeWords,
} from './order-cells.tsx';
import { orderDetails } from './order-details.tsx';

/** Open orders by their distance to the mark. */
export function orderTable(id: string): DetailedSpec<'order'> {
  return {
    id,
    table: tables.order,
    one: 'order',
    many: 'orders',
    columns,
    sort: { column: 'to-mark', descending: false },
    sortNote: 'nearest to the mark first',
    own: (row) => accountChannel(row, 'order'),
    mark: (row) => marketChannel(row, 'instrument'),
    closed,
    search: (row) => [accountName(row), row.symbol, row.side, row.type, row.id, row.clientId].join(' '),
    searchHint: 'Symbol, account, order ID',
    groups: ['account', 'venue'],
    filters: [
      { id: 'account', label: 'Account', of: accountName },
      { id: 'venue', label: 'Venue', of: ({ venue }) => venueName(venue) },
      { id: 'side', label: 'Side', of: (row) => (row.side === null ? null : sentence(row.side)) },
      { id: 'type', label: 'Type', of: (row) => (row.type === null ? null : typeWords(row.type)) },
    ],
    details: orderDetails,
  };
}

/** Closed orders, newest first. */
export function recentOrderTable(id: string): DetailedSpec<'order'> {
  return {
    ...orderTable(id),
    columns: columns.map((column) => (column.id === 'updated' ? recentUpdated : column)),
    sort: { column: 'updated', descending: true },
    sortNote: 'newest first',
  };
}

export function isOpenOrder(row: OrderView): boolean {
  return row.derived.closedMs === null;
}

function closed(row: OrderView): Closed | null {
  if (row.derived.closedMs === null) return null;
  const mark = row.status === 'filled' ? 'filled' : row.status === 'rejected' ? 'rejected' : 'cancelled';
  return { mark, at: row.updatedAt ?? row.receivedAt };
}

const updated = time('updated', 'Updated', (row) => row.updatedAt, 'Updated (venue)');
const recentUpdated: Column<OrderView> = { ...updated, head: 'Closed', name: 'Closed (venue)' };

const columns: readonly Column<OrderView>[] = [
  stateCell(),
  accountCell(),
  symbolCell(),
  sideCell(),
  {
    id: 'type',
    head: 'Type',
    width: 68,
    cell: (row) => (row.type === null ? <span className="dim">–</span> : typeWords(row.type)),
    text: (row) => row.type,
    sort: (row) => row.type,
  },
  price('price', 'Price', (row) => row.price),
  { ...price('trigger', 'Trigger', (row) => row.triggerPrice, 'Trigger price'), yields: 1 },
  {
    id: 'size',
    head: 'Size',
    width: 106,
    least: 94,
    flexible: true,
    right: true,
    cell: (row, { facts, room }) => <Quantity value={row.size} facts={facts} room={room} />,
    text: (row) => row.size,
    sort: (row) => numeric(row.size),
  },
  {
    id: 'filled',
    head: 'Filled',
    width: 134,
    least: 118,
    right: true,
    cell: (row, { facts, room }) => (
      <>
        <Amount
          value={row.filled}
          places={facts?.sizePlaces ?? 0}
          room={room === undefined ? undefined : { ...room, px: room.px - fillBarPx }}
        />
        <FillBar row={row} />
      </>
    ),
    text: (row) => row.filled,
    sort: (row) => filledShare(row),
    flash: (row) => row.filled,
  },
  {
    id: 'to-mark',
    head: 'To mark',
    width: 84,
    right: true,
    fromMark: true,
    cell: (row) => <ToMark row={row} />,
    text: (row) => row.derived.markDistance,
    // Which is nearer is asked, not which is above.
    sort: (row) => (row.derived.markDistance === null ? null : Math.abs(Number(row.derived.markDistance))),
  },
  {
    id: 'flags',
    head: 'Flags',
    yields: 2,
    width: 86,
    cell: (row) => <Flags row={row} />,
    text: (row) => flagWords(row),
    sort: (row) => flagWords(row),
  },
  {
    id: 'status',
    head: 'Status',
    yields: 4,
    width: 104,
    shown: 'wide',
    cell: (row) => (row.status === null ? <span className="dim">–</span> : statusWords(row.status)),
    text: (row) => row.status,
    sort: (row) => row.status,
  },
  { ...price('average', 'Average', (row) => row.averagePrice, 'Average price'), shown: 'never' },
  {
    id: 'client-id',
    head: 'Client ID',
    width: 140,
    shown: 'never',
    cell: (row) => row.clientId ?? <span className="dim">–</span>,
    text: (row) => row.clientId,
    sort: (row) => row.clientId,
  },
  { ...time('created', 'Created', (row) => row.createdAt), yields: 3 },
  { ...updated, shown: 'never' },
  ageCell(),
];

const fillBarPx = 40;

function price(
  id: string,
  head: string,
  of: (row: OrderView) => string | null,
  name?: string,
): Column<OrderView> {
  return {
    id,
    head,
    ...(name === undefined ? {} : { name }),
    width: 102,
    least: 84,
    right: true,
    cell: (row, context) => <Price value={of(row)} context={context} />,
    text: of,
    sort: (row) => numeric(of(row)),
  };
}

function time(
  id: string,
  head: string,
  of: (row: OrderView) => string | null,
  name?: string,
): Column<OrderView> {
  return {
    id,
    head,
    ...(name === undefined ? {} : { name }),
    width: 82,
    right: true,
    cell: (row) => {
      const iso = of(row);
      if (iso === null) return <span className="dim">–</span>;
      return (
        <span className="mid" title={localTime(iso)}>
          {shortTime(iso, Date.now())}
        </span>
      );
    },
    text: of,
    sort: of,
  };
}
