/** What is known of a channel or feed, in words for the board, its drawer and its report. Pure. */
import type { ChannelState } from '../../../preload/contract/health.ts';
import type { ChannelView, FeedView, TimelineStep } from '../../../preload/contract/views.ts';
import { formatAge, formatDelay, formatWait } from '../../format/age.ts';
import { minus, thinSpace } from '../../format/decimal.ts';
import { sentence } from '../../format/sentence.ts';
import { clockText } from '../../format/time.ts';

const stretchMs = 5000;
/** A rate is the mean of so many stretches: long enough to be steady, short enough to see a stop. */
const rateStretches = 3;

export function perSecond(rate: readonly number[]): number {
  const recent = rate.slice(-rateStretches);
  if (recent.length === 0) return 0;
  return recent.reduce((sum, count) => sum + count, 0) / ((recent.length * stretchMs) / 1000);
}

export function rateText(rate: readonly number[]): string {
  const value = perSecond(rate);
  if (value === 0) return '0';
  if (value < 100) return value.toFixed(1);
  return Math.round(value).toLocaleString('en');
}

export function channelName(channel: ChannelView): string {
  return channel.symbol === null ? channel.topic : `${channel.topic}:${channel.symbol}`;
}

export function feedName(feed: FeedView): string {
  return `${feed.venueName} ${feed.label}`;
}

/** `Stalled for 42 s.`: how long the state has lasted, as far as the strip remembers. */
export function stateSince(state: ChannelState, timeline: readonly TimelineStep[], nowMs: number): string {
  const last = timeline.at(-1);
  const word = state.charAt(0).toUpperCase() + state.slice(1);
  if (last === undefined || last.state !== state) return `${word}.`;
  return `${word} for ${formatAge(nowMs - last.sinceMs)}.`;
}

/** `RTT 38 ms · clock +12 ms`, or why the feed is not well. */
export function feedLine(feed: FeedView, nowMs: number): string {
  const parts: string[] = [];
  if (!isWell(feed.state)) parts.push(feed.reason);
  if (feed.retryAtMs !== null && feed.retryAtMs > nowMs)
    parts.push(`retry in ${formatWait(feed.retryAtMs - nowMs)}`);
  if (feed.rttMs !== null) parts.push(`RTT ${formatDelay(feed.rttMs)}`);
  if (feed.clockSkewMs !== null) parts.push(`clock ${signedDelay(feed.clockSkewMs)}`);
  return parts.filter((part) => part !== '').join(' · ');
}

export function isWell(state: ChannelState): boolean {
  return state === 'live' || state === 'quiet';
}

/** `+12 ms`, `−1.8 s`. */
export function signedDelay(ms: number): string {
  const rounded = Math.round(ms);
  if (rounded === 0) return `0${thinSpace}ms`;
  return `${rounded < 0 ? minus : '+'}${formatDelay(Math.abs(rounded))}`;
}

export interface Moment {
  readonly key: string;
  readonly time: string;
  readonly state: ChannelState;
  readonly text: string;
}

/** The states of the last 15 minutes, newest first. `wallOffsetMs`: wall clock minus main's clock. */
export function moments(
  timeline: readonly TimelineStep[],
  nowMs: number,
  wallOffsetMs: number,
  most: number,
): readonly Moment[] {
  return timeline
    .map((step, index): Moment => {
      const next = timeline[index + 1];
      const lasted = formatAge((next?.sinceMs ?? nowMs) - step.sinceMs);
      return {
        key: `${step.sinceMs} ${step.state}`,
        time: clockText(step.sinceMs + wallOffsetMs),
        state: step.state,
        text: next === undefined ? `${step.state}, now for ${lasted}` : `${step.state} for ${lasted}`,
      };
    })
    .reverse()
    .slice(0, most);
}

export interface ReportParts {
  readonly feed: FeedView;
  readonly channel: ChannelView | null;
  readonly nowMs: number;
  readonly wallMs: number;
}

/** Everything about a channel or feed as plain text, to hand to somebody else. No key is in it: none is here. */
export function report({ feed, channel, nowMs, wallMs }: ReportParts): string {
  const subject = channel ?? feed;
  const age = subject.confirmedMs === null ? 'never' : `${plain(formatAge(nowMs - subject.confirmedMs))} ago`;
  const lines = [
    `Vigil feed report, ${new Date(wallMs).toISOString()}`,
    `Feed: ${feedName(feed)} (${feed.endpoint})`,
    ...(channel === null ? [] : [`Channel: ${channelName(channel)}`]),
    `State: ${plain(stateSince(subject.state, subject.timeline, nowMs))} ${sentence(subject.reason)}`,
    `Last confirmed: ${age}`,
    ...(channel === null
      ? []
      : [
          `Budget: late after ${plain(formatAge(channel.budget.softMs))}, stalled after ${plain(formatAge(channel.budget.hardMs))}`,
          `Messages per 5 s, oldest first: ${channel.rate.join(' ')}`,
          `Latency: ${channel.latencyMs === null ? 'unknown' : plain(formatDelay(channel.latencyMs))}`,
          `Gaps: ${channel.gaps}`,
        ]),
    `Reconnects: ${feed.reconnects}`,
    `Round trip: ${feed.rttMs === null ? 'unknown' : plain(formatDelay(feed.rttMs))}`,
    `Venue clock: ${feed.clockSkewMs === null ? 'unknown' : plain(signedDelay(feed.clockSkewMs))}`,
    'Last 15 minutes, newest first:',
    ...moments(subject.timeline, nowMs, wallMs - nowMs, 60).map(
      (moment) => `  ${moment.time} ${plain(moment.text)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Thin spaces and the true minus are for the screen; a report is read anywhere. */
function plain(text: string): string {
  return text.replaceAll(thinSpace, ' ').replaceAll(minus, '-');
}
