/** Finds the channels that fell silent together with one that is known to be dead, so that they heal as one. */
import type { ChannelRuntime } from './channel-runtime.ts';

/** The dead one comes first. */
export function silentWith(
  dead: ChannelRuntime,
  all: readonly ChannelRuntime[],
  nowMs: number,
): readonly ChannelRuntime[] {
  return [dead, ...all.filter((one) => one !== dead && isSuspect(one, nowMs))];
}

/**
 * Trades of the feed that may have been lost in the same silence: nobody counts them, so that a look at the
 * venue's history has to tell when the next one comes.
 */
export function doubtTrades(dead: ChannelRuntime, all: readonly ChannelRuntime[], nowMs: number): void {
  for (const one of all) {
    if (one !== dead && silenceMs(one, nowMs) >= leastMs) one.desk?.doubt();
  }
}

/** Only channels that nothing proves quiet, and whose snapshot shows at once whether they were. */
function isSuspect(one: ChannelRuntime, nowMs: number): boolean {
  if (one.descriptor.proof !== 'none' || one.descriptor.snapshot !== true) return false;
  const { state, budget } = one.status();
  if (state !== 'live' && state !== 'late') return false;
  return silenceMs(one, nowMs) >= Math.max(leastMs, budget.softMs / 2);
}

/** Of a channel that has spoken; 0 for any other. */
function silenceMs(one: ChannelRuntime, nowMs: number): number {
  return nowMs - (one.status().lastDataMs ?? nowMs);
}

/** Ordinary pauses of a busy channel are shorter. */
const leastMs = 3_000;
