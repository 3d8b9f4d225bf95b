/** What feeds do and what went wrong, as lines of the log: states and causes, never a row. */
import type { Incident } from '../../preload/contract/incidents.ts';
import type { FeedListener, FeedSpec } from '../feeds/feed-events.ts';
import type { Log } from '../feeds/log.ts';

/** States a healthy channel moves between all day. */
const calm = new Set(['live', 'quiet', 'late']);

export function feedJournal(log: Log): FeedListener {
  /** By feed and channel; forgotten with the process, bounded by what can be open. */
  const states = new Map<string, string>();
  return {
    channel(feed, { channel, state, reason }) {
      const name = `${feed.id} ${nameOf(channel)}`;
      const before = states.get(name);
      states.set(name, state);
      if (before === state) return;
      const isRoutine = calm.has(state) && before !== undefined && calm.has(before);
      log(
        isRoutine ? 'debug' : 'info',
        `${name}: ${state}${reason === '' || reason === state ? '' : ` (${reason})`}`,
      );
    },
    gap(feed, { channel, kind, missed }) {
      log('info', `${feed.id} ${channel}: gap, ${kind}, ${missed ?? 'unknown number'} missed`);
    },
    refill(feed, { channel, refilled, shortfall }) {
      const rest = shortfall === null ? '' : `; ${shortfall}`;
      log('info', `${feed.id} ${nameOf(channel)}: ${refilled} trades read again${rest}`);
    },
  };
}

/** Tells of an incident when it begins and when it ends. */
export function incidentJournal(log: Log): (incident: Incident) => void {
  const open = new Set<string>();
  return ({ id, kind, feedId, channel, cause, endMs, startMs }) => {
    const what = `incident ${kind}, ${feedId ?? 'all feeds'}${channel === null ? '' : ` ${channel}`}: ${cause}`;
    if (!open.has(id)) log('warning', what);
    if (endMs === null) {
      open.add(id);
      return;
    }
    if (open.delete(id)) log('info', `${what}; over after ${((endMs - startMs) / 1_000).toFixed(1)} s`);
  };
}

function nameOf({ topic, symbol }: FeedSpec['channels'][number]): string {
  return symbol === null ? topic : `${topic}:${symbol}`;
}
