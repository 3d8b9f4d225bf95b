/** The table of positions: its columns, channels, filters and details. */
import type { PositionView } from '../../../preload/contract/views.ts';
import { fullTime } from '../../format/time.ts';
import type { InstrumentFacts } from '../../store/instruments.ts';
import { accountChannel, marketChannel } from '../../store/row-health.ts';
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
  stateCell,
  symbolCell,
} from '../../tables/usual-columns.tsx';
import { Amount } from '../../ui/amount.tsx';
import { Distance, Held, MarginMode, marginWords, Rounded, Size } from './position-cells.tsx';
import { whyNoNotional, whyNoPnl } from './unknown-figures.ts';

/** The columns name the display currency, so there is one table per currency. */
export function positionTable(id: string, currency: string): DetailedSpec<'position'> {
  return {
    id,
    table: tables.position,
    one: 'position',
    many: 'positions',
    columns: columns(currency),
    sort: { column: 'distance', descending: false },
    sortNote: 'nearest liquidation first',
    own: (row) => accountChannel(row, 'position'),
    mark: (row) => marketChannel(row, 'instrument'),
    search: (row) => `${accountName(row)} ${row.symbol ?? ''} ${row.side ?? ''}`,
    searchHint: 'Symbol, account',
    groups: ['account', 'venue'],
    filters: [
      { id: 'account', label: 'Account', of: accountName },
      { id: 'venue', label: 'Venue', of: ({ venue }) => venueName(venue) },
      {
        id: 'side',
        label: 'Side',
        of: ({ side }) => (side === null ? 'Unknown' : side === 'long' ? 'Long' : 'Short'),
      },
    ],
    details: (row, facts) => details(row, facts, currency),
  };
}

export function isOpenPosition(row: PositionView): boolean {
  return row.side !== 'flat';
}

function columns(currency: string): readonly Column<PositionView>[] {
  return [
    stateCell(),
    accountCell(),
    symbolCell(),
    { ...sideCell(), cell: (row) => <Held row={row} /> },
    {
      id: 'size',
      head: 'Size',
      width: 98,
      flexible: true,
      right: true,
      cell: (row, context) => <Size row={row} context={context} />,
      text: (row) => row.size,
      sort: (row) => numeric(row.size),
      flash: (row) => row.size,
    },
    {
      id: 'notional',
      head: `Notional, ${currency}`,
      yields: 2,
      width: 98,
      least: 92,
      right: true,
      fromMark: true,
      cell: (row, { room }) => (
        <Rounded
          value={row.derived.notionalDisplay}
          why={whyNoNotional(row, currency)}
          places={currency === 'BTC' ? 4 : 0}
          room={room}
        />
      ),
      text: (row) => row.derived.notionalDisplay,
      sort: (row) => numeric(row.derived.notionalDisplay),
    },
    price('entry', 'Entry', 96, (row) => row.entryPrice),
    { ...price('break-even', 'Break-even', 90, (row) => row.breakEvenPrice), shown: 'wide', yields: 4 },
    {
      ...price('mark', 'Mark', 90, (row) => row.markPrice),
      fromMark: true,
      flash: (row) => row.markPrice,
    },
    {
      id: 'pnl',
      head: `Open PnL, ${currency}`,
      width: 98,
      least: 92,
      right: true,
      fromMark: true,
      cell: (row, { room }) =>
        // Where no price leads to the display currency, its own is better than nothing.
        row.derived.unrealisedPnlDisplay === null && row.unrealisedPnl !== null ? (
          <Amount value={row.unrealisedPnl} signed toned unit={row.pnlCurrency ?? undefined} room={room} />
        ) : (
          <Rounded
            value={row.derived.unrealisedPnlDisplay}
            why={whyNoPnl(row, currency)}
            places={currency === 'BTC' ? 6 : 2}
            toned
            room={room}
          />
        ),
      text: (row) => row.derived.unrealisedPnlDisplay,
      sort: (row) => numeric(row.derived.unrealisedPnlDisplay),
    },
    { ...money('realised', 'Realised', 108, (row) => row.realisedPnl), shown: 'never' },
    { ...money('native-pnl', 'Native PnL', 118, (row) => row.unrealisedPnl), shown: 'never', fromMark: true },
    {
      ...price('liquidation', 'Liq. price', 92, (row) => row.liquidationPrice, 'Liquidation price'),
      yields: 1,
    },
    {
      id: 'distance',
      head: 'To liquidation',
      width: 128,
      least: 116,
      right: true,
      fromMark: true,
      cell: (row) => <Distance row={row} />,
      text: (row) => row.derived.liquidationDistance,
      sort: (row) => numeric(row.derived.liquidationDistance),
    },
    {
      id: 'margin',
      head: 'Margin',
      yields: 3,
      width: 84,
      right: true,
      cell: (row) => <MarginMode row={row} />,
      text: (row) => marginWords(row),
      sort: (row) => numeric(row.leverage),
    },
    {
      id: 'leverage',
      head: 'Leverage',
      width: 76,
      right: true,
      shown: 'never',
      cell: (row) => <Amount value={row.leverage} />,
      text: (row) => row.leverage,
      sort: (row) => numeric(row.leverage),
    },
    { ...money('margin-used', 'Margin used', 118, (row) => row.margin, false), shown: 'never' },
    ageCell(),
  ];
}

function price(
  id: string,
  head: string,
  width: number,
  of: (row: PositionView) => string | null,
  name?: string,
): Column<PositionView> {
  return {
    id,
    head,
    ...(name === undefined ? {} : { name }),
    width,
    least: Math.min(width, 86),
    right: true,
    cell: (row, context) => <Price value={of(row)} context={context} />,
    text: of,
    sort: (row) => numeric(of(row)),
  };
}

function money(
  id: string,
  head: string,
  width: number,
  of: (row: PositionView) => string | null,
  toned = true,
): Column<PositionView> {
  return {
    id,
    head,
    width,
    right: true,
    cell: (row, { room }) => (
      <Amount value={of(row)} signed={toned} toned={toned} unit={row.pnlCurrency ?? undefined} room={room} />
    ),
    text: of,
    sort: (row) => numeric(of(row)),
  };
}

function details(row: PositionView, facts: InstrumentFacts | null, currency: string): Details {
  const context: CellContext = { facts, room: undefined };
  const pnl = row.pnlCurrency ?? undefined;
  return {
    title: (
      <>
        {row.symbol} <Held row={row} />
      </>
    ),
    tag: row.marginMode,
    summary: accountName(row),
    fields: [
      { label: 'Size', value: <Size row={row} context={context} />, from: 'own' },
      {
        label: `Notional, ${currency}`,
        value: <Rounded value={row.derived.notionalDisplay} why={whyNoNotional(row, currency)} places={2} />,
        from: 'mark',
      },
      { label: 'Entry', value: <Price value={row.entryPrice} context={context} />, from: 'own' },
      { label: 'Break-even', value: <Price value={row.breakEvenPrice} context={context} />, from: 'own' },
      { label: 'Mark', value: <Price value={row.markPrice} context={context} />, from: 'mark' },
      {
        label: `Open PnL, ${currency}`,
        value: (
          <Rounded value={row.derived.unrealisedPnlDisplay} why={whyNoPnl(row, currency)} places={2} toned />
        ),
        from: 'mark',
      },
      {
        label: 'Open PnL',
        value: <Amount value={row.unrealisedPnl} signed toned unit={pnl} why={whyNoPnl(row, currency)} />,
        from: 'mark',
      },
      {
        label: 'Realised PnL',
        value: <Amount value={row.realisedPnl} signed toned unit={pnl} />,
        from: 'own',
      },
      { label: 'Liq. price', value: <Price value={row.liquidationPrice} context={context} />, from: 'own' },
      { label: 'To liquidation', value: <Distance row={row} />, from: 'mark' },
      { label: 'Leverage', value: <Amount value={row.leverage} />, from: 'own' },
      { label: 'Margin used', value: <Amount value={row.margin} unit={pnl} />, from: 'own' },
      { label: 'Changed', value: row.updatedAt === null ? '–' : fullTime(row.updatedAt), from: null },
    ],
  };
}
