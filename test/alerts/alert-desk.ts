/** Drives the alert policy the way the shell does: one timer at the next time it names. */
import type {
  AlertDecision,
  AlertEvent,
  AlertTime,
  FeedSight,
  Popup,
} from '../../src/main/alerts/alert-types.ts';
import { decide, initialAlerts, nextAlertMs } from '../../src/main/alerts/policy.ts';
import type { AlertSettings } from '../../src/preload/contract/alert-settings.ts';
import { defaultAlertSettings } from '../../src/preload/contract/default-settings.ts';
import type { ChannelState } from '../../src/preload/contract/health.ts';

export interface AlertDesk {
  readonly settings: AlertSettings;
  readonly decisions: readonly AlertDecision[];
  /** Seconds since the desk was opened. */
  readonly log: readonly { readonly atS: number; readonly decision: AlertDecision }[];
  /** What was shown or repeated. */
  readonly popups: readonly Popup[];
  tell(event: AlertEvent): void;
  /** Reports a feed; its age counts from now where the sight gives one. */
  see(sight: Sight): void;
  pass(seconds: number): void;
  nextMs(): number | null;
  nowMs(): number;
}

export interface Sight extends Omit<FeedSight, 'oldSinceMs'> {
  readonly ageS: number;
}

const names: Readonly<Record<string, string>> = {
  bybit: 'Bybit main',
  okx: 'OKX hedge',
  kraken: 'Kraken main',
};

export function feed(feedId: string, state: ChannelState, change: Partial<Sight> = {}): Sight {
  return {
    feedId,
    name: names[feedId] ?? feedId,
    state,
    reason: 'no data for 42 s',
    topics: ['order'],
    ageS: 42,
    exposure: null,
    loss: { missed: 0, refilled: 0 },
    ...change,
  };
}

export function alertDesk({
  graceS = 60,
  wallMs = Date.UTC(2026, 10, 24, 14, 0),
  utcOffsetMinutes = 60,
} = {}): AlertDesk {
  const settings = structuredClone(defaultAlertSettings);
  let monoMs = 1_000_000;
  let nowWallMs = wallMs;
  const time = (): AlertTime => ({ monoMs, wallMs: nowWallMs, utcOffsetMinutes });
  let state = initialAlerts(time());
  monoMs += graceS * 1_000;
  nowWallMs += graceS * 1_000;
  const startMs = monoMs;
  const log: { atS: number; decision: AlertDecision }[] = [];

  function tell(event: AlertEvent): void {
    const outcome = decide(state, event, time(), settings);
    state = outcome.state;
    for (const decision of outcome.decisions) log.push({ atS: (monoMs - startMs) / 1_000, decision });
  }
  return {
    settings,
    log,
    get decisions() {
      return log.map(({ decision }) => decision);
    },
    get popups() {
      return log.flatMap(({ decision }) => ('popup' in decision ? [decision.popup] : []));
    },
    tell,
    see({ ageS, ...sight }) {
      tell({ kind: 'feed', feed: { ...sight, oldSinceMs: monoMs - ageS * 1_000 } });
    },
    pass(seconds) {
      const untilMs = monoMs + seconds * 1_000;
      for (;;) {
        const nextMs = nextAlertMs(state, time(), settings);
        if (nextMs === null || nextMs > untilMs) break;
        nowWallMs += nextMs - monoMs;
        monoMs = nextMs;
        tell({ kind: 'tick' });
        const again = nextAlertMs(state, time(), settings);
        if (again !== null && again <= monoMs) throw new Error(`asks to be woken for ever at ${monoMs}`);
      }
      nowWallMs += untilMs - monoMs;
      monoMs = untilMs;
    },
    nextMs: () => nextAlertMs(state, time(), settings),
    nowMs: () => monoMs,
  };
}
