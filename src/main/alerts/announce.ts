/** Says what is due: single troubles, many at once, instability, repeats, and what was held back. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type {
  AlertState,
  AlertTime,
  EventName,
  FeedAlert,
  FeedSight,
  Outcome,
  Trouble,
} from './alert-types.ts';
import { chain, closed, deliver, type Message, shown } from './deliver.ts';
import { announceNetworks, joinNetwork, repeatNetwork } from './network.ts';
import { holdNow } from './quiet-times.ts';
import { lastDue, repeatDueMs } from './repeats.ts';
import { feedSlot, isOutage, withFeed } from './troubles.ts';
import { isExposed, summaryWords, troubleWords, unstableWords } from './words.ts';

export const CALM_MS = 600_000;

export function announceDue(state: AlertState, time: AlertTime, settings: AlertSettings): Outcome {
  return chain(
    state,
    (next) => forEachFeed(next, (at, alert) => endInstability(at, alert, time)),
    (next) => sayWhatWasHeldBack(next, time, settings),
    (next) => forEachFeed(next, (at, alert) => sayUnstable(at, alert, time, settings)),
    (next) => joinNetwork(next, time, settings),
    (next) => announceNetworks(next, time, settings),
    (next) => forEachFeed(next, (at, alert) => sayTrouble(at, alert, time, settings)),
    (next) => forEachFeed(next, (at, alert) => repeatTrouble(at, alert, time, settings)),
    (next) => repeatNetwork(next, time, settings),
  );
}

/** The feed as it was in trouble, with what is open now. */
function troubledSight(alert: FeedAlert, trouble: Trouble): FeedSight {
  return { ...trouble.sight, exposure: alert.sight.exposure };
}

function sayTrouble(state: AlertState, alert: FeedAlert, time: AlertTime, settings: AlertSettings): Outcome {
  const { trouble, sight } = alert;
  if (trouble === null || trouble.announced !== null || trouble.dueMs === null)
    return { state, decisions: [] };
  if (time.monoMs < Math.max(trouble.dueMs, state.graceUntilMs)) return { state, decisions: [] };
  const message = messageOf(alert, trouble, time, 0);
  const delivery = deliver(state, message, time, settings);
  const announced = delivery.result === 'shown' ? { atMs: time.monoMs, repeats: 0 } : null;
  const isHeld = delivery.result === 'held';
  const dueMs = isHeld ? delivery.retryMs : null;
  const next = withFeed(delivery.state, sight.feedId, {
    ...alert,
    trouble: { ...trouble, announced, dueMs, isHeld },
  });
  return { state: next, decisions: delivery.decisions };
}

function repeatTrouble(
  state: AlertState,
  alert: FeedAlert,
  time: AlertTime,
  settings: AlertSettings,
): Outcome {
  const { trouble, sight } = alert;
  if (trouble === null || !canRepeat(alert, trouble) || trouble.announced === null) {
    return { state, decisions: [] };
  }
  if (time.monoMs < repeatDueMs(trouble.announced, settings)) return { state, decisions: [] };
  const announced = lastDue(trouble.announced, time.monoMs, settings);
  const delivery = deliver(state, messageOf(alert, trouble, time, announced.repeats), time, settings);
  const next = withFeed(delivery.state, sight.feedId, { ...alert, trouble: { ...trouble, announced } });
  return { state: next, decisions: delivery.decisions };
}

/** A refused key is said again like everything else; a feed that is on its way back is not. */
export function canRepeat(alert: FeedAlert, trouble: Trouble): boolean {
  const isWanted = !trouble.acknowledged && !trouble.inNetwork && trouble.kind !== 'late';
  return isWanted && trouble.announced !== null && alert.sight.state !== 'late';
}

function sayUnstable(state: AlertState, alert: FeedAlert, time: AlertTime, settings: AlertSettings): Outcome {
  const { sight, unstable, flapsMs } = alert;
  if (unstable === null || unstable.isTold) return { state, decisions: [] };
  const next = withFeed(state, sight.feedId, { ...alert, unstable: { ...unstable, isTold: true } });
  const words = unstableWords(sight, flapsMs.length);
  const slot = feedSlot(sight.feedId);
  return deliver(
    next,
    { ...words, slot, event: 'unstable', feedId: sight.feedId, names: [sight.name], repeat: 0 },
    time,
    settings,
  );
}

function endInstability(state: AlertState, alert: FeedAlert, time: AlertTime): Outcome {
  const calmSinceMs = alert.unstable?.calmSinceMs ?? null;
  if (calmSinceMs === null || time.monoMs < calmSinceMs + CALM_MS) return { state, decisions: [] };
  const { feedId } = alert.sight;
  const next = withFeed(state, feedId, { ...alert, unstable: null, flapsMs: [] });
  return closed(next, feedSlot(feedId));
}

function sayWhatWasHeldBack(state: AlertState, time: AlertTime, settings: AlertSettings): Outcome {
  if (state.heldBack.length === 0 || holdNow(state, false, time, settings) !== null) {
    return { state, decisions: [] };
  }
  const words = summaryWords(state.heldBack);
  return shown(
    { ...state, heldBack: [] },
    { ...words, slot: 'summary', event: 'summary', urgency: 'low', stays: false, sound: false, feedId: null },
    0,
  );
}

function messageOf(alert: FeedAlert, trouble: Trouble, time: AlertTime, repeat: number): Message {
  const { feedId, name } = alert.sight;
  const words = troubleWords(troubledSight(alert, trouble), time.monoMs - trouble.oldSinceMs);
  const names = repeat === 0 ? [name] : [];
  return { ...words, slot: feedSlot(feedId), event: eventOf(alert, trouble), feedId, names, repeat };
}

function eventOf(alert: FeedAlert, trouble: Trouble): EventName {
  if (isOutage(trouble.kind) && isExposed(alert.sight.exposure)) return 'critical';
  return trouble.kind === 'waiting' ? 'refused' : trouble.kind;
}

function forEachFeed(state: AlertState, step: (state: AlertState, alert: FeedAlert) => Outcome): Outcome {
  const ids = [...state.feeds.keys()];
  return chain(
    state,
    ...ids.map((id) => (next: AlertState) => {
      const alert = next.feeds.get(id);
      return alert === undefined ? { state: next, decisions: [] } : step(next, alert);
    }),
  );
}
