/** The settings of a first start. Without the schemas, so that the window carries no code that checks them. */
import type { AlertSettings } from './alert-settings.ts';
import type { Settings } from './settings.ts';

export const defaultLimits = { liquidationWatch: 10, liquidationAct: 5, marginAct: 80 };
export const defaultRisk = { notify: true, stays: true, sound: true };

export const defaultAlertSettings: AlertSettings = {
  events: {
    late: { notify: false, stays: false, sound: false },
    stalled: { notify: true, stays: false, sound: false },
    critical: { notify: true, stays: true, sound: true },
    down: { notify: true, stays: false, sound: false },
    refused: { notify: true, stays: false, sound: false },
    unstable: { notify: true, stays: false, sound: false },
    risk: defaultRisk,
    recovered: { notify: true, stays: false, sound: false },
  },
  repeatMinutes: [1, 5, 15, 60],
  limits: defaultLimits,
  downAfterSeconds: 20,
  network: { feeds: 3, withinSeconds: 5 },
  quietHours: { on: false, from: '23:00', to: '07:30', breakThrough: true },
};

export const defaultSettings: Settings = {
  version: 2,
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
  lookForUpdates: true,
  swapSides: false,
  incidentsSeenMs: 0,
  logLevel: 'info',
};
