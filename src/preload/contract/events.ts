/** What main tells the window without being asked. */
import type { AccountsView } from './accounts.ts';
import type { AlertsView, AlertTold } from './alerts.ts';
import type { Incident } from './incidents.ts';
import type { UpdatesView } from './updates.ts';
import type { MarketUpdate, PublishedTable, PublishedTables } from './views.ts';

export interface TableDelta<T extends PublishedTable = PublishedTable> {
  readonly table: T;
  /** One more than the delta before; a hole means: ask for a snapshot. */
  readonly seq: number;
  readonly clockMs: number;
  readonly upserts: readonly (readonly [key: string, row: PublishedTables[T]])[];
  readonly removes: readonly string[];
}

export interface SelfHealth {
  /** Worst delay of main's event loop in the last second. */
  readonly loopDelayMs: number;
  /** Share of one core used by all of Vigil's processes. */
  readonly cpuPercent: number;
}

/** `feedId` null: no single feed is meant. */
export type WindowPlace =
  | { readonly view: 'feeds' | 'incidents'; readonly feedId: string | null }
  | { readonly view: 'settings'; readonly section: 'about' };

export interface Events {
  'tables.delta': TableDelta;
  'market.update': MarketUpdate;
  'self.health': SelfHealth;
  'alerts.changed': AlertsView;
  'alerts.told': AlertTold;
  /** Incidents that are new or changed, oldest first. */
  'incidents.changed': { readonly incidents: readonly Incident[] };
  /** Any change of an account or of the keychain; the whole of it. */
  'accounts.changed': AccountsView;
  /** A look for new versions began or ended, or a release was skipped; the whole of it. */
  'updates.changed': UpdatesView;
  /** A notification or the tray was clicked. */
  'window.go': WindowPlace;
  /** All that the user should know of Vigil itself, as in `AppInfo`. */
  'app.notices': { readonly notices: readonly string[] };
  'window.state': { readonly maximised: boolean; readonly visible: boolean };
}
export type EventName = keyof Events;
