/**
 * What the user chose for the window; kept in a file by main, checked on both sides. A change of its shape
 * is a new version, with a step in `main/app/settings-reading.ts`.
 */
import { z } from 'zod';
import { AlertSettings } from './alert-settings.ts';

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
  version: z.literal(2),
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
  /** Keys that can do more than read are not accepted at all. */
  readOnlyKeys: z.boolean(),
  alerts: AlertSettings,
  /** Whether Vigil looks for new versions by itself. */
  lookForUpdates: z.boolean(),
  /** Red is long and teal is short, as in East Asia. */
  swapSides: z.boolean(),
  /** Wall milliseconds until which the list of incidents was looked at. */
  incidentsSeenMs: z.number().min(0),
  /** What is written to the log: this and what is graver. */
  logLevel: z.enum(['error', 'warning', 'info', 'debug']),
});

export type Settings = z.infer<typeof Settings>;
export type TableLayout = z.infer<typeof TableLayout>;
export type Market = z.infer<typeof Market>;
