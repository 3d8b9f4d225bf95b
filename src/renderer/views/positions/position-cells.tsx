/** Figures of a position, as its cells and its details show them. */
import type { PositionView } from '../../../preload/contract/views.ts';
import { LiquidationBar } from '../../charts/liquidation-bar.tsx';
import { percent, round } from '../../format/decimal.ts';
import type { CellContext } from '../../tables/column.ts';
import { sizeUnit } from '../../tables/usual-columns.tsx';
import { Amount, Unknown } from '../../ui/amount.tsx';
import { SideMark } from '../../ui/side.tsx';
import { unreadableSize, whyNoDistance, whyNoSize } from './unknown-figures.ts';

/** Which way it is held; a position always has one, known or not. */
export function Held({ row }: { readonly row: PositionView }) {
  return row.side === null ? <Unknown why={unreadableSize} /> : <SideMark side={row.side} />;
}

export function Size({ row, context }: { readonly row: PositionView; readonly context: CellContext }) {
  const { facts, room } = context;
  return (
    <Amount
      value={row.size}
      places={facts?.sizePlaces ?? 0}
      unit={sizeUnit(row.sizeUnit, facts)}
      why={whyNoSize(row)}
      room={room}
    />
  );
}

/** A converted figure: rounded for reading, whole on hover. */
export function Rounded(props: {
  readonly value: string | null;
  readonly why?: string | undefined;
  readonly places: number;
  readonly toned?: boolean;
  readonly room?: CellContext['room'];
}) {
  const { value, why, places, toned = false, room } = props;
  return (
    <Amount
      value={value === null ? null : round(value, places)}
      places={toned ? places : 0}
      signed={toned}
      toned={toned}
      title={value ?? undefined}
      why={why}
      room={room}
    />
  );
}

export function Distance({ row }: { readonly row: PositionView }) {
  const value = row.derived.liquidationDistance;
  if (value === null) return <Amount value={null} why={whyNoDistance(row)} />;
  return <LiquidationBar percent={Number(value)}>{percent(value)}</LiquidationBar>;
}

export function MarginMode({ row }: { readonly row: PositionView }) {
  if (row.marginMode === null && row.leverage === null) return <span className="dim">–</span>;
  return (
    <span title={marginWords(row) ?? undefined}>
      <span className="mid">{row.marginMode === 'isolated' ? 'isol' : (row.marginMode ?? '')}</span>{' '}
      {row.leverage === null ? '' : `${round(row.leverage, 1)}×`}
    </span>
  );
}

export function marginWords(row: PositionView): string | null {
  if (row.marginMode === null) return row.leverage;
  return row.leverage === null ? row.marginMode : `${row.marginMode} ${row.leverage}`;
}
