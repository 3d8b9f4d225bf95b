/** One channel explained: what is wrong, what was heard, what it touches, and what can be done. */
import { ChartCandlestick, Plug, RefreshCw } from 'lucide-react';
import type { ChannelView, FeedView } from '../../../preload/contract/views.ts';
import { bridge } from '../../bridge.ts';
import { formatAge, formatDelay } from '../../format/age.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { navigate } from '../../store/navigation.ts';
import { rowsOf, tables, useRow, useVersion } from '../../store/tables.ts';
import { Icon } from '../../ui/icon.tsx';
import { channelName, feedName, isWell, rateText, signedDelay } from './channel-words.ts';
import { CopyReport, DrawerHead, Evidence, History, IncidentActions, Why } from './drawer-parts.tsx';
import { PauseButton } from './pause-button.tsx';
import { touchedBy } from './touched-by.ts';
import { useAction } from './use-action.ts';

export interface ChannelDrawerProps {
  readonly channelId: string;
  readonly onClose: () => void;
}

export function ChannelDrawer({ channelId, onClose }: ChannelDrawerProps) {
  const channel = useRow(tables.channel, channelId);
  const feed = useRow(tables.feed, channel?.feedId ?? '');
  useSecond();
  if (channel === undefined || feed === undefined) return null;
  const name = channelName(channel);
  return (
    <aside className="drawer feed-drawer" aria-label={`Channel ${name}`}>
      <DrawerHead state={channel.state} title={name} summary={feedName(feed)} onClose={onClose} />
      <div className="db">
        <Why state={channel.state} reason={channel.reason} timeline={channel.timeline} />
        <div className="sec first">Evidence</div>
        <EvidenceList channel={channel} feed={feed} />
        <History timeline={channel.timeline} />
        {!isWell(channel.state) && <Touched channel={channel} />}
        <Actions channel={channel} feed={feed} name={name} />
      </div>
    </aside>
  );
}

function EvidenceList({ channel, feed }: { readonly channel: ChannelView; readonly feed: FeedView }) {
  const nowMs = mainNowMs();
  const ageMs = channel.confirmedMs === null ? null : nowMs - channel.confirmedMs;
  const connected = feed.state !== 'down' && feed.state !== 'connecting' && feed.state !== 'waiting';
  const { softMs, hardMs } = channel.budget;
  const isPublic = channel.account === null;
  const messages = channel.rate.reduce((sum, count) => sum + count, 0);
  return (
    <ul className="ev">
      <Evidence
        verdict={connected ? 'yes' : 'no'}
        name="Connection"
        text={connected ? pingText(feed) : feed.reason}
        age={feed.reconnects === 0 ? '' : `${feed.reconnects}×`}
      />
      <Evidence
        verdict={ageMs === null ? 'unknown' : isWell(channel.state) ? 'yes' : 'no'}
        name="Channel"
        text={ageMs === null ? 'nothing heard yet' : 'last data, or proof of quiet'}
        age={ageMs === null ? '–' : formatAge(ageMs)}
      />
      <Evidence
        verdict={messages > 0 ? 'yes' : 'unknown'}
        name="Messages"
        text={`${messages.toLocaleString('en')} in the last 70 s, ${rateText(channel.rate)} per s now`}
        age={channel.latencyMs === null ? '' : formatDelay(channel.latencyMs)}
      />
      {isPublic && (
        <Evidence
          verdict={ageMs === null ? 'unknown' : ageMs > softMs && channel.state !== 'quiet' ? 'no' : 'yes'}
          name="Budget"
          text={`late after ${formatAge(softMs)}, stalled after ${formatAge(hardMs)}`}
          age={ageMs === null ? '' : `${Math.min(999, Math.round((ageMs / hardMs) * 100))}\u2009%`}
        />
      )}
      <Others channel={channel} />
    </ul>
  );
}

/** What the feed's other channels say: if they are well, the connection is. */
function Others({ channel }: { readonly channel: ChannelView }) {
  useVersion(tables.channel);
  const others = rowsOf(tables.channel).filter(
    (one) => one.feedId === channel.feedId && one.id !== channel.id,
  );
  if (others.length === 0) return null;
  const well = others.filter((one) => isWell(one.state)).length;
  return (
    <Evidence
      verdict={well === 0 ? 'no' : 'yes'}
      name="Second opinion"
      text={`${well} of ${others.length} other ${others.length === 1 ? 'channel' : 'channels'} here live or quiet`}
      age="now"
    />
  );
}

function Touched({ channel }: { readonly channel: ChannelView }) {
  const touched = touchedBy(channel, rowsOf(tables.position), rowsOf(tables.order));
  return (
    <>
      <div className="sec">What this touches</div>
      <ul className="tch">
        {touched.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

interface ActionsProps {
  readonly channel: ChannelView;
  readonly feed: FeedView;
  readonly name: string;
}

function Actions({ channel, feed, name }: ActionsProps) {
  const action = useAction();
  const { symbol } = channel;
  return (
    <>
      <div className="act">
        <button
          type="button"
          className="btn"
          disabled={action.busy}
          onClick={() =>
            action.run(() => bridge.request('feeds.resubscribe', { channelId: channel.id }), {
              done: `${name} is subscribed again`,
              failed: `${name} could not be subscribed again`,
            })
          }
        >
          <Icon of={RefreshCw} />
          Subscribe again
        </button>
        <button
          type="button"
          className="btn"
          disabled={action.busy}
          onClick={() =>
            action.run(() => bridge.request('feeds.reconnect', { feedId: feed.id }), {
              done: `${feedName(feed)} reconnects`,
              failed: `${feedName(feed)} could not reconnect`,
            })
          }
        >
          <Icon of={Plug} />
          Reconnect
        </button>
      </div>
      <div className="act second">
        <CopyReport feed={feed} channel={channel} />
        {symbol !== null && (
          <button
            type="button"
            className="btn ghost"
            title="Show in Market (M)"
            onClick={() => navigate('market', { venue: channel.venue, symbol })}
          >
            <Icon of={ChartCandlestick} />
            Show in Market
          </button>
        )}
      </div>
      <div className="act second">
        <PauseButton feed={feed} />
        <IncidentActions feedId={feed.id} />
      </div>
    </>
  );
}

function pingText(feed: FeedView): string {
  const parts = [
    feed.rttMs === null ? 'open' : `answers in ${formatDelay(feed.rttMs)}`,
    feed.clockSkewMs === null ? null : `venue clock ${signedDelay(feed.clockSkewMs)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
