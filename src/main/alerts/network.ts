/** Many feeds lost at once are one trouble, the network's, and one notification. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type {
  AlertState,
  AlertTime,
  FeedAlert,
  FeedSight,
  NetworkAlert,
  Outcome,
  Trouble,
} from './alert-types.ts';
import { chain, deliver, type Message, suppressed } from './deliver.ts';
import { lastDue, repeatDueMs } from './repeats.ts';
import { feedSlot, isOutage, NETWORK_SLOT, withFeed } from './troubles.ts';
import { isExposed, networkWords, troubleWords, type Words } from './words.ts';

interface Candidate {
  readonly alert: FeedAlert;
  readonly trouble: Trouble;
}

/** A feed that falls right after the network's last member belongs to it, and is not said by itself. */
export function joinNetwork(state: AlertState, time: AlertTime, settings: AlertSettings): Outcome {
  return chain(
    state,
    ...candidates(state).map(({ alert, trouble }) => (next: AlertState): Outcome => {
      const { network } = next;
      const windowMs = settings.network.withinSeconds * 1_000;
      if (network === null || trouble.startedMs > network.lastStartedMs + windowMs) {
        return { state: next, decisions: [] };
      }
      const { feedId } = alert.sight;
      const { title } = troubleWords(trouble.sight, time.monoMs - trouble.oldSinceMs);
      const joined = withMembers(next, [{ alert, trouble }], network);
      return suppressed(joined, { slot: feedSlot(feedId), title }, 'part of the network notification');
    }),
  );
}

/** Announces every group that is large enough, as soon as it is, or when its first member is due. */
export function announceNetworks(state: AlertState, time: AlertTime, settings: AlertSettings): Outcome {
  if (time.monoMs < state.graceUntilMs) return { state, decisions: [] };
  const all = candidates(state);
  for (const candidate of all) {
    const group = groupOf(candidate, all, settings);
    const isDue = group.some(({ trouble }) => isDueNow(trouble, time));
    if (group.length < settings.network.feeds || !isDue) continue;
    return announce(state, group, time, settings);
  }
  return { state, decisions: [] };
}

/** Enough stalled feeds are not waited on; feeds that are down may be back in a moment. */
function isDueNow(trouble: Trouble, time: AlertTime): boolean {
  if (trouble.kind === 'stalled' && !trouble.isHeld) return true;
  return trouble.dueMs !== null && time.monoMs >= trouble.dueMs;
}

export function repeatNetwork(state: AlertState, time: AlertTime, settings: AlertSettings): Outcome {
  const { network } = state;
  if (network === null || network.acknowledged) return { state, decisions: [] };
  if (time.monoMs < repeatDueMs(network.announced, settings)) return { state, decisions: [] };
  const announced = lastDue(network.announced, time.monoMs, settings);
  const left = network.members.flatMap((feedId) => {
    const alert = state.feeds.get(feedId);
    return alert?.trouble?.inNetwork === true ? [sightOf(alert, alert.trouble)] : [];
  });
  const words = networkWords(left, network.members.length, true);
  const next = { ...state, network: { ...network, announced } };
  return deliver(next, messageOf(words, left, announced.repeats), time, settings);
}

function announce(
  state: AlertState,
  group: readonly Candidate[],
  time: AlertTime,
  settings: AlertSettings,
): Outcome {
  const sights = group.map(({ alert, trouble }) => sightOf(alert, trouble));
  const words = networkWords(sights, group.length, false);
  const delivery = deliver(state, messageOf(words, sights, 0), time, settings);
  if (delivery.result !== 'shown') {
    const isHeld = delivery.result === 'held';
    const dueMs = isHeld ? delivery.retryMs : null;
    let next = delivery.state;
    for (const { alert, trouble } of group) {
      next = withFeed(next, alert.sight.feedId, { ...alert, trouble: { ...trouble, dueMs, isHeld } });
    }
    return { state: next, decisions: delivery.decisions };
  }
  const { network } = delivery.state;
  const starts = group.map(({ trouble }) => trouble.oldSinceMs);
  const base: NetworkAlert = {
    members: network?.members ?? [],
    oldSinceMs: Math.min(network?.oldSinceMs ?? Number.POSITIVE_INFINITY, ...starts),
    lastStartedMs: 0,
    announced: { atMs: time.monoMs, repeats: 0 },
    acknowledged: false,
    loss: network?.loss ?? { missed: 0, refilled: 0 },
  };
  return { state: withMembers(delivery.state, group, base), decisions: delivery.decisions };
}

function withMembers(state: AlertState, group: readonly Candidate[], network: NetworkAlert): AlertState {
  let next = state;
  for (const { alert, trouble } of group) {
    const { feedId } = alert.sight;
    const member = { ...trouble, inNetwork: true, announced: network.announced, dueMs: null };
    next = withFeed(next, feedId, { ...alert, trouble: member });
  }
  const ids = group.map(({ alert }) => alert.sight.feedId);
  const starts = group.map(({ trouble }) => trouble.startedMs);
  return {
    ...next,
    network: {
      ...network,
      members: [...new Set([...network.members, ...ids])],
      lastStartedMs: Math.max(network.lastStartedMs, ...starts),
    },
  };
}

/** Outages that nobody was told of yet. */
function candidates(state: AlertState): Candidate[] {
  const found: Candidate[] = [];
  for (const alert of state.feeds.values()) {
    const { trouble, unstable } = alert;
    if (trouble === null || !isOutage(trouble.kind) || unstable !== null) continue;
    if (trouble.announced !== null || trouble.acknowledged || trouble.dueMs === null) continue;
    found.push({ alert, trouble });
  }
  return found;
}

/** The largest set that contains `one` and started within the window. */
function groupOf(one: Candidate, all: readonly Candidate[], settings: AlertSettings): readonly Candidate[] {
  const windowMs = settings.network.withinSeconds * 1_000;
  let best: readonly Candidate[] = [];
  for (const first of all) {
    const fromMs = first.trouble.startedMs;
    const group = all.filter(
      ({ trouble }) => trouble.startedMs >= fromMs && trouble.startedMs <= fromMs + windowMs,
    );
    if (group.includes(one) && group.length > best.length) best = group;
  }
  return best;
}

function sightOf(alert: FeedAlert, trouble: Trouble): FeedSight {
  return { ...trouble.sight, exposure: alert.sight.exposure };
}

function messageOf(words: Words, sights: readonly FeedSight[], repeat: number): Message {
  const exposed = sights.find((sight) => isExposed(sight.exposure));
  const isStalled = sights.some((sight) => sight.state === 'stalled');
  const event = exposed !== undefined ? 'critical' : isStalled ? 'stalled' : 'down';
  const feedId = (exposed ?? sights[0])?.feedId ?? null;
  const names = repeat === 0 ? sights.map((sight) => sight.name) : [];
  return { ...words, slot: NETWORK_SLOT, event, feedId, names, repeat };
}
