/** What the user chose for the window; kept in a file by main, checked on both sides. */
import { z } from 'zod';
import { AlertSettings, defaultAlertSettings } from './alert-settings.ts';

const TableLayout = z.object({
  /** Column ids in order; hidden ones are left out. */
  columns: z.array(z.string().max(40)).max(60),
  widths: z.record(z.string().max(40), z.number().int().min(24).max(2000)),
  sort: z.object({ column: z.string().max(40), descending: z.boolean() }).nullable(),
});

const Market = z.object({
  venue: z.string().max(40),
  symbols: z.array(z.string().min(1).max(60)).min(1).max(50),
  endpoint: z.string().max(2000).nullable(),
});

export const Settings = z.object({
  version: z.literal(1),
  theme: z.enum(['dark', 'light', 'system']),
  /** `auto`: compact rows, comfortable ones on a wide window. */
  density: z.enum(['auto', 'compact', 'comfortable']),
  currency: z.enum(['USD', 'EUR', 'BTC']),
  singleKeys: z.boolean(),
  flash: z.boolean(),
  view: z.string().max(40),
  tables: z.record(z.string().max(40), TableLayout),
  /** Public markets the user opened; they are opened again at the next start. */
  markets: z.array(Market).max(50),
  /** The practice venue runs until the user switches it off. */
  practice: z.boolean(),
  /** Keys that can do more than read are not accepted at all. Absent in files of earlier versions. */
  readOnlyKeys: z.boolean().default(false),
  /** Absent in files of versions that had no alerts yet. */
  alerts: AlertSettings.default(defaultAlertSettings),
  /** Red is long and teal is short, as in East Asia. */
  swapSides: z.boolean().default(false),
  /** Wall milliseconds until which the list of incidents was looked at. */
  incidentsSeenMs: z.number().min(0).default(0),
});

export type Settings = z.infer<typeof Settings>;
export type TableLayout = z.infer<typeof TableLayout>;
export type Market = z.infer<typeof Market>;

export const defaultSettings: Settings = {
  version: 1,
  theme: 'dark',
  density: 'auto',
  currency: 'USD',
  singleKeys: true,
  flash: true,
  view: 'overview',
  tables: {},
  markets: [],
  practice: true,
  readOnlyKeys: false,
  alerts: defaultAlertSettings,
  swapSides: false,
  incidentsSeenMs: 0,
};
