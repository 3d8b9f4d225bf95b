/** The table of executions: its columns, channels, filters and details. */
import type { ExecutionRow } from '../../../preload/contract/rows.ts';
import { columnTime, fullTime, localTime, shortTime } from '../../format/time.ts';
import type { InstrumentFacts } from '../../store/instruments.ts';
import { accountChannel } from '../../store/row-health.ts';
import { tables } from '../../store/tables.ts';
import { venueName } from '../../store/venues.ts';
import type { CellContext, Column, DetailedSpec, Details } from '../../tables/column.ts';
import { numeric } from '../../tables/order.ts';
import {
  accountCell,
  accountName,
  ageCell,
  Price,
  sideCell,
  sizeUnit,
  stateCell,
  symbolCell,
} from '../../tables/usual-columns.tsx';
import { Amount } from '../../ui/amount.tsx';
import { SideMark } from '../../ui/side.tsx';

/** `brief`: fewer columns and times without milliseconds, where the table is one of several. */
export function executionTable(id: string, brief: boolean): DetailedSpec<'execution'> {
  return {
    id,
    table: tables.execution,
    one: 'execution',
    many: 'executions',
    columns: columns(brief),
    sort: { column: 'time', descending: true },
    sortNote: 'newest first',
    own: (row) => accountChannel(row, 'execution'),
    search: (row) => [accountName(row), row.symbol, row.side, row.kind, row.id, row.orderId].join(' '),
    searchHint: 'Symbol, account, order ID',
    groups: ['account', 'venue'],
    filters: [
      { id: 'account', label: 'Account', of: accountName },
      { id: 'venue', label: 'Venue', of: ({ venue }) => venueName(venue) },
      { id: 'side', label: 'Side', of: (row) => (row.side === null ? null : sides[row.side]) },
      { id: 'kind', label: 'Kind', of: (row) => kinds[row.kind] },
      { id: 'liquidity', label: 'Liquidity', of: (row) => row.liquidity },
    ],
    details,
  };
}

const sides = { buy: 'Buy', sell: 'Sell' } as const;
const kinds = {
  trade: 'Trade',
  funding: 'Funding',
  settlement: 'Settlement',
  liquidation: 'Liquidation',
  adl: 'ADL',
} as const;

function columns(brief: boolean): readonly Column<ExecutionRow>[] {
  const rare = brief ? ({ shown: 'never' } as const) : {};
  return [
    stateCell(),
    {
      id: 'time',
      head: 'Time',
      width: brief ? 76 : 98,
      pinned: true,
      cell: (row) => (
        <span className="mid" title={`${fullTime(timeOf(row))} UTC, ${localTime(timeOf(row))}`}>
          {brief ? shortTime(timeOf(row), Date.now()) : columnTime(timeOf(row), Date.now())}
        </span>
      ),
      text: timeOf,
      sort: timeOf,
    },
    accountCell(),
    { ...symbolCell<ExecutionRow>(true), width: 120, least: 110 },
    {
      id: 'kind',
      head: 'Kind',
      yields: 2,
      width: 84,
      ...rare,
      cell: (row) => <span className={row.kind === 'trade' ? 'mid' : ''}>{kinds[row.kind]}</span>,
      text: (row) => row.kind,
      sort: (row) => row.kind,
    },
    sideCell(),
    {
      id: 'price',
      head: 'Price',
      width: 110,
      least: 84,
      right: true,
      cell: (row, context) => <Price value={row.price} context={context} />,
      text: (row) => row.price,
      sort: (row) => numeric(row.price),
    },
    {
      id: 'size',
      head: 'Size',
      width: 110,
      least: 98,
      right: true,
      cell: (row, context) => <Size row={row} context={context} />,
      text: (row) => row.size,
      sort: (row) => numeric(row.size),
    },
    {
      id: 'fee',
      head: 'Fee',
      width: 126,
      right: true,
      // A fee is positive when paid and negative when received, so it has no ink of gain or loss.
      cell: (row, { room }) => <Amount value={row.fee} unit={row.feeCurrency ?? undefined} room={room} />,
      text: (row) => row.fee,
      sort: (row) => numeric(row.fee),
    },
    {
      id: 'fee-currency',
      head: 'Fee in',
      name: 'Fee currency',
      width: 64,
      shown: 'never',
      cell: (row) => row.feeCurrency ?? <span className="dim">–</span>,
      text: (row) => row.feeCurrency,
      sort: (row) => row.feeCurrency,
    },
    {
      id: 'liquidity',
      head: 'Liquidity',
      yields: 1,
      width: 80,
      cell: (row) => <span className="mid">{row.liquidity ?? '–'}</span>,
      text: (row) => row.liquidity,
      sort: (row) => row.liquidity,
    },
    {
      id: 'realised',
      head: 'Realised',
      name: 'Realised PnL',
      yields: 3,
      width: 132,
      right: true,
      ...rare,
      cell: (row, { facts, room }) => (
        <Amount value={row.realisedPnl} signed toned unit={facts?.settle ?? undefined} room={room} />
      ),
      text: (row) => row.realisedPnl,
      sort: (row) => numeric(row.realisedPnl),
    },
    {
      id: 'order-id',
      head: 'Order ID',
      width: 150,
      shown: 'never',
      cell: (row) => row.orderId ?? <span className="dim">–</span>,
      text: (row) => row.orderId,
      sort: (row) => row.orderId,
    },
    ageCell(),
  ];
}

function timeOf(row: ExecutionRow): string {
  return row.updatedAt ?? row.receivedAt;
}

function Size({ row, context }: { readonly row: ExecutionRow; readonly context: CellContext }) {
  const { facts, room } = context;
  return <Amount value={row.size} places={facts?.sizePlaces ?? 0} unit={sizeUnit(null, facts)} room={room} />;
}

function details(row: ExecutionRow, facts: InstrumentFacts | null): Details {
  const context: CellContext = { facts, room: undefined };
  return {
    title: (
      <>
        {row.symbol} <SideMark side={row.side} />
      </>
    ),
    tag: kinds[row.kind].toLowerCase(),
    summary: accountName(row),
    fields: [
      { label: 'Time', value: fullTime(timeOf(row)), from: null },
      { label: 'Price', value: <Price value={row.price} context={context} />, from: null },
      { label: 'Size', value: <Size row={row} context={context} />, from: null },
      { label: 'Fee', value: <Amount value={row.fee} unit={row.feeCurrency ?? undefined} />, from: null },
      { label: 'Liquidity', value: row.liquidity ?? '–', from: null },
      {
        label: 'Realised PnL',
        value: <Amount value={row.realisedPnl} signed toned unit={facts?.settle ?? undefined} />,
        from: null,
      },
      { label: 'Received', value: fullTime(row.receivedAt), from: null },
      { label: 'Order ID', value: <span title={row.orderId ?? ''}>{row.orderId ?? '–'}</span>, from: null },
      { label: 'Execution ID', value: <span title={row.id}>{row.id}</span>, from: null },
    ],
  };
}
