/** Every request the window can make: name, schema of its payload, type of its result. */
import { z } from 'zod';
import { type AccountResults, accountRequests } from './accounts.ts';
import { type AlertsView, pauseLengths } from './alerts.ts';
import type { Incident, MissedAnswer } from './incidents.ts';
import { type LoginStartView, loginStarts } from './login-start.ts';
import { Settings } from './settings.ts';
import { type UpdateResults, updateRequests } from './updates.ts';
import type { MarketUpdate, PublishedTable, PublishedTables } from './views.ts';

const Venue = z.string().min(1).max(40);
const SymbolName = z.string().min(1).max(60);
const Id = z.string().min(1).max(200);

/** Wall milliseconds since 1970; beyond the last there is no date. */
const Moment = z.number().min(0).max(8_640_000_000_000_000);
const Span = { fromMs: Moment, toMs: Moment };

const publishedTables = [
  'position',
  'order',
  'execution',
  'margin',
  'instrument',
  'quote',
  'total',
  'feed',
  'channel',
] as const satisfies readonly PublishedTable[];

/** Faults of the practice venue that a user can try. */
export const practiceFaults = ['mute', 'drop', 'refuse', 'bad-frame', 'unknown-row'] as const;
export type PracticeFault = (typeof practiceFaults)[number];

export const requests = {
  'app.info': z.strictObject({}),
  /** Everything that Vigil is made of, with its licence. */
  'app.licences': z.strictObject({}),
  /** Opens the notices of Chromium in the system's own viewer. */
  'app.open-notices': z.strictObject({}),
  /** A text to hand on when something is wrong; it holds nothing private. */
  'app.diagnostics': z.strictObject({}),
  'tables.snapshot': z.strictObject({ table: z.enum(publishedTables) }),
  'rows.raw': z.strictObject({ table: z.enum(publishedTables), key: z.string().max(400) }),
  'market.watch': z.strictObject({ venue: Venue, symbol: SymbolName }),
  'market.unwatch': z.strictObject({}),
  'markets.add': z.strictObject({
    venue: Venue,
    symbols: z.array(SymbolName).min(1).max(50),
    endpoint: z.string().max(2000).nullable(),
  }),
  'markets.remove': z.strictObject({ feedId: Id }),
  'feeds.reconnect': z.strictObject({ feedId: Id }),
  'feeds.resubscribe': z.strictObject({ channelId: Id }),
  /** Until the next `feeds.reconnect`, or the next start. */
  'feeds.pause': z.strictObject({ feedId: Id }),
  'practice.fault': z.strictObject({ fault: z.enum(practiceFaults), seconds: z.number().min(1).max(600) }),
  'practice.heal': z.strictObject({}),
  /** The newest incidents. */
  'incidents.list': z.strictObject({ limit: z.number().int().min(1).max(5000) }),
  'incidents.ask': z.strictObject(Span),
  /** Asks where to save the incidents of that time as CSV. */
  'incidents.export': z.strictObject(Span),
  'alerts.state': z.strictObject({}),
  /** The user has seen it; null: everything. */
  'alerts.acknowledge': z.strictObject({ feedId: Id.nullable() }),
  /** null: resume. */
  'alerts.pause': z.strictObject({ length: z.enum(pauseLengths).nullable() }),
  /** Shows a notification, to see whether the desktop does. */
  'alerts.test': z.strictObject({}),
  ...accountRequests,
  ...updateRequests,
  'login.state': z.strictObject({}),
  'login.change': z.strictObject({ start: z.enum(loginStarts) }),
  'settings.load': z.strictObject({}),
  'settings.save': z.strictObject({ settings: Settings }),
  'export.csv': z.strictObject({ name: z.string().min(1).max(120), text: z.string().max(50_000_000) }),
  'clipboard.write': z.strictObject({ text: z.string().max(5_000_000) }),
  'window.control': z.strictObject({ action: z.enum(['minimise', 'toggle-maximise', 'close']) }),
} as const;

export type RequestName = keyof typeof requests;
export type RequestPayload<N extends RequestName> = z.input<(typeof requests)[N]>;

export interface AppInfo {
  readonly version: string;
  readonly electron: string;
  /** True under the test-only runtime: practice and tests only, no real keys. */
  readonly testRuntime: boolean;
  readonly platform: string;
  readonly dataFolder: string;
  /** Such as: the settings file was damaged, or the practice venue could not start. More may follow. */
  readonly notices: readonly string[];
}

export interface Licence {
  readonly name: string;
  readonly version: string;
  /** As SPDX names it. */
  readonly licence: string;
  readonly text: string;
}

export interface TableSnapshot<T extends PublishedTable = PublishedTable> {
  readonly table: T;
  /** The delta that follows this snapshot has `seq + 1`. */
  readonly seq: number;
  /** Main's monotonic clock when this was made. */
  readonly clockMs: number;
  readonly rows: readonly (readonly [key: string, row: PublishedTables[T]])[];
}

/** The venue's own object, as JSON text in the venue's digits, and its keys that changed last. */
export interface RawItem {
  readonly json: string;
  readonly changed: readonly string[];
}

export interface Results extends AccountResults, UpdateResults {
  'app.info': AppInfo;
  'app.licences': readonly Licence[];
  'app.open-notices': null;
  'app.diagnostics': { readonly text: string };
  'tables.snapshot': TableSnapshot;
  'rows.raw': RawItem | null;
  'market.watch': MarketUpdate | null;
  'market.unwatch': null;
  'markets.add': { readonly feedId: string };
  'markets.remove': null;
  'feeds.reconnect': null;
  'feeds.resubscribe': null;
  'feeds.pause': null;
  'practice.fault': null;
  'practice.heal': null;
  /** Newest first. */
  'incidents.list': { readonly incidents: readonly Incident[]; readonly total: number };
  'incidents.ask': MissedAnswer;
  'incidents.export': { readonly path: string | null };
  'alerts.state': AlertsView;
  'alerts.acknowledge': null;
  'alerts.pause': null;
  /** `problem` null: it is on screen. */
  'alerts.test': { readonly problem: string | null };
  'login.state': LoginStartView;
  'login.change': LoginStartView;
  'settings.load': Settings;
  'settings.save': null;
  'export.csv': { readonly path: string | null };
  'clipboard.write': null;
  'window.control': null;
}
