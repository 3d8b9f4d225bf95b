/** Why a table of accounts shows no rows, and what to do about it. */
import type { LucideIcon } from 'lucide-react';
import { Layers, ListFilter, Unplug } from 'lucide-react';
import type { ChannelView, FeedView } from '../../preload/contract/views.ts';
import { bridge } from '../bridge.ts';
import { formatAge, formatWait } from '../format/age.ts';
import { worst } from '../format/health.ts';
import { sentence } from '../format/sentence.ts';
import { addAccount } from '../store/accounts.ts';
import { mainNowMs, useSecond } from '../store/main-clock.ts';
import { navigate } from '../store/navigation.ts';
import { currentSettings } from '../store/settings.ts';
import type { ShownTable } from '../store/shown-tables.ts';
import { rowsOf, tables, useLoaded, useVersion } from '../store/tables.ts';
import { toast } from '../store/toasts.ts';
import { Empty, type EmptyProps } from '../ui/empty.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { isFiltering, noFilter } from './filter.ts';
import type { Grid } from './use-grid.ts';

export interface NoRowsProps<T extends ShownTable> {
  readonly grid: Grid<T>;
  /** The channel that confirms that there are none. */
  readonly topic: string;
  /** `No open positions` */
  readonly title: string;
  readonly picture?: LucideIcon;
}

export function NoRows<T extends ShownTable>({ grid, topic, title, picture = Layers }: NoRowsProps<T>) {
  useSecond();
  useVersion(tables.channel);
  useVersion(tables.feed);
  const loaded = useLoaded(grid.spec.table);
  const { total } = grid.order;
  if (loaded && isFiltering(grid.filter) && total + grid.closed.total > 0) {
    const hidden = total + grid.closed.total;
    return (
      <Empty
        picture={<Icon of={ListFilter} />}
        title={`No ${grid.spec.one} matches the filter`}
        text={`${hidden} ${hidden === 1 ? `${grid.spec.one} is` : `${grid.spec.many} are`} hidden by it.`}
        action={{ label: 'Clear filter', run: () => grid.setFilter(noFilter) }}
      />
    );
  }
  const channels = rowsOf(tables.channel).filter((row) => row.topic === topic && row.account !== null);
  return <Empty {...reason(loaded, channels, title, picture)} />;
}

function heldBack({ state }: ChannelView, isPaused: boolean): string {
  if (state === 'refused') return 'was refused';
  return isPaused ? 'is paused' : 'waits for the keychain';
}

function reason(
  loaded: boolean,
  channels: readonly ChannelView[],
  title: string,
  picture: LucideIcon,
): EmptyProps {
  const worstOne = worst(channels);
  if (!loaded || worstOne === null) return noAccount(loaded, title, picture);
  const feed = tables.feed.row(worstOne.feedId);
  const name = feed === undefined ? worstOne.venue : `${feed.venueName} ${feed.label}`;
  switch (worstOne.state) {
    case 'refused':
    case 'waiting':
      return {
        picture: <Glyph state={worstOne.state} />,
        title: `${name} ${heldBack(worstOne, feed?.paused === true)}`,
        text: sentence(worstOne.reason),
        action: { label: 'Show feed', run: () => navigate('feeds', { feedId: worstOne.feedId }) },
      };
    case 'down':
      return offline(worstOne, feed, name);
    case 'connecting':
    case 'resyncing':
      return {
        picture: <Glyph state="connecting" />,
        title: `Waiting for ${name}`,
        text: 'The first snapshot usually takes 2 s.',
      };
    default:
      return { picture: <Icon of={picture} />, title, text: confirmedBy(channels) };
  }
}

function noAccount(loaded: boolean, title: string, picture: LucideIcon): EmptyProps {
  const feeds = rowsOf(tables.feed);
  // The practice venue needs a moment before its account is a feed.
  const isStarting = feeds.length === 0 && currentSettings().practice;
  if (!loaded || isStarting || feeds.some((feed) => feed.account !== null)) {
    return {
      picture: <Glyph state="connecting" />,
      title: 'Waiting for the first snapshot',
      text: 'It usually takes 2 s.',
    };
  }
  return {
    picture: <Icon of={picture} />,
    title,
    text: 'No account is connected.',
    action: { label: 'Add an account', run: () => void addAccount() },
  };
}

function offline(channel: ChannelView, feed: FeedView | undefined, name: string): EmptyProps {
  const nowMs = mainNowMs();
  const since =
    channel.confirmedMs === null ? '' : ` Last heard ${formatAge(nowMs - channel.confirmedMs)} ago.`;
  const retryAtMs = feed?.retryAtMs ?? null;
  const next = retryAtMs === null ? '' : ` Trying again in ${formatWait(retryAtMs - nowMs)}.`;
  return {
    picture: <Icon of={Unplug} />,
    title: `${name} can’t be reached`,
    text: `${sentence(channel.reason)}${since}${next}`,
    action: { label: 'Try now', run: () => reconnect(channel.feedId) },
  };
}

async function reconnect(feedId: string): Promise<void> {
  const result = await bridge.request('feeds.reconnect', { feedId });
  if (!result.ok) toast('The feed was not reconnected', result.error.message);
}

function confirmedBy(channels: readonly ChannelView[]): string {
  const times = channels.map(({ confirmedMs }) => confirmedMs).filter((ms) => ms !== null);
  const accounts = `${channels.length} ${channels.length === 1 ? 'account' : 'accounts'}`;
  if (times.length === 0) return `Confirmed by ${accounts}.`;
  return `Confirmed by ${accounts}, last ${formatAge(mainNowMs() - Math.max(...times))} ago.`;
}
