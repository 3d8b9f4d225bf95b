/** The cells of an order that are more than a number. */
import type { OrderStatus } from '../../../preload/contract/rows.ts';
import type { OrderView } from '../../../preload/contract/views.ts';
import { percent } from '../../format/decimal.ts';
import type { InstrumentFacts } from '../../store/instruments.ts';
import type { CellContext } from '../../tables/column.ts';
import { sizeUnit } from '../../tables/usual-columns.tsx';
import { Amount } from '../../ui/amount.tsx';

export function Quantity(props: {
  readonly value: string | null;
  readonly facts: InstrumentFacts | null;
  readonly room?: CellContext['room'];
}) {
  const { value, facts, room } = props;
  return <Amount value={value} places={facts?.sizePlaces ?? 0} unit={sizeUnit(null, facts)} room={room} />;
}

export function FillBar({ row }: { readonly row: OrderView }) {
  return (
    <span className="fillbar" aria-hidden="true">
      <b style={{ width: `${Math.round(filledShare(row) * 100)}%` }} />
    </span>
  );
}

export function filledShare(row: OrderView): number {
  const share = Number(row.filled ?? 0) / Number(row.size ?? 0);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

export function ToMark({ row }: { readonly row: OrderView }) {
  if (row.derived.closedMs !== null) return <>{row.status === null ? 'closed' : statusWords(row.status)}</>;
  if (row.derived.markDistance === null) return <span className="dim">–</span>;
  return <>{percent(row.derived.markDistance, true)}</>;
}

export function Flags({ row }: { readonly row: OrderView }) {
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

export function flagWords(row: OrderView): string {
  return [row.timeInForce, row.reduceOnly ? 'reduce only' : null, row.postOnly ? 'post only' : null]
    .filter((word) => word !== null)
    .join(' ');
}

export function statusWords(status: OrderStatus): string {
  return status === 'partially-filled' ? 'partly filled' : status;
}

export function typeWords(type: string): string {
  return sentence(type.replaceAll('-', ' '));
}

export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
