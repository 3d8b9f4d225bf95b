/** When and how the user wants to be told; kept with the other settings, checked on both sides. */
import { z } from 'zod';
import { defaultLimits, defaultRisk } from './default-settings.ts';

const Told = z.object({
  notify: z.boolean(),
  /** Stays on screen until dismissed. */
  stays: z.boolean(),
  sound: z.boolean(),
});

/** In percent. Absent in files of versions that did not watch them yet. */
const Limits = z.object({
  /** A position nearer to its liquidation than this stands out in amber. */
  liquidationWatch: z.number().int().min(1).max(100),
  /** Nearer than this: an alert. */
  liquidationAct: z.number().int().min(1).max(100),
  /** An account whose maintenance margin is more than this share of its equity: an alert. */
  marginAct: z.number().int().min(1).max(100),
});

/** Local time of day, `23:00`. */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const AlertSettings = z.object({
  events: z.object({
    late: Told,
    stalled: Told,
    /** Stalled or down while the account has open positions or orders. */
    critical: Told,
    down: Told,
    /** A key or a subscription is refused, or a key waits for the keychain. */
    refused: Told,
    unstable: Told,
    /** A position or an account is beyond its limit. */
    risk: Told.default(defaultRisk),
    recovered: Told,
  }),
  /** Minutes after the first notification; the last wait goes on for ever. */
  repeatMinutes: z.array(z.number().int().min(1).max(1440)).min(1).max(6),
  limits: Limits.default(defaultLimits),
  downAfterSeconds: z.number().int().min(0).max(600),
  /** So many feeds within so many seconds become one notification. */
  network: z.object({
    feeds: z.number().int().min(2).max(20),
    withinSeconds: z.number().int().min(1).max(60),
  }),
  quietHours: z.object({
    on: z.boolean(),
    from: TimeOfDay,
    to: TimeOfDay,
    /** Critical alerts are shown all the same. */
    breakThrough: z.boolean(),
  }),
});

export type AlertSettings = z.infer<typeof AlertSettings>;
