/** Everything about one row, at the right of its table. */
import { useEffect, useRef } from 'react';
import type { PublishedTable } from '../../preload/contract/views.ts';
import { isStale } from '../format/health.ts';
import { useFacts } from '../store/instruments.ts';
import { mainNowMs, useSecond } from '../store/main-clock.ts';
import { type ChannelRef, useWorstChannel } from '../store/row-health.ts';
import type { ShownTables } from '../store/shown-tables.ts';
import { useRow } from '../store/tables.ts';
import { AgeChip } from '../ui/age-chip.tsx';
import { CloseButton } from '../ui/close-button.tsx';
import type { DetailedSpec, Field } from './column.ts';
import { RawItem } from './raw-item.tsx';

export interface DetailsDrawerProps<T extends PublishedTable> {
  readonly spec: DetailedSpec<T>;
  readonly rowKey: string;
  /** Counts requests to bring up the raw item. */
  readonly rawAsked: number;
  readonly onClose: () => void;
}

export function DetailsDrawer<T extends PublishedTable>(props: DetailsDrawerProps<T>) {
  const row = useRow(props.spec.table, props.rowKey);
  const gone = row === undefined;
  const { onClose } = props;
  useEffect(() => {
    if (gone) onClose();
  }, [gone, onClose]);
  return row === undefined ? null : <Drawer {...props} row={row} />;
}

function Drawer<T extends PublishedTable>(props: DetailsDrawerProps<T> & { row: ShownTables[T] }) {
  const { spec, row, rowKey, rawAsked, onClose } = props;
  const body = useRef<HTMLDivElement>(null);
  const place = placeOf(row);
  const facts = useFacts(place.venue, place.symbol);
  const details = spec.details(row, facts);
  const closed = spec.closed?.(row) ?? null;
  const channels = { own: spec.own(row), mark: spec.mark?.(row) ?? spec.own(row) };

  useEffect(() => {
    if (rawAsked > 0) body.current?.querySelector('#raw-item')?.scrollIntoView({ block: 'start' });
  }, [rawAsked]);

  return (
    <aside className="drawer" aria-label={`Details of one ${spec.one}`}>
      <div className="dh">
        <div className="tt">
          {details.title}
          <span className="grow" />
          {details.tag !== null && <span className="tag">{details.tag}</span>}
          <CloseButton onClose={onClose} />
        </div>
        <div className="st">{details.summary}</div>
      </div>
      <div ref={body} className="db">
        <dl className="fl">
          {details.fields.map((field) => (
            <DrawerField
              key={field.label}
              field={field}
              channel={field.from === null || closed !== null ? null : channels[field.from]}
            />
          ))}
        </dl>
        {details.more}
        <RawItem table={spec.table} rowKey={rowKey} />
      </div>
    </aside>
  );
}

interface DrawerFieldProps {
  readonly field: Field;
  /** What the field is as old as; null for what does not age. */
  readonly channel: ChannelRef | null;
}

function DrawerField({ field, channel: ref }: DrawerFieldProps) {
  useSecond();
  const channel = useWorstChannel(ref === null ? [] : [ref]);
  const state = channel?.state ?? 'connecting';
  const confirmedMs = channel?.confirmedMs ?? null;
  return (
    <div className={ref !== null && isStale(state) ? 'fr stale' : 'fr'}>
      <dt>{field.label}</dt>
      <dd>{field.value}</dd>
      <dd className="a">
        {ref !== null && (
          <AgeChip state={state} ageMs={confirmedMs === null ? null : mainNowMs() - confirmedMs} />
        )}
      </dd>
    </div>
  );
}

function placeOf(row: { readonly venue?: string | null; readonly symbol?: string | null }) {
  return { venue: row.venue ?? '', symbol: row.symbol ?? null };
}
