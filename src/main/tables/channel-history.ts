/** Fifteen minutes of a channel: its states as steps, and its messages in stretches of five seconds. Pure. */
import type { ChannelState } from '../../preload/contract/health.ts';
import type { TimelineStep } from '../../preload/contract/views.ts';

export interface ChannelHistory {
  readonly timeline: readonly TimelineStep[];
  readonly rate: readonly number[];
  /** The channel's message counter at the last sample; null before the first. */
  readonly counted: number | null;
}

export const rateStretchMs = 5000;
const rateStretches = 14;
const timelineMs = 15 * 60_000;
// A channel that flaps keeps its newest steps; the strip shows one pixel column for many anyway.
const maxSteps = 400;

export const noHistory: ChannelHistory = {
  timeline: [],
  rate: Array.from({ length: rateStretches }, () => 0),
  counted: null,
};

/** Notes the state at `nowMs` and forgets what no strip shows any more; the same object when nothing changed. */
export function withState(history: ChannelHistory, state: ChannelState, nowMs: number): ChannelHistory {
  const last = history.timeline.at(-1);
  if (last?.state === state) return history;
  const kept = history.timeline.filter((_, index) => {
    const next = history.timeline[index + 1];
    return next === undefined || next.sinceMs > nowMs - timelineMs;
  });
  return { ...history, timeline: [...kept, { sinceMs: nowMs, state }].slice(-maxSteps) };
}

/** Closes a stretch of five seconds; `messages` is the channel's counter now. */
export function withSample(history: ChannelHistory, messages: number): ChannelHistory {
  // A counter that went back belongs to a feed that was opened anew.
  const before = history.counted === null || history.counted > messages ? 0 : history.counted;
  return { ...history, counted: messages, rate: [...history.rate.slice(1), messages - before] };
}
