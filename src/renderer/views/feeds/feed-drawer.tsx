/** One feed explained: its connection, its address, its channels by state; and what can be done with it. */
import { Plug, Unplug } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { FeedView } from '../../../preload/contract/views.ts';
import { bridge } from '../../bridge.ts';
import { formatAge, formatDelay, formatWait } from '../../format/age.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { rowsOf, tables, useRow, useVersion } from '../../store/tables.ts';
import { Icon } from '../../ui/icon.tsx';
import { stateCounts } from './board-rows.ts';
import { feedName, signedDelay } from './channel-words.ts';
import { CopyReport, DrawerHead, History, IncidentActions, Why } from './drawer-parts.tsx';
import { PauseButton } from './pause-button.tsx';
import { useAction } from './use-action.ts';

export interface FeedDrawerProps {
  readonly feedId: string;
  readonly onClose: () => void;
}

export function FeedDrawer({ feedId, onClose }: FeedDrawerProps) {
  const feed = useRow(tables.feed, feedId);
  useSecond();
  if (feed === undefined) return null;
  const nowMs = mainNowMs();
  const retry =
    feed.retryAtMs !== null && feed.retryAtMs > nowMs
      ? { more: `Next try in ${formatWait(feed.retryAtMs - nowMs)}.` }
      : {};
  return (
    <aside className="drawer feed-drawer" aria-label={`Feed ${feedName(feed)}`}>
      <DrawerHead
        state={feed.state}
        title={feedName(feed)}
        summary={feed.account === null ? 'public market data' : 'private account data'}
        onClose={onClose}
      />
      <div className="db">
        <Why state={feed.state} reason={feed.reason} timeline={feed.timeline} {...retry} />
        <dl className="facts">
          <Fact name="Address" value={feed.endpoint} />
          <Fact
            name="Last confirmed"
            value={feed.confirmedMs === null ? '–' : formatAge(nowMs - feed.confirmedMs)}
          />
          <Fact name="Round trip" value={feed.rttMs === null ? '–' : formatDelay(feed.rttMs)} />
          <Fact name="Venue clock" value={feed.clockSkewMs === null ? '–' : signedDelay(feed.clockSkewMs)} />
          <Fact name="Reconnects" value={feed.reconnects.toLocaleString('en')} />
          <Fact name="Channels" value={<ChannelCounts feedId={feed.id} />} />
        </dl>
        <History timeline={feed.timeline} />
        <Actions feed={feed} />
      </div>
    </aside>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd title={typeof value === 'string' ? value : undefined}>{value}</dd>
    </div>
  );
}

function ChannelCounts({ feedId }: { readonly feedId: string }) {
  useVersion(tables.channel);
  const counts = stateCounts(rowsOf(tables.channel).filter((channel) => channel.feedId === feedId));
  return counts.map(({ state, count }) => `${count} ${state}`).join(', ') || '–';
}

function Actions({ feed }: { readonly feed: FeedView }) {
  const action = useAction();
  const [asking, setAsking] = useState(false);
  const name = feedName(feed);
  return (
    <>
      <div className="act">
        <button
          type="button"
          className="btn"
          disabled={action.busy}
          onClick={() =>
            action.run(() => bridge.request('feeds.reconnect', { feedId: feed.id }), {
              done: `${name} reconnects`,
              failed: `${name} could not reconnect`,
            })
          }
        >
          <Icon of={Plug} />
          Reconnect
        </button>
        <CopyReport feed={feed} channel={null} />
      </div>
      <div className="act second">
        <PauseButton feed={feed} />
        <IncidentActions feedId={feed.id} />
      </div>
      {feed.removable && !asking && (
        <div className="act second">
          <button type="button" className="btn ghost" onClick={() => setAsking(true)}>
            <Icon of={Unplug} />
            Close this feed
          </button>
        </div>
      )}
      {asking && (
        <div className="confirm">
          <p>
            <b>Close {name}?</b> Its markets leave the lists and are not opened at the next start.
          </p>
          <div className="act">
            <button
              type="button"
              className="btn"
              // biome-ignore lint/a11y/noAutofocus: the safe answer is the one that Enter gives
              autoFocus
              onClick={() => setAsking(false)}
            >
              Keep it
            </button>
            <button
              type="button"
              className="btn"
              disabled={action.busy}
              onClick={() =>
                action.run(() => bridge.request('markets.remove', { feedId: feed.id }), {
                  done: `${name} is closed`,
                  failed: `${name} could not be closed`,
                })
              }
            >
              Close feed
            </button>
          </div>
        </div>
      )}
    </>
  );
}
