/** What the states of several channels make of a row, a feed or all feeds together. */
import type { ChannelState } from '../../preload/contract/health.ts';

/** As much of a channel or feed as its age needs. */
export interface Input {
  readonly state: ChannelState;
  readonly confirmedMs: number | null;
}

const worstFirst: readonly ChannelState[] = [
  'down',
  'stalled',
  'refused',
  'waiting',
  'resyncing',
  'late',
  'connecting',
  'live',
  'quiet',
];

/** Negative when `a` is the worse one. */
export function compareStates(a: ChannelState, b: ChannelState): number {
  return worstFirst.indexOf(a) - worstFirst.indexOf(b);
}

/** The worst input, live and quiet being equally good; of equals, the one confirmed longest ago. */
export function worst<T extends Input>(inputs: readonly T[]): T | null {
  let found: T | null = null;
  for (const input of inputs) {
    if (found === null || isWorse(input, found)) found = input;
  }
  return found;
}

/** The worst state alone; null of none. */
export function worstState(states: readonly ChannelState[]): ChannelState | null {
  return [...states].sort(compareStates)[0] ?? null;
}

/** Nothing a person should look at. */
function isWell(state: ChannelState): boolean {
  return state === 'live' || state === 'quiet';
}

/** Numbers of such a channel are shown as old. */
export function isStale(state: ChannelState): boolean {
  return (
    state === 'stalled' ||
    state === 'resyncing' ||
    state === 'down' ||
    state === 'refused' ||
    state === 'waiting'
  );
}

function isWorse(a: Input, b: Input): boolean {
  const order = compareStates(a.state, b.state);
  if (order !== 0 && !(isWell(a.state) && isWell(b.state))) return order < 0;
  if (a.confirmedMs === null) return b.confirmedMs !== null;
  return b.confirmedMs !== null && a.confirmedMs < b.confirmedMs;
}
