/** Follows each feed from the start of a trouble to its end, and counts how often that happens. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type { ChannelState } from '../../preload/contract/health.ts';
import type {
  AlertState,
  AlertTime,
  FeedAlert,
  FeedSight,
  Loss,
  Outcome,
  Trouble,
  TroubleKind,
} from './alert-types.ts';
import { chain, closed, deliver, suppressed } from './deliver.ts';
import { isExposed, recoveryWords, troubleWords } from './words.ts';

export const NETWORK_SLOT = 'network';

export function feedSlot(feedId: string): string {
  return `feed:${feedId}`;
}

export function withFeed(state: AlertState, feedId: string, alert: FeedAlert | null): AlertState {
  const feeds = new Map(state.feeds);
  if (alert === null) feeds.delete(feedId);
  else feeds.set(feedId, alert);
  return { ...state, feeds };
}

/** A feed's state, reason or exposure changed. */
export function sawFeed(
  state: AlertState,
  sight: FeedSight,
  time: AlertTime,
  settings: AlertSettings,
): Outcome {
  const before = state.feeds.get(sight.feedId) ?? { sight, ...newcomer };
  const kind = troubleOf(sight.state);
  const { trouble } = before;
  if (kind === 'well') {
    const isCalm = before.unstable === null || before.unstable.calmSinceMs !== null;
    const unstable = isCalm ? before.unstable : { ...before.unstable, calmSinceMs: time.monoMs };
    const next = withFeed(state, sight.feedId, { ...before, sight, unstable, trouble: null });
    return trouble === null ? unchanged(next) : recovered(next, trouble, sight, time, settings);
  }
  // While a troubled feed reconnects, or one of its channels is merely late, the trouble goes on.
  const isNews = kind !== 'unclear' && (trouble === null || (kind !== 'late' && kind !== trouble.kind));
  if (!isNews) {
    const next =
      trouble === null ? null : continued(trouble, kind === trouble.kind, before.sight, sight, time);
    return unchanged(withFeed(state, sight.feedId, { ...before, sight, trouble: next }));
  }
  return isOutage(kind) && trouble !== null && isOutage(trouble.kind)
    ? changed(state, before, trouble, kind, sight, time, settings)
    : started(state, before, kind, sight, time, settings);
}

export function isOutage(kind: TroubleKind): boolean {
  return kind === 'stalled' || kind === 'down';
}

function continued(
  trouble: Trouble,
  isSame: boolean,
  before: FeedSight,
  sight: FeedSight,
  time: AlertTime,
): Trouble {
  const next = isSame ? { ...trouble, sight } : trouble;
  // Quiet hours held it back as harmless, which it is no longer.
  const isGraver = trouble.isHeld && !isExposed(before.exposure) && isExposed(sight.exposure);
  return isGraver ? { ...next, isHeld: false, dueMs: time.monoMs } : next;
}

/** From stalled to down or back: the same trouble, announced at the earlier of both times. */
function changed(
  state: AlertState,
  before: FeedAlert,
  trouble: Trouble,
  kind: TroubleKind,
  sight: FeedSight,
  time: AlertTime,
  settings: AlertSettings,
): Outcome {
  const dueMs =
    trouble.announced !== null || trouble.dueMs === null
      ? trouble.dueMs
      : Math.min(trouble.dueMs, time.monoMs + delayMs(state, kind, settings));
  return unchanged(
    withFeed(state, sight.feedId, { ...before, sight, trouble: { ...trouble, kind, sight, dueMs } }),
  );
}

function started(
  state: AlertState,
  before: FeedAlert,
  kind: TroubleKind,
  sight: FeedSight,
  time: AlertTime,
  settings: AlertSettings,
): Outcome {
  const nowMs = time.monoMs;
  const isFlap = isOutage(kind) && nowMs >= state.graceUntilMs;
  const recent = before.flapsMs.filter((flapMs) => nowMs - flapMs < FLAP_WINDOW_MS);
  const flapsMs = isFlap ? [...recent, nowMs] : recent;
  const isUnstable = isOutage(kind) && (before.unstable !== null || flapsMs.length >= FLAPS);
  const unstable = isUnstable
    ? { isTold: before.unstable?.isTold ?? false, calmSinceMs: null }
    : before.unstable && { ...before.unstable, calmSinceMs: null };
  const trouble: Trouble = {
    kind,
    startedMs: nowMs,
    oldSinceMs: before.trouble?.oldSinceMs ?? Math.min(sight.oldSinceMs, nowMs),
    sight,
    dueMs: isUnstable ? unstableDueMs(sight, nowMs, settings) : firstDueMs(state, kind, nowMs, settings),
    isHeld: false,
    announced: null,
    inNetwork: false,
    acknowledged: false,
  };
  const next = withFeed(state, sight.feedId, { sight, trouble, flapsMs, unstable });
  if (!isUnstable || before.unstable === null) return unchanged(next);
  const { title } = troubleWords(sight, nowMs - trouble.oldSinceMs);
  return suppressed(next, { slot: feedSlot(sight.feedId), title }, 'the feed is unstable');
}

function recovered(
  state: AlertState,
  trouble: Trouble,
  sight: FeedSight,
  time: AlertTime,
  settings: AlertSettings,
): Outcome {
  if (trouble.inNetwork) return networkRecovered(state, sight, time, settings);
  const slot = feedSlot(sight.feedId);
  if (trouble.announced === null) return unchanged(state);
  return chain(
    state,
    (next) => closed(next, slot),
    (next) => {
      // Late was only a worry; its end is no news.
      if (trouble.kind === 'late') return unchanged(next);
      const words = recoveryWords(sight.name, time.monoMs - trouble.oldSinceMs, sight.loss);
      const message = { ...words, slot, event: 'recovered', feedId: sight.feedId } as const;
      return deliver(next, { ...message, names: [], repeat: 0 }, time, settings);
    },
  );
}

/** The network is back when the last of its members is. */
function networkRecovered(
  state: AlertState,
  sight: FeedSight,
  time: AlertTime,
  settings: AlertSettings,
): Outcome {
  const { network } = state;
  if (network === null) return unchanged(state);
  const loss = sum(network.loss, sight.loss);
  const left = network.members.filter((feedId) => state.feeds.get(feedId)?.trouble?.inNetwork === true);
  if (left.length > 0) return unchanged({ ...state, network: { ...network, loss } });
  return chain(
    { ...state, network: null },
    (next) => closed(next, NETWORK_SLOT),
    (next) => {
      const words = recoveryWords('Network', time.monoMs - network.oldSinceMs, loss);
      const message = { ...words, slot: NETWORK_SLOT, event: 'recovered', feedId: null } as const;
      return deliver(next, { ...message, names: [], repeat: 0 }, time, settings);
    },
  );
}

function firstDueMs(
  state: AlertState,
  kind: TroubleKind,
  nowMs: number,
  settings: AlertSettings,
): number | null {
  if (kind === 'late' && !settings.events.late.notify) return null;
  return Math.max(state.graceUntilMs, nowMs + delayMs(state, kind, settings));
}

function delayMs(state: AlertState, kind: TroubleKind, settings: AlertSettings): number {
  if (kind === 'down') return settings.downAfterSeconds * 1_000;
  if (kind === 'waiting') return WAITING_MS;
  if (kind !== 'stalled') return 0;
  // Others may follow; where there are not enough of them, nothing is waited for.
  const couldBeNetwork = state.feeds.size >= settings.network.feeds;
  return couldBeNetwork ? settings.network.withinSeconds * 1_000 : 0;
}

/** Flaps stay unsaid, but an outage that lasts while money is at stake is no flap. */
function unstableDueMs(sight: FeedSight, nowMs: number, settings: AlertSettings): number | null {
  return isExposed(sight.exposure) ? nowMs + (settings.repeatMinutes[0] ?? 1) * 60_000 : null;
}

function troubleOf(state: ChannelState): TroubleKind | 'well' | 'unclear' {
  if (state === 'live' || state === 'quiet') return 'well';
  return state === 'connecting' || state === 'resyncing' ? 'unclear' : state;
}

function sum(left: Loss, right: Loss): Loss {
  const missed = left.missed === null || right.missed === null ? null : left.missed + right.missed;
  return { missed, refilled: left.refilled + right.refilled };
}

function unchanged(state: AlertState): Outcome {
  return { state, decisions: [] };
}

const newcomer = { trouble: null, flapsMs: [], unstable: null } as const;
const FLAPS = 3;
const FLAP_WINDOW_MS = 600_000;
const WAITING_MS = 15_000;
