/** Decides who is told what, and when. Pure: time and settings come in, decisions go out as values. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type { AlertEvent, AlertState, AlertTime, FeedAlert, Outcome } from './alert-types.ts';
import { announceDue, CALM_MS, canRepeat } from './announce.ts';
import { chain, closed } from './deliver.ts';
import { holdNow, monoAt, pauseUntilWallMs } from './quiet-times.ts';
import { repeatDueMs } from './repeats.ts';
import { announceRisks, sawRisks } from './risks.ts';
import { feedSlot, NETWORK_SLOT, sawFeed, withFeed } from './troubles.ts';

/** Vigil starts with a grace: feeds that connect for the first time are no news. */
export function initialAlerts(time: AlertTime, graceMs = GRACE_MS): AlertState {
  return {
    feeds: new Map(),
    network: null,
    risks: new Map(),
    graceUntilMs: time.monoMs + graceMs,
    pausedUntilWallMs: null,
    heldBack: [],
    shown: new Set(),
  };
}

export function decide(
  state: AlertState,
  event: AlertEvent,
  time: AlertTime,
  settings: AlertSettings,
): Outcome {
  return chain(
    state,
    (next) => unpaused(next, time),
    (next) => afterEvent(next, event, time, settings),
    (next) => announceDue(next, time, settings),
    (next) => announceRisks(next, time, settings),
  );
}

/** When `tick` is due next, on the monotonic clock; null: only an event can change anything. */
export function nextAlertMs(state: AlertState, time: AlertTime, settings: AlertSettings): number | null {
  const times: number[] = [];
  for (const alert of state.feeds.values()) times.push(...feedTimes(alert, state, settings));
  for (const { dueMs } of state.risks.values()) if (dueMs !== null) times.push(dueMs);
  const { network } = state;
  if (network !== null && !network.acknowledged) times.push(repeatDueMs(network.announced, settings));
  const hold = holdNow(state, false, time, settings);
  if (hold !== null && (state.heldBack.length > 0 || state.pausedUntilWallMs !== null)) {
    times.push(monoAt(hold.untilWallMs, time));
  }
  return times.length === 0 ? null : Math.max(time.monoMs, Math.min(...times));
}

function feedTimes(alert: FeedAlert, state: AlertState, settings: AlertSettings): number[] {
  const { trouble, unstable } = alert;
  const times: number[] = [];
  if (unstable !== null && unstable.calmSinceMs !== null) times.push(unstable.calmSinceMs + CALM_MS);
  if (trouble === null) return times;
  if (trouble.announced === null && trouble.dueMs !== null) {
    times.push(Math.max(trouble.dueMs, state.graceUntilMs));
  }
  if (trouble.announced !== null && canRepeat(alert, trouble)) {
    times.push(repeatDueMs(trouble.announced, settings));
  }
  return times;
}

function afterEvent(state: AlertState, event: AlertEvent, time: AlertTime, settings: AlertSettings): Outcome {
  switch (event.kind) {
    case 'feed':
      return sawFeed(state, event.feed, time, settings);
    case 'risk':
      return sawRisks(state, event.risks, time, settings);
    case 'feed-removed':
      return removed(state, event.feedId);
    case 'grace':
      return { state: { ...state, graceUntilMs: time.monoMs + GRACE_MS }, decisions: [] };
    case 'acknowledge':
      return acknowledged(state, event.slot);
    case 'gone':
      return { state: closed(state, event.slot).state, decisions: [] };
    case 'pause':
      return {
        state: { ...state, pausedUntilWallMs: pauseUntilWallMs(event.length, time) },
        decisions: [],
      };
    case 'unpause':
      return { state: { ...state, pausedUntilWallMs: null }, decisions: [] };
    case 'tick':
      return { state, decisions: [] };
    default:
      return event satisfies never;
  }
}

function unpaused(state: AlertState, time: AlertTime): Outcome {
  const isOver = state.pausedUntilWallMs !== null && time.wallMs >= state.pausedUntilWallMs;
  return { state: isOver ? { ...state, pausedUntilWallMs: null } : state, decisions: [] };
}

function removed(state: AlertState, feedId: string): Outcome {
  const next = withFeed(state, feedId, null);
  const { network } = next;
  if (network === null || !network.members.includes(feedId)) return closed(next, feedSlot(feedId));
  const members = network.members.filter((member) => member !== feedId);
  const isOver = members.every((member) => next.feeds.get(member)?.trouble?.inNetwork !== true);
  return chain(
    { ...next, network: isOver ? null : { ...network, members } },
    (after) => closed(after, feedSlot(feedId)),
    (after) => (isOver ? closed(after, NETWORK_SLOT) : { state: after, decisions: [] }),
  );
}

function acknowledged(state: AlertState, slot: string | null): Outcome {
  let next = state;
  for (const [feedId, alert] of state.feeds) {
    const isMeant = slot === null || slot === feedSlot(feedId);
    const { trouble } = alert;
    if (trouble === null || !(isMeant || (slot === NETWORK_SLOT && trouble.inNetwork))) continue;
    const seen = { ...trouble, acknowledged: true, dueMs: null };
    next = withFeed(next, feedId, { ...alert, trouble: seen });
  }
  if (next.network !== null && (slot === null || slot === NETWORK_SLOT)) {
    next = { ...next, network: { ...next.network, acknowledged: true } };
  }
  const slots = slot === null ? [...next.shown] : [slot];
  return chain(next, ...slots.map((each) => (after: AlertState) => closed(after, each)));
}

const GRACE_MS = 15_000;
