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

/** Tells of an incident when it begins and when it ends, however often it is put in between and after. */
export function incidentJournal(log: Log): (incident: Incident) => void {
  const told = new Map<string, 'open' | 'over'>();
  return ({ id, kind, feedId, channel, cause, endMs, startMs }) => {
    const what = `incident ${kind}, ${feedId ?? 'all feeds'}${channel === null ? '' : ` ${channel}`}: ${cause}`;
    const before = told.get(id);
    if (before === undefined) log('warning', what);
    if (endMs !== null && before !== 'over') {
      log('info', `${what}; over after ${((endMs - startMs) / 1_000).toFixed(1)} s`);
    }
    told.set(id, endMs === null ? 'open' : 'over');
    const oldest = told.size > mostTold ? told.keys().next().value : undefined;
    if (oldest !== undefined) told.delete(oldest);
  };
}

function nameOf({ topic, symbol }: FeedSpec['channels'][number]): string {
  return symbol === null ? topic : `${topic}:${symbol}`;
}

/** Older incidents are not put any more. */
const mostTold = 1_000;
