/** The stretches of the last 15 minutes in which a feed was not live. */
import type { ChannelState } from '../../../preload/contract/health.ts';
import type { FeedView } from '../../../preload/contract/views.ts';

export interface Trouble {
  readonly feed: FeedView;
  readonly state: ChannelState;
  readonly fromMs: number;
  /** Null while it lasts. */
  readonly toMs: number | null;
}

interface Stretch {
  readonly state: ChannelState;
  readonly fromMs: number;
}

/** Newest first. One stretch from the first bad state to the next good one, named for its worst. */
export function troublesOf(
  feeds: readonly FeedView[],
  isWorse: (a: ChannelState, b: ChannelState) => boolean,
): readonly Trouble[] {
  const found: Trouble[] = [];
  for (const feed of feeds) {
    let open: Stretch | null = null;
    let wasWell = false;
    for (const { state, sinceMs } of feed.timeline) {
      const well = state === 'live' || state === 'quiet';
      if (well && open !== null) {
        found.push({ feed, state: open.state, fromMs: open.fromMs, toMs: sinceMs });
        open = null;
      } else if (!well && open !== null) {
        if (isWorse(state, open.state)) open = { fromMs: open.fromMs, state };
      } else if (!well && wasWell) open = { state, fromMs: sinceMs };
      // The way up at the start is no trouble.
      wasWell ||= well;
    }
    if (open !== null) found.push({ feed, state: open.state, fromMs: open.fromMs, toMs: null });
  }
  return found.sort((a, b) => b.fromMs - a.fromMs);
}
