/** Which view is open, what it should show, and whose accounts are in it. */
import { bridge } from '../bridge.ts';
import { createValue, useValue } from './value.ts';

/** What a view is asked to bring up: a feed, a channel, a market, or a part of the settings. */
export interface Target {
  readonly feedId?: string;
  readonly channelId?: string;
  readonly venue?: string;
  readonly symbol?: string;
  readonly section?: string;
}

interface Place {
  readonly view: string;
  readonly target: Target | null;
}

/** One account, or all of a venue. */
export interface Scope {
  readonly venue: string;
  /** null: every account of the venue. */
  readonly account: string | null;
}

const place = createValue<Place>({ view: 'overview', target: null });
const scope = createValue<Scope | null>(null);

/** Each call makes a new target, so that a view can tell a second request for the same thing. */
export function navigate(view: string, target: Target | null = null): void {
  place.set({ view, target });
}

/** A click on a popup or in the tray leads somewhere. */
export function startNavigation(): void {
  bridge.subscribe('window.go', (to) => {
    if (to.view === 'settings') navigate(to.view, { section: to.section });
    else navigate(to.view, to.feedId === null ? null : { feedId: to.feedId });
  });
}

export function usePlace(): Place {
  return useValue(place);
}

export function setScope(next: Scope | null): void {
  scope.set(next);
}

export function useScope(): Scope | null {
  return useValue(scope);
}

export function isInScope(
  row: { readonly venue: string; readonly account: string | null },
  of: Scope | null,
) {
  return of === null || (row.venue === of.venue && (of.account === null || row.account === of.account));
}
