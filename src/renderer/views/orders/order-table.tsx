/** The table of orders: its columns, channels, filters and details. */
import type { OrderStatus } from '../../../preload/contract/rows.ts';
import type { OrderView } from '../../../preload/contract/views.ts';
import { percent, plainFigure } from '../../format/decimal.ts';
import { fullTime, localTime, shortTime } from '../../format/time.ts';
import type { InstrumentFacts } from '../../store/instruments.ts';
import { accountChannel, marketChannel } from '../../store/row-health.ts';
import { tables } from '../../store/tables.ts';
import type { CellContext, Closed, Column, Details, TableSpec } from '../../tables/column.ts';
import {
  accountCell,
  accountName,
  ageCell,
  numeric,
  Price,
  sizeUnit,
  stateCell,
  symbolCell,
} from '../../tables/usual-columns.tsx';
import { Amount } from '../../ui/amount.tsx';
import { SideMark } from '../../ui/side.tsx';
import { OrderHistory } from './order-history.tsx';

/** Open orders by their distance to the mark. */
export function orderTable(id: string): TableSpec<'order'> {
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
    filters: [
      { id: 'account', label: 'Account', of: accountName },
      { id: 'side', label: 'Side', of: (row) => (row.side === null ? null : sentence(row.side)) },
      { id: 'type', label: 'Type', of: (row) => (row.type === null ? null : typeWords(row.type)) },
    ],
    details,
  };
}

/** Closed orders, newest first. */
export function recentOrderTable(id: string): TableSpec<'order'> {
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
  {
    id: 'side',
    head: 'Side',
    width: 64,
    cell: (row) => <SideMark side={row.side} />,
    text: (row) => row.side,
    sort: (row) => row.side,
  },
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

function Quantity(props: {
  readonly value: string | null;
  readonly facts: InstrumentFacts | null;
  readonly room?: CellContext['room'];
}) {
  const { value, facts, room } = props;
  return <Amount value={value} places={facts?.sizePlaces ?? 0} unit={sizeUnit(null, facts)} room={room} />;
}

function FillBar({ row }: { readonly row: OrderView }) {
  return (
    <span className="fillbar" aria-hidden="true">
      <b style={{ width: `${Math.round(filledShare(row) * 100)}%` }} />
    </span>
  );
}

function filledShare(row: OrderView): number {
  const share = Number(row.filled ?? 0) / Number(row.size ?? 0);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

function ToMark({ row }: { readonly row: OrderView }) {
  if (row.derived.closedMs !== null) return <>{row.status === null ? 'closed' : statusWords(row.status)}</>;
  if (row.derived.markDistance === null) return <span className="dim">–</span>;
  return <>{percent(row.derived.markDistance, true)}</>;
}

function Flags({ row }: { readonly row: OrderView }) {
  return (
    <>
      {row.timeInForce !== null && <span className="dim">{row.timeInForce} </span>}
      {row.reduceOnly === true && (
        <span className="tag" title="Reduce only">
          RO
        </span>
      )}{' '}
      {row.postOnly === true && (
        <span className="tag" title="Post only">
          PO
        </span>
      )}
    </>
  );
}

function flagWords(row: OrderView): string {
  return [row.timeInForce, row.reduceOnly ? 'reduce only' : null, row.postOnly ? 'post only' : null]
    .filter((word) => word !== null)
    .join(' ');
}

function details(row: OrderView, facts: InstrumentFacts | null): Details {
  const context: CellContext = { facts, room: undefined };
  const flags = [row.reduceOnly ? 'reduce only' : null, row.postOnly ? 'post only' : null];
  return {
    title: (
      <>
        {row.symbol} <SideMark side={row.side} />
      </>
    ),
    tag: row.status === null ? null : statusWords(row.status),
    summary: [accountName(row), asked(row, facts), ...flags].filter((word) => word !== null).join(' · '),
    fields: [
      { label: 'Price', value: <Price value={row.price} context={context} />, from: 'own' },
      { label: 'Trigger price', value: <Price value={row.triggerPrice} context={context} />, from: 'own' },
      { label: 'Size', value: <Quantity value={row.size} facts={facts} />, from: 'own' },
      {
        label: 'Filled',
        value: (
          <>
            <Amount value={row.filled} places={facts?.sizePlaces ?? 0} />
            <FillBar row={row} />
          </>
        ),
        from: 'own',
      },
      { label: 'Remaining', value: <Quantity value={row.remaining} facts={facts} />, from: 'own' },
      { label: 'Average price', value: <Price value={row.averagePrice} context={context} />, from: 'own' },
      { label: 'To mark', value: <ToMark row={row} />, from: 'mark' },
      { label: 'Time in force', value: row.timeInForce ?? '–', from: null },
      { label: 'Created', value: row.createdAt === null ? '–' : fullTime(row.createdAt), from: null },
      { label: 'Changed', value: row.updatedAt === null ? '–' : fullTime(row.updatedAt), from: null },
      { label: 'Client ID', value: row.clientId ?? '–', from: null },
      { label: 'Order ID', value: <span title={row.id}>{row.id}</span>, from: null },
    ],
    more: <OrderHistory order={row} facts={facts} />,
  };
}

/** `limit 400.0 SOL at 189.500` */
function asked(row: OrderView, facts: InstrumentFacts | null): string {
  const price = row.price ?? row.triggerPrice;
  const size =
    row.size === null
      ? ''
      : ` ${plainFigure(row.size, { places: facts?.sizePlaces ?? 0 })} ${sizeUnit(null, facts) ?? ''}`;
  const at = price === null ? '' : ` at ${plainFigure(price, { places: facts?.pricePlaces ?? 0 })}`;
  return `${row.type === null ? 'order' : typeWords(row.type).toLowerCase()}${size}${at}`;
}

function statusWords(status: OrderStatus): string {
  return status === 'partially-filled' ? 'partly filled' : status;
}

function typeWords(type: string): string {
  return sentence(type.replaceAll('-', ' '));
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
