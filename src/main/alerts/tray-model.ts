/** What the tray shows: icon, tooltip and menu, as values that the shell compares and renders. */
import type { PauseLength } from '../../preload/contract/alerts.ts';
import { duration } from '../../preload/contract/durations.ts';
import type { ChannelState } from '../../preload/contract/health.ts';
import type { AlertTime } from './alert-types.ts';
import { timeOfDay } from './quiet-times.ts';

export interface TrayFeed {
  readonly feedId: string;
  readonly name: string;
  readonly state: ChannelState;
  /** The user paused it: nothing is wrong, and nothing is fresh. */
  readonly paused: boolean;
  /** Since when its numbers are old; of no meaning while it is live or quiet. */
  readonly oldSinceMs: number;
}

export type TrayIcon = 'ok' | 'late' | 'stalled' | 'down' | 'refused' | 'paused';

export type TrayLine =
  | { readonly kind: 'headline'; readonly text: string }
  | { readonly kind: 'feed'; readonly text: string; readonly feedId: string }
  | { readonly kind: 'more'; readonly text: string }
  | { readonly kind: 'separator' }
  | { readonly kind: 'pause'; readonly text: string; readonly lengths: readonly PauseOption[] }
  | { readonly kind: 'unpause'; readonly text: string }
  | { readonly kind: 'new-version'; readonly text: string }
  | { readonly kind: 'show'; readonly text: string }
  | { readonly kind: 'quit'; readonly text: string };

interface PauseOption {
  readonly text: string;
  readonly length: PauseLength;
}

export interface TrayModel {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly lines: readonly TrayLine[];
}

/**
 * Ages are as of `time`: make a new model when a state changes, and every ten seconds while something
 * is wrong; more often only makes desktops rebuild the menu.
 */
export function trayModel(
  feeds: readonly TrayFeed[],
  pausedUntilWallMs: number | null,
  time: AlertTime,
): TrayModel {
  const sorted = feeds.toSorted((left, right) => rank(right) - rank(left));
  const worst = sorted.find((feed) => !feed.paused)?.state ?? 'live';
  const isPaused = pausedUntilWallMs !== null && time.wallMs < pausedUntilWallMs;
  const pauseWords = isPaused ? `Alerts paused until ${timeOfDay(pausedUntilWallMs, time)}` : null;
  const icon = iconOf(worst);
  // A pause silences alerts, it does not hide what is wrong.
  const showsPause = pauseWords !== null && (icon === 'ok' || icon === 'late');
  const text = headline(sorted, time.monoMs);
  return {
    icon: showsPause ? 'paused' : icon,
    tooltip: showsPause ? pauseWords : text,
    lines: [
      { kind: 'headline', text },
      { kind: 'separator' },
      ...feedLines(sorted, time.monoMs),
      ...(feeds.length === 0 ? [] : [{ kind: 'separator' } as const]),
      pauseWords === null
        ? { kind: 'pause', text: 'Pause alerts', lengths: pauseOptions }
        : { kind: 'unpause', text: `Resume alerts (${lowerFirst(pauseWords)})` },
      { kind: 'show', text: 'Show Vigil' },
      { kind: 'quit', text: 'Quit' },
    ],
  };
}

/** With a line about a newer program; it changes neither icon nor tooltip, which are about feeds. */
export function withNewVersion(model: TrayModel, version: string | null): TrayModel {
  if (version === null) return model;
  const line: TrayLine = { kind: 'new-version', text: `Vigil ${version} is out` };
  const show = model.lines.findIndex(({ kind }) => kind === 'show');
  return { ...model, lines: model.lines.toSpliced(show, 0, line) };
}

/** The one sentence about freshness; `sorted` has the worst first. */
function headline(sorted: readonly TrayFeed[], nowMs: number): string {
  if (sorted.length === 0) return 'No feeds yet';
  const running = sorted.filter((feed) => !feed.paused);
  const paused = sorted.length - running.length;
  if (paused === 0) return freshness(running, nowMs);
  return running.length === 0 ? 'All feeds are paused' : `${freshness(running, nowMs)}; ${paused} paused`;
}

function freshness(sorted: readonly TrayFeed[], nowMs: number): string {
  const worst = sorted[0];
  if (worst === undefined) return '';
  const { state } = worst;
  const all = sorted.length;
  if (state === 'live' || state === 'quiet') {
    return all === 1 ? `${worst.name} is fresh` : `All ${all} feeds fresh`;
  }
  const count = sorted.filter((feed) => feed.state === state).length;
  if (state === 'refused' || state === 'waiting') {
    return count === 1 ? `${worst.name} needs you` : `${count} of ${all} feeds need you`;
  }
  const words = `${count} of ${all} ${all === 1 ? 'feed' : 'feeds'} ${state}`;
  if (state !== 'stalled' || count > 1) return words;
  return `${words}: ${worst.name}, ${duration(nowMs - worst.oldSinceMs)}`;
}

function feedLines(sorted: readonly TrayFeed[], nowMs: number): TrayLine[] {
  const lines: TrayLine[] = sorted
    .slice(0, MOST_FEEDS)
    .map((feed) => ({ kind: 'feed', feedId: feed.feedId, text: `${feed.name}: ${stateWords(feed, nowMs)}` }));
  const left = sorted.length - lines.length;
  return left > 0 ? [...lines, { kind: 'more', text: `and ${left} more` }] : lines;
}

function stateWords(feed: TrayFeed, nowMs: number): string {
  if (feed.paused) return 'paused';
  switch (feed.state) {
    case 'live':
      return 'live';
    case 'quiet':
      return 'quiet, proven';
    case 'late':
    case 'stalled':
    case 'down':
      return `${feed.state} ${duration(nowMs - feed.oldSinceMs)}`;
    default:
      return feed.state;
  }
}

function iconOf(worst: ChannelState): TrayIcon {
  switch (worst) {
    case 'down':
    case 'stalled':
    case 'refused':
      return worst;
    case 'waiting':
      return 'refused';
    case 'late':
    case 'resyncing':
      return 'late';
    default:
      return 'ok';
  }
}

/** Worst first; quiet never beats live, and what is paused comes last. */
function rank({ state, paused }: TrayFeed): number {
  return paused ? -1 : bestToWorst.indexOf(state);
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

const bestToWorst: readonly ChannelState[] = [
  'quiet',
  'live',
  'connecting',
  'late',
  'resyncing',
  'waiting',
  'refused',
  'stalled',
  'down',
];

const pauseOptions: readonly PauseOption[] = [
  { text: '30 min', length: '30-min' },
  { text: '1 h', length: '1-hour' },
  { text: 'Until tomorrow', length: 'until-tomorrow' },
];

const MOST_FEEDS = 12;
