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

/** Only channels that nothing proves quiet, and whose snapshot shows at once whether they were. */
function isSuspect(one: ChannelRuntime, nowMs: number): boolean {
  if (one.descriptor.proof !== 'none' || one.descriptor.snapshot !== true) return false;
  const { state, lastDataMs, budget } = one.status();
  if ((state !== 'live' && state !== 'late') || lastDataMs === null) return false;
  return nowMs - lastDataMs >= Math.max(leastMs, budget.softMs / 2);
}

/** Ordinary pauses of a busy channel are shorter. */
const leastMs = 3_000;
