/** One channel of the board: listens to itself, to its feed, and to the shared second. */
import { memo } from 'react';
import type { ChannelView } from '../../../preload/contract/views.ts';
import { BudgetBar } from '../../charts/budget-bar.tsx';
import { RateBars } from '../../charts/rate-bars.tsx';
import { Timeline } from '../../charts/timeline.tsx';
import { formatAge } from '../../format/age.ts';
import { isStale } from '../../format/health.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { tables, useRow } from '../../store/tables.ts';
import { Glyph } from '../../ui/glyph.tsx';
import type { BoardColumn } from './board-columns.ts';
import { rateText } from './channel-words.ts';

export interface ChannelRowProps {
  readonly rowKey: string;
  readonly columns: readonly BoardColumn[];
  readonly index: number;
  readonly id: string;
  readonly selected: boolean;
  readonly focused: boolean;
}

export const ChannelRow = memo(function ChannelRow(props: ChannelRowProps) {
  const channel = useRow(tables.channel, props.rowKey);
  useSecond();
  if (channel === undefined) return null;
  return (
    <tr
      id={props.id}
      className={props.focused ? 'kf' : undefined}
      aria-rowindex={props.index + 2}
      aria-selected={props.selected}
      data-key={props.rowKey}
    >
      {props.columns.map((column) => (
        <td key={column.id} className={cellClass(column, channel)} title={titleOf(column.id, channel)}>
          <ChannelCell column={column.id} channel={channel} />
        </td>
      ))}
    </tr>
  );
});

function ChannelCell({ column, channel }: { readonly column: string; readonly channel: ChannelView }) {
  const unheard = channel.confirmedMs === null;
  switch (column) {
    case 'state':
      return (
        <>
          <Glyph state={channel.state} /> {channel.state}
        </>
      );
    case 'channel':
      return (
        <>
          <span>{channel.topic}</span>
          {channel.symbol !== null && <b>{channel.symbol}</b>}
        </>
      );
    case 'age':
      return <AgeOfBudget channel={channel} />;
    case 'rate':
      return unheard ? (
        <span className="dim">–</span>
      ) : (
        <span className="rt">
          <RateBars rate={channel.rate} />
          <span>{rateText(channel.rate)}</span>
        </span>
      );
    case 'latency':
      return channel.latencyMs === null || isStale(channel.state) ? (
        <span className="dim">–</span>
      ) : (
        <Latency ms={channel.latencyMs} />
      );
    case 'reconnects':
      return <Reconnects feedId={channel.feedId} />;
    case 'gaps':
      return <Count value={channel.gaps} />;
    default:
      return <Timeline steps={channel.timeline} nowMs={mainNowMs()} width={164} height={14} grid />;
  }
}

function AgeOfBudget({ channel }: { readonly channel: ChannelView }) {
  const { state, confirmedMs, budget } = channel;
  const ageMs = confirmedMs === null ? null : mainNowMs() - confirmedMs;
  const ink = state === 'late' ? 'c-late' : state === 'stalled' || state === 'down' ? 'c-stl' : 'mid';
  return (
    <span className="ab">
      <BudgetBar state={state} ageMs={ageMs} budget={channel.account === null ? budget : null} />
      <span className={ink}>{ageMs === null ? '–' : formatAge(ageMs)}</span>
    </span>
  );
}

function Latency({ ms }: { readonly ms: number }) {
  const [amount, unit] =
    ms < 10_000 ? [Math.round(ms).toLocaleString('en'), 'ms'] : [(ms / 1000).toFixed(1), 's'];
  return (
    <>
      {amount}
      <span className="unit">{unit}</span>
    </>
  );
}

function Reconnects({ feedId }: { readonly feedId: string }) {
  const feed = useRow(tables.feed, feedId);
  return <Count value={feed?.reconnects ?? 0} />;
}

function Count({ value }: { readonly value: number }) {
  return <span className={value === 0 ? 'dim' : undefined}>{value.toLocaleString('en')}</span>;
}

function cellClass(column: BoardColumn, channel: ChannelView): string {
  const names: string[] = [];
  if (column.id === 'state') names.push('gl', `st-${channel.state}`);
  if (column.id === 'channel') names.push('ch');
  if (column.right === true) names.push('r');
  if (column.id === 'timeline') names.push('last');
  return names.join(' ');
}

function titleOf(column: string, channel: ChannelView): string | undefined {
  if (column === 'state') return channel.reason;
  if (column === 'age' && channel.account === null) {
    return `Late after ${formatAge(channel.budget.softMs)}, stalled after ${formatAge(channel.budget.hardMs)}`;
  }
  return undefined;
}
