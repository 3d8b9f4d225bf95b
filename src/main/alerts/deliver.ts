/** Puts one popup before the user, unless a setting, a pause or quiet hours say otherwise. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type { AlertDecision, AlertState, AlertTime, EventName, Outcome, Popup } from './alert-types.ts';
import { holdNow, monoAt } from './quiet-times.ts';
import type { Words } from './words.ts';

export interface Message extends Words {
  readonly slot: string;
  readonly event: EventName;
  readonly feedId: string | null;
  /** Feeds named in the summary if this is held back; none: it is not worth a summary. */
  readonly names: readonly string[];
  readonly repeat: number;
}

export interface Delivery extends Outcome {
  /** `off`: the user never wants it. `held`: it may be tried again at `retryMs`. */
  readonly result: 'shown' | 'off' | 'held';
  readonly retryMs: number;
}

export function deliver(
  state: AlertState,
  message: Message,
  time: AlertTime,
  settings: AlertSettings,
): Delivery {
  const told = settings.events[message.event];
  const hold = holdNow(state, isCritical(message.event), time, settings);
  if (!told.notify) {
    return {
      ...suppressed(state, message, 'switched off in the settings'),
      result: 'off',
      retryMs: time.monoMs,
    };
  }
  if (hold !== null) {
    const next = { ...state, heldBack: [...state.heldBack, ...message.names] };
    return {
      ...suppressed(next, message, hold.reason),
      result: 'held',
      retryMs: monoAt(hold.untilWallMs, time),
    };
  }
  const popup: Popup = {
    slot: message.slot,
    event: message.event,
    urgency: urgencies[message.event],
    stays: told.stays,
    sound: told.sound && message.repeat === 0,
    title: message.title,
    body: message.body,
    feedId: message.feedId,
  };
  return { ...shown(state, popup, message.repeat), result: 'shown', retryMs: time.monoMs };
}

export function shown(state: AlertState, popup: Popup, repeat: number): Outcome {
  const decision: AlertDecision =
    repeat === 0 ? { kind: 'show', popup } : { kind: 'repeat', popup, count: repeat };
  return { state: { ...state, shown: new Set([...state.shown, popup.slot]) }, decisions: [decision] };
}

export function suppressed(
  state: AlertState,
  message: { readonly slot: string; readonly title: string },
  reason: string,
): Outcome {
  const { slot, title } = message;
  return { state, decisions: [{ kind: 'suppressed', slot, title, reason }] };
}

/** Money is in danger: what may be shown in quiet hours. */
function isCritical(event: EventName): boolean {
  return event === 'critical' || event === 'risk';
}

/** Closes a slot's popup if one is on screen. */
export function closed(state: AlertState, slot: string): Outcome {
  if (!state.shown.has(slot)) return { state, decisions: [] };
  const rest = new Set([...state.shown].filter((other) => other !== slot));
  return { state: { ...state, shown: rest }, decisions: [{ kind: 'close', slot }] };
}

/** Runs steps one after the other and keeps all that they decide. */
export function chain(state: AlertState, ...steps: readonly ((state: AlertState) => Outcome)[]): Outcome {
  let next = state;
  const decisions: AlertDecision[] = [];
  for (const step of steps) {
    const outcome = step(next);
    next = outcome.state;
    decisions.push(...outcome.decisions);
  }
  return { state: next, decisions };
}

const urgencies = {
  late: 'low',
  stalled: 'normal',
  critical: 'critical',
  down: 'normal',
  refused: 'normal',
  unstable: 'normal',
  recovered: 'low',
  risk: 'critical',
} as const satisfies Record<EventName, Popup['urgency']>;
