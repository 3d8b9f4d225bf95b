/** Which one banner stands under the top bar, worst first. Pure. */
import type { TroubleView } from '../../preload/contract/alerts.ts';

/** As much of a feed as the banner needs. */
export interface BannerFeed {
  readonly id: string;
  readonly state: string;
  readonly confirmedMs: number | null;
  readonly retryAtMs: number | null;
}

export interface BannerFacts {
  readonly troubles: readonly TroubleView[];
  readonly feeds: readonly BannerFeed[];
  /** Why Vigil itself is late, while it is. */
  readonly selfLate: string | null;
  /** Main's clock. */
  readonly nowMs: number;
}

export type Banner =
  | { readonly kind: 'critical' | 'needs'; readonly trouble: TroubleView; readonly more: number }
  | { readonly kind: 'offline'; readonly asOfMs: number | null; readonly retryAtMs: number | null }
  | { readonly kind: 'late'; readonly cause: string };

/** A connection that is back within this time is not worth pushing the view down for. */
const holdBackMs = 5000;

export function bannerOf({ troubles, feeds, selfLate, nowMs }: BannerFacts): Banner | null {
  const unseen = troubles.filter((trouble) => !trouble.acknowledged);
  const critical = unseen.filter((trouble) => trouble.critical && hasLasted(trouble, nowMs));
  const needs = unseen.filter(({ kind }) => kind === 'refused' || kind === 'waiting');
  const more = critical.length + needs.length - 1;
  if (critical[0] !== undefined) return { kind: 'critical', trouble: critical[0], more };
  // Who acknowledged one of them knows already.
  if (isOffline(feeds) && unseen.length === troubles.length && unseen.some((one) => hasLasted(one, nowMs))) {
    return { kind: 'offline', asOfMs: latest(feeds), retryAtMs: soonest(feeds) };
  }
  if (needs[0] !== undefined) return { kind: 'needs', trouble: needs[0], more };
  return selfLate === null ? null : { kind: 'late', cause: selfLate };
}

function hasLasted({ announced, oldSinceMs }: TroubleView, nowMs: number): boolean {
  return announced || (oldSinceMs !== null && nowMs - oldSinceMs >= holdBackMs);
}

function isOffline(feeds: readonly BannerFeed[]): boolean {
  return feeds.length > 0 && feeds.every(({ state }) => state === 'down');
}

function latest(feeds: readonly BannerFeed[]): number | null {
  return extreme(
    feeds.map(({ confirmedMs }) => confirmedMs),
    Math.max,
  );
}

function soonest(feeds: readonly BannerFeed[]): number | null {
  return extreme(
    feeds.map(({ retryAtMs }) => retryAtMs),
    Math.min,
  );
}

function extreme(
  values: readonly (number | null)[],
  pick: (...numbers: readonly number[]) => number,
): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : pick(...known);
}
