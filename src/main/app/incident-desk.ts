/** Records what happens to the feeds as incidents: kept on disk, shown in the window, asked about. */
import type { Incident, MissedAnswer } from '../../preload/contract/incidents.ts';
import { lossTotals } from '../../preload/contract/losses.ts';
import type { Loss } from '../alerts/alert-types.ts';
import { type Channel, channelName } from '../exchanges/exchange.ts';
import type { Clock } from '../feeds/clock.ts';
import type { ChannelChange, FeedListener, FeedSpec, FeedStatus, Feeds } from '../feeds/feed-events.ts';
import { incidentsCsv } from '../incidents/incident-csv.ts';
import { noIncidents } from '../incidents/incident-draft.ts';
import type { IncidentEvent, Place } from '../incidents/incident-events.ts';
import type { IncidentLog } from '../incidents/incident-log.ts';
import { nextIncidents } from '../incidents/incidents.ts';
import { whatWasMissed } from '../incidents/missed.ts';
import { isPriceFeed } from '../tables/feed-views.ts';
import { createLane } from '../tables/lane.ts';
import type { Outlet } from '../tables/outlet.ts';
import { feedName } from './feed-specs.ts';

export interface IncidentDeskOptions {
  readonly clock: Clock;
  readonly outlet: Outlet;
  readonly feeds: () => Feeds;
  readonly log: IncidentLog;
  /** Vigil's first start; nothing is known of the time before. */
  readonly recordSinceMs?: number | undefined;
}

export interface IncidentDesk {
  readonly listener: FeedListener;
  /** A cure that was taken, or what became of a notification, on what lasts at this feed. */
  note(feedId: string, text: string): void;
  slept(fromWallMs: number): void;
  /** Vigil itself was late; `endWallMs` null: it still is. */
  selfLate(cause: string, text: string, startWallMs: number, endWallMs: number | null): void;
  /** `channels` null: all of the feed. */
  closed(spec: FeedSpec, channels: readonly Channel[] | null): void;
  /** What a feed missed in incidents that lasted at that time or came later. */
  lossSince(feedId: string, wallMs: number): Loss;
  list(limit: number): { readonly incidents: readonly Incident[]; readonly total: number };
  ask(fromMs: number, toMs: number): MissedAnswer;
  csv(fromMs: number, toMs: number): string;
  /** The way to the window is open again. */
  resume(): void;
  close(): Promise<void>;
}

const keyMs = 10_000;
// Fast enough to be read, slow enough that a storm of reconnects is one message.
const restMs = 200;

export function createIncidentDesk(options: IncidentDeskOptions): IncidentDesk {
  const { clock, outlet, log } = options;
  let state = noIncidents;
  let unsent = new Map<string, Incident>();
  /** By feed, how to end waiting for its key. */
  const keyless = new Map<string, () => void>();
  const lane = createLane(clock, restMs, () => {
    if (unsent.size === 0 || !outlet.isOpen()) return;
    const incidents = [...unsent.values()];
    unsent = new Map();
    outlet.send('incidents.changed', { incidents });
  });

  function tell(event: IncidentEvent): void {
    const outcome = nextIncidents(state, event, clock.wallMs());
    state = outcome.state;
    for (const incident of outcome.changed) {
      log.put(incident);
      unsent.set(incident.id, incident);
    }
    if (outcome.changed.length > 0) lane.request();
  }

  function statusOf({ id }: FeedSpec): FeedStatus | undefined {
    return options
      .feeds()
      .status()
      .find(({ spec }) => spec.id === id);
  }

  /** The wall time of the channel's last good data, which is when its stall began. */
  function oldSinceMs(spec: FeedSpec, change: ChannelChange): number | null {
    if (change.state !== 'stalled') return null;
    const confirmedMs = statusOf(spec)?.channels.find(({ channel }) =>
      isSame(channel, change.channel),
    )?.confirmedMs;
    return typeof confirmedMs === 'number' ? clock.wallMs() - (clock.monoMs() - confirmedMs) : null;
  }

  function between(fromMs: number, toMs: number): MissedAnswer {
    const waiting = options
      .feeds()
      .status()
      .filter(({ state: its, paused }) => its === 'waiting' && paused !== true);
    const names = waiting.map(({ spec }) => feedName(spec));
    return whatWasMissed(log.list(), fromMs, toMs, clock.wallMs(), options.recordSinceMs, names);
  }

  /** Reading a key takes a moment at every start: an incident is only what takes longer. */
  function awaitKey(spec: FeedSpec, { channel, state: next, reason }: ChannelChange): void {
    if (keyless.has(spec.id)) return;
    const place = placeOf(spec, channelName(channel));
    const sinceMs = clock.wallMs();
    const cancel = clock.after(keyMs, () =>
      tell({ kind: 'state', place, state: next, reason, oldSinceMs: sinceMs }),
    );
    keyless.set(spec.id, cancel);
  }

  function keyCame(feedId: string): void {
    keyless.get(feedId)?.();
    keyless.delete(feedId);
  }

  return {
    listener: {
      channel(spec, change) {
        const { state: next, reason } = change;
        // A venue need not have every market that could price something: nothing is missed.
        if (next === 'refused' && isPriceFeed(spec)) return;
        const isPaused = next === 'waiting' && statusOf(spec)?.paused === true;
        if (next === 'waiting' && !isPaused) {
          awaitKey(spec, change);
          return;
        }
        keyCame(spec.id);
        const place = placeOf(spec, channelName(change.channel));
        tell({ kind: 'state', place, state: next, reason, isPaused, oldSinceMs: oldSinceMs(spec, change) });
      },
      gap(spec, { channel, kind, from, to, missed }) {
        const place = placeOf(spec, channel);
        tell({ kind: 'gap', place, gapKind: kind, fromMs: wallOf(from), toMs: wallOf(to), missed });
      },
      refill(spec, { channel, refilled, shortfall }) {
        tell({ kind: 'refill', place: placeOf(spec, channelName(channel)), refilled, shortfall });
      },
    },
    note: (feedId, text) => tell({ kind: 'note', feedId, channel: null, text }),
    slept: (fromMs) => tell({ kind: 'slept', fromMs }),
    selfLate: (cause, text, startMs, endMs) => tell({ kind: 'self', cause, text, startMs, endMs }),
    closed({ id }, channels) {
      if (channels === null) keyCame(id);
      tell({ kind: 'feed-closed', feedId: id, channels: channels?.map(channelName) ?? null });
    },
    lossSince(feedId, wallMs) {
      const meant = state.current.filter(
        (incident) => incident.feedId === feedId && (incident.endMs === null || incident.endMs >= wallMs),
      );
      return lossTotals(meant.flatMap((incident) => incident.losses));
    },
    list(limit) {
      const all = log.list();
      const incidents = all.toSorted((left, right) => right.startMs - left.startMs).slice(0, limit);
      return { incidents, total: all.length };
    },
    ask: between,
    csv: (fromMs, toMs) => incidentsCsv(between(fromMs, toMs).incidents),
    resume: lane.request,
    async close() {
      for (const feedId of [...keyless.keys()]) keyCame(feedId);
      lane.close();
      await log.close();
    },
  };
}

function placeOf(spec: FeedSpec, channel: string): Place {
  const { venue, account } = spec;
  return { feedId: spec.id, feedName: feedName(spec), venue, account, channel };
}

function isSame(left: Channel, right: Channel): boolean {
  return left.topic === right.topic && left.symbol === right.symbol;
}

/** A gap's edges are times where it lasted, and trade ids where a sequence has a hole. */
function wallOf(edge: string | null): number | null {
  if (edge === null || !isoTime.test(edge)) return null;
  return Date.parse(edge);
}

const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
