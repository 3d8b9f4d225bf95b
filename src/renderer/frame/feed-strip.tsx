/** The foot of every view: one cell per feed, and Vigil itself. */
import type { FeedView } from '../../preload/contract/views.ts';
import { Timeline } from '../charts/timeline.tsx';
import { formatAge, formatDelay, formatWait } from '../format/age.ts';
import { compareStates } from '../format/health.ts';
import { useSelfHealth } from '../store/app.ts';
import { mainNowMs, useSecond } from '../store/main-clock.ts';
import { navigate } from '../store/navigation.ts';
import { rowsOf, tables, useVersion } from '../store/tables.ts';
import { Glyph } from '../ui/glyph.tsx';

const most = 9;
/** From here on main is too slow to be trusted with ages. */
const lateLoopMs = 250;

export function FeedStrip({ tall }: { readonly tall: boolean }) {
  useVersion(tables.feed);
  useSecond();
  const feeds = rowsOf(tables.feed);
  const crowded = feeds.length > most;
  const cells = crowded ? [...feeds].sort((a, b) => compareStates(a.state, b.state)).slice(0, most) : feeds;
  return (
    <section className={tall ? 'foot tall' : 'foot'} aria-label="Feeds">
      {cells.map((feed) => (
        <FeedCell key={feed.id} feed={feed} tall={tall} />
      ))}
      {crowded && (
        <button type="button" className="fc more" onClick={() => navigate('feeds')}>
          +{feeds.length - most}
        </button>
      )}
      <SelfCell tall={tall} />
    </section>
  );
}

function FeedCell({ feed, tall }: { readonly feed: FeedView; readonly tall: boolean }) {
  const nowMs = mainNowMs();
  return (
    <button
      type="button"
      className={`fc is-${feed.state}`}
      title={`${feed.venueName} ${feed.label}: ${feed.state}. ${feed.reason}`}
      onClick={() => navigate('feeds', { feedId: feed.id })}
    >
      <Glyph state={feed.state} />
      <span className="nm">
        {feed.venueName} <b>{feed.label}</b>
      </span>
      <span className="ag">{ageWords(feed, nowMs)}</span>
      {tall && <Timeline steps={feed.timeline} nowMs={nowMs} width={150} height={10} stretch />}
    </button>
  );
}

function ageWords(feed: FeedView, nowMs: number): string {
  if (feed.paused) return 'paused';
  if (feed.state === 'refused' || feed.state === 'waiting') return feed.state;
  if (feed.state === 'resyncing') return 'resync';
  if (feed.state === 'connecting') return 'connecting';
  if (feed.state === 'down' && feed.retryAtMs !== null) return `retry ${formatWait(feed.retryAtMs - nowMs)}`;
  return feed.confirmedMs === null ? '–' : formatAge(nowMs - feed.confirmedMs);
}

function SelfCell({ tall }: { readonly tall: boolean }) {
  const health = useSelfHealth();
  const late = health !== null && health.loopDelayMs >= lateLoopMs;
  return (
    <button
      type="button"
      className={`fc self${late ? ' is-late' : ''}`}
      title="Vigil itself: the longest its main process kept something waiting, and the processor time of all its processes"
      onClick={() => navigate('feeds')}
    >
      <Glyph state={health === null ? 'connecting' : late ? 'late' : 'live'} />
      <span className="nm">Vigil</span>
      <span className="ag">{health === null ? '–' : formatDelay(health.loopDelayMs)}</span>
      {tall && health !== null && <span className="ln">CPU {health.cpuPercent.toFixed(1)} %</span>}
    </button>
  );
}
