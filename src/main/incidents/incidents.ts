/** Turns what happens to feeds and channels into incidents. Pure: the caller brings the wall time. */
import type { GapKind } from '../../preload/contract/health.ts';
import type { ChannelLoss, Incident, IncidentKind } from '../../preload/contract/incidents.ts';
import {
  add,
  awaitChannel,
  cut,
  type Draft,
  draftOf,
  end,
  type IncidentOutcome,
  type IncidentState,
  latest,
  nextId,
  openOf,
  outcomeOf,
  put,
  withNews,
  withStep,
} from './incident-draft.ts';
import type { IncidentEvent, Place } from './incident-events.ts';
import { sawLateness } from './self-lateness.ts';

export function nextIncidents(before: IncidentState, event: IncidentEvent, nowMs: number): IncidentOutcome {
  const draft = draftOf(before);
  apply(draft, event, nowMs);
  return outcomeOf(draft, nowMs);
}

function apply(draft: Draft, event: IncidentEvent, nowMs: number): void {
  switch (event.kind) {
    case 'state':
      sawState(draft, event, nowMs);
      break;
    case 'gap':
      sawGap(draft, event, nowMs);
      break;
    case 'refill':
      sawRefill(draft, event, nowMs);
      break;
    case 'note':
      note(draft, event.feedId, event.channel, event.text, nowMs);
      break;
    case 'slept':
      slept(draft, event.fromMs, nowMs);
      break;
    case 'self':
      sawLateness(draft, event, nowMs);
      break;
    case 'feed-closed':
      feedClosed(draft, event.feedId, event.channels, nowMs);
      break;
    default:
      event satisfies never;
  }
}

function feedClosed(draft: Draft, feedId: string, channels: readonly string[] | null, nowMs: number): void {
  if (channels === null) {
    for (const each of openOf(draft, feedId, null)) end(draft, each, 'the feed was closed', nowMs);
    return;
  }
  for (const channel of channels) wellAgain(draft, feedId, channel, `no longer watched: ${channel}`, nowMs);
}

function note(draft: Draft, feedId: string, channel: string | null, text: string, nowMs: number): void {
  for (const incident of openOf(draft, feedId, channel)) put(draft, withStep(incident, text, nowMs));
}

function sawState(draft: Draft, event: Extract<IncidentEvent, { kind: 'state' }>, nowMs: number): void {
  const { place, state, reason } = event;
  const text = `${state}: ${reason}`;
  if (state === 'live' || state === 'quiet') {
    wellAgain(draft, place.feedId, place.channel, text, nowMs);
    return;
  }
  const open = openOf(draft, place.feedId, place.channel);
  for (const incident of open) put(draft, withNews(incident, text, nowMs));
  const kind = kindOf(event);
  if (kind === null) {
    if (state === 'resyncing') reopenGap(draft, place, text, nowMs);
    return;
  }
  if (open.some((incident) => incident.kind === kind)) return;
  const shared = isOfFeed(kind)
    ? openOf(draft, place.feedId, null).find((one) => one.kind === kind)
    : undefined;
  if (shared !== undefined) {
    awaitChannel(draft, shared.id, place.channel);
    return;
  }
  const startMs = Math.min(nowMs, event.oldSinceMs ?? nowMs);
  const incident = begin(draft, kind, place, { cause: reason, startMs, endMs: null, text }, nowMs);
  // Tables are read anew once the key comes; what was executed meanwhile streams by once.
  if (kind === 'keyless')
    put(draft, { ...incident, losses: [{ channel: 'execution', missed: null, refilled: 0 }] });
}

/** Ends what waited for this channel; a reconnect ends with the last of its channels. */
function wellAgain(draft: Draft, feedId: string, channel: string, text: string, nowMs: number): void {
  for (const incident of openOf(draft, feedId, channel)) {
    const left = (draft.awaited.get(incident.id) ?? []).filter((other) => other !== channel);
    draft.awaited.set(incident.id, left);
    if (left.length === 0) end(draft, incident, text, nowMs);
  }
}

function sawGap(draft: Draft, event: Extract<IncidentEvent, { kind: 'gap' }>, nowMs: number): void {
  const { place, gapKind } = event;
  const missed = isStream(place.channel) ? event.missed : 0;
  const loss: ChannelLoss = { channel: place.channel, missed, refilled: 0 };
  const home = homeOfGap(draft, place, gapKind, nowMs);
  const cause = gapWords(gapKind, event.missed);
  const startMs = Math.min(nowMs, event.fromMs ?? nowMs);
  const endMs = Math.max(startMs, event.toMs ?? nowMs);
  if (home !== undefined) {
    const isOver = home.kind === 'gap' && home.endMs !== null;
    const grown = { ...home, losses: added(home.losses, loss), endMs: isOver ? endMs : home.endMs };
    put(draft, withNews(grown, placed(home, place.channel, cause, event.missed), nowMs));
    return;
  }
  const incident = begin(draft, 'gap', place, { cause, startMs, endMs, text: cause }, nowMs);
  put(draft, { ...incident, losses: [loss] });
}

/** Where a count belongs to one channel of a whole feed, it says which. */
function placed(incident: Incident, channel: string, text: string, count: number | null): string {
  return incident.channel !== channel && count !== null && count > 0 ? `${channel}: ${text}` : text;
}

/** The incident that a gap is a consequence of; its mark may come a moment after the end. */
function homeOfGap(draft: Draft, place: Place, gapKind: GapKind, nowMs: number): Incident | undefined {
  const kind = gapKind === 'disconnect' ? 'reconnect' : gapKind === 'stall' ? 'stall' : null;
  if (kind === null) {
    const open = openOf(draft, place.feedId, place.channel);
    // A venue that sends one bad message after the other makes one incident, not a thousand.
    return (
      open.find((incident) => incident.kind === 'gap') ?? open[0] ?? recentGap(draft, place, nowMs, MERGE_MS)
    );
  }
  const recent = (holds: (incident: Incident) => boolean) =>
    latest(draft, (incident) => {
      const isRecent = incident.endMs === null || nowMs - incident.endMs < FRESH_MS;
      return isRecent && incident.feedId === place.feedId && holds(incident);
    });
  return (
    recent((incident) => incident.kind === kind && concerns(incident, place)) ??
    // What was lost while the user had paused the feed.
    (kind === 'reconnect' ? recent((incident) => incident.kind === 'paused') : undefined) ??
    // Channels that were silent with a stalled one are subscribed again with it: one trouble, one record.
    (kind === 'stall' ? recent((incident) => incident.kind === 'stall' || isReconnect(incident)) : undefined)
  );
}

function sawRefill(draft: Draft, event: Extract<IncidentEvent, { kind: 'refill' }>, nowMs: number): void {
  const { place, refilled, shortfall } = event;
  const incident = latest(draft, ({ feedId, losses }) => {
    return feedId === place.feedId && losses.some((loss) => loss.channel === place.channel);
  });
  if (incident === undefined) return;
  const losses = incident.losses.map((loss) => {
    if (loss.channel !== place.channel) return loss;
    const total = loss.refilled + refilled;
    // Where the venue gives no count, a refill without shortfall is the count.
    const missed = shortfall === null ? Math.max(loss.missed ?? 0, total) : loss.missed;
    return { ...loss, missed, refilled: total };
  });
  const text = `${refilled} refilled${shortfall === null ? '' : `: ${shortfall}`}`;
  put(draft, withStep({ ...incident, losses }, placed(incident, place.channel, text, refilled), nowMs));
}

/** A gap whose channel is made whole now lasts until that is done. */
function reopenGap(draft: Draft, place: Place, text: string, nowMs: number): void {
  const gap = recentGap(draft, place, nowMs, FRESH_MS);
  if (gap === undefined) return;
  draft.awaited.set(gap.id, [place.channel]);
  put(draft, withStep({ ...gap, endMs: null }, text, nowMs));
}

function recentGap(draft: Draft, place: Place, nowMs: number, withinMs: number): Incident | undefined {
  return latest(draft, ({ kind, feedId, channel, endMs, steps }) => {
    const isHere = kind === 'gap' && feedId === place.feedId && channel === place.channel;
    return isHere && endMs !== null && nowMs - (steps.at(-1)?.atMs ?? endMs) < withinMs;
  });
}

function slept(draft: Draft, fromMs: number, nowMs: number): void {
  const nowhere = { feedId: null, venue: null, account: null, feedName: 'All feeds', channel: null };
  add(draft, {
    ...nowhere,
    id: nextId(draft, nowMs),
    kind: 'sleep',
    cause: 'this computer slept',
    steps: [{ atMs: nowMs, text: 'woke up, reconnecting' }],
    startMs: Math.min(fromMs, nowMs),
    endMs: nowMs,
    losses: [],
  });
}

interface Opening {
  readonly cause: string;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly text: string;
}

function begin(draft: Draft, kind: IncidentKind, place: Place, opening: Opening, nowMs: number): Incident {
  const { cause, startMs, endMs, text } = opening;
  const incident: Incident = {
    id: nextId(draft, nowMs),
    kind,
    feedId: place.feedId,
    venue: place.venue,
    account: place.account,
    feedName: place.feedName,
    channel: isOfFeed(kind) ? null : place.channel,
    cause: cut(cause),
    steps: [{ atMs: nowMs, text: cut(text) }],
    startMs,
    endMs,
    losses: [],
  };
  if (endMs === null) draft.awaited.set(incident.id, [place.channel]);
  return add(draft, incident);
}

function concerns(incident: Incident, place: Place): boolean {
  return incident.channel === null || incident.channel === place.channel;
}

function added(losses: readonly ChannelLoss[], loss: ChannelLoss): ChannelLoss[] {
  const same = losses.find((other) => other.channel === loss.channel);
  if (same === undefined) return [...losses, loss];
  const missed = same.missed === null || loss.missed === null ? null : same.missed + loss.missed;
  return losses.map((other) => (other === same ? { ...same, missed } : other));
}

function isReconnect(incident: Incident): boolean {
  return incident.kind === 'reconnect';
}

/** It ends a connection, and with it every channel of the feed. */
function isOfFeed(kind: IncidentKind): boolean {
  return kind === 'reconnect' || kind === 'paused' || kind === 'keyless';
}

function kindOf({ state, isPaused }: Extract<IncidentEvent, { kind: 'state' }>): IncidentKind | null {
  if (state === 'waiting') return isPaused === true ? 'paused' : 'keyless';
  if (state === 'stalled') return 'stall';
  if (state === 'down') return 'reconnect';
  return state === 'refused' ? 'refusal' : null;
}

/** Tables are whole again after a snapshot; what streams by once is gone unless it is refilled. */
function isStream(channel: string): boolean {
  const topic = channel.split(':')[0];
  return topic === 'trade' || topic === 'execution';
}

function gapWords(kind: GapKind, missed: number | null): string {
  const count = missed === null ? '' : `, ${missed} missed`;
  return `${gapCauses[kind]}${count}`;
}

const gapCauses = {
  sequence: 'a hole in the sequence',
  disconnect: 'nothing was received while disconnected',
  stall: 'nothing was received while stalled',
  'unknown-row': 'a change of a row that was never sent',
  malformed: 'a message that could not be read',
} as const satisfies Record<GapKind, string>;

const FRESH_MS = 60_000;
const MERGE_MS = 10_000;
