/** The stretches of the last 15 minutes in which a feed had lost something. */
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
  const add = (feed: FeedView, { state, fromMs }: Stretch, toMs: number | null) => {
    // A market that the user has just opened connects: nothing was lost.
    if (state !== 'connecting') found.push({ feed, state, fromMs, toMs });
  };
  for (const feed of feeds) {
    let open: Stretch | null = null;
    let wasWell = false;
    for (const { state, sinceMs } of feed.timeline) {
      const well = state === 'live' || state === 'quiet';
      if (well && open !== null) {
        add(feed, open, sinceMs);
        open = null;
      } else if (!well && open !== null) {
        if (isWorse(state, open.state)) open = { fromMs: open.fromMs, state };
      } else if (!well && wasWell) open = { state, fromMs: sinceMs };
      // The way up at the start is no trouble.
      wasWell ||= well;
    }
    if (open !== null) add(feed, open, null);
  }
  return found.sort((a, b) => b.fromMs - a.fromMs);
}
