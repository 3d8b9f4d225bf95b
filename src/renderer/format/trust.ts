/** The one sentence about freshness in the top bar. */
import { stateInTrouble, type TroubleView } from '../../preload/contract/alerts.ts';
import type { ChannelState } from '../../preload/contract/health.ts';
import { formatAge, formatWait } from './age.ts';
import { compareStates, isStale } from './health.ts';

/** As much of a feed as the sentence needs. */
export interface TrustedFeed {
  readonly id: string;
  readonly name: string;
  readonly practice: boolean;
  readonly state: ChannelState;
  readonly confirmedMs: number | null;
  readonly retryAtMs: number | null;
  readonly paused: boolean;
}

export interface Trust {
  readonly state: ChannelState;
  readonly headline: string;
  /** The worst feed and its age, or what else is worth a word. */
  readonly detail: string;
  /** The feed that a click opens. */
  readonly feedId: string | null;
}

/** The feeds as the alerts see them. */
export function inTrouble(
  feeds: readonly TrustedFeed[],
  troubles: readonly Pick<TroubleView, 'feedId' | 'kind'>[],
): readonly TrustedFeed[] {
  const kinds = new Map(troubles.map(({ feedId, kind }) => [feedId, kind]));
  return feeds.map((feed) => ({ ...feed, state: stateInTrouble(feed.state, kinds.get(feed.id)) }));
}

export function trustOf(all: readonly TrustedFeed[], nowMs: number): Trust {
  const feeds = all.filter((feed) => !feed.paused);
  const paused = all.length - feeds.length;
  const worst = [...feeds].sort((a, b) => compareStates(a.state, b.state))[0];
  if (worst === undefined && paused > 0) {
    return { state: 'waiting', headline: 'All feeds are paused', detail: '', feedId: all[0]?.id ?? null };
  }
  if (worst === undefined)
    return { state: 'connecting', headline: 'No feeds are open', detail: '', feedId: null };
  if (worst.state === 'live' || worst.state === 'quiet') {
    return {
      state: 'live',
      headline: allFresh(feeds.length),
      detail: calmDetail(feeds, paused),
      feedId: null,
    };
  }
  const same = feeds.filter((feed) => feed.state === worst.state).length;
  return {
    state: worst.state,
    headline: `${same} of ${feeds.length} ${feeds.length === 1 ? 'feed' : 'feeds'} ${worst.state}`,
    detail: `${worst.name}${since(worst, nowMs)}`,
    feedId: worst.id,
  };
}

function allFresh(count: number): string {
  return count === 1 ? 'The only feed is fresh' : `All ${count} feeds fresh`;
}

function calmDetail(feeds: readonly TrustedFeed[], paused: number): string {
  const quiet = feeds.filter((feed) => feed.state === 'quiet').length;
  const parts = [];
  if (quiet > 0) parts.push(`${quiet} quiet`);
  if (paused > 0) parts.push(`${paused} paused`);
  if (feeds.every((feed) => feed.practice)) parts.push('practice');
  return parts.join(', ');
}

function since(feed: TrustedFeed, nowMs: number): string {
  const age = feed.confirmedMs === null ? '' : `, ${formatAge(nowMs - feed.confirmedMs)}`;
  if (feed.state === 'down' && feed.retryAtMs !== null && feed.retryAtMs > nowMs) {
    return `${age}, retry ${formatWait(feed.retryAtMs - nowMs)}`;
  }
  return isStale(feed.state) || feed.state === 'late' ? age : '';
}
