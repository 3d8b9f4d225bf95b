/** Drives the health of one channel the way a feed does: one timer at the next check, cures taken as wanted. */
import { nextCheckMs, wants } from '../../src/main/feeds/cure.ts';
import { initialHealth, nextHealth } from '../../src/main/feeds/health.ts';
import type { Evidence, Health, HealthRules, LookAnswer, Want } from '../../src/main/feeds/health-types.ts';

export interface HealthDriver {
  readonly health: Health;
  readonly nowMs: number;
  /** Every state entered, with its time. */
  readonly states: readonly {
    readonly atMs: number;
    readonly kind: Health['kind'];
    readonly reason: string;
  }[];
  /** Everything asked of the feed, with its time. */
  readonly asked: readonly { readonly atMs: number; readonly want: Want }[];
  /** Times at which the machine was asked because its timer fell due. */
  readonly checks: number;
  hear(evidence: Evidence): void;
  /** Lets time pass. */
  until(atMs: number): void;
}

export interface DriverOptions {
  readonly rules: HealthRules;
  readonly startMs?: number;
  /** Answers REST looks at once; null leaves them out for ever. */
  readonly look?: () => LookAnswer | null;
}

export function healthDriver({ rules, startMs = 0, look = () => null }: DriverOptions): HealthDriver {
  let health = initialHealth(startMs);
  let nowMs = startMs;
  let checks = 0;
  const states: { atMs: number; kind: Health['kind']; reason: string }[] = [];
  const asked: { atMs: number; want: Want }[] = [];

  function hear(evidence: Evidence): void {
    const before = health;
    health = nextHealth(health, evidence, nowMs, rules);
    if (health.kind !== before.kind) states.push({ atMs: nowMs, kind: health.kind, reason: health.reason });
    obey();
  }
  function obey(): void {
    const want = wants(health, nowMs, rules);
    if (want === 'nothing') return;
    asked.push({ atMs: nowMs, want });
    if (want !== 'quiet-proof') {
      hear({ kind: 'cure', step: want });
      return;
    }
    hear({ kind: 'look-started' });
    const answer = look();
    if (answer !== null) hear({ kind: 'look-answered', answer });
  }
  return {
    get health() {
      return health;
    },
    get nowMs() {
      return nowMs;
    },
    get checks() {
      return checks;
    },
    states,
    asked,
    hear,
    until(atMs) {
      for (;;) {
        const checkMs = nextCheckMs(health, nowMs, rules);
        if (checkMs === null || checkMs > atMs) break;
        nowMs = checkMs;
        checks += 1;
        hear({ kind: 'tick' });
      }
      nowMs = atMs;
    },
  };
}

/** Connects and subscribes at the driver's present time. */
export function open(driver: HealthDriver, snapshotDue = false): void {
  driver.hear({ kind: 'connecting', afresh: true });
  driver.hear({ kind: 'connected' });
  driver.hear({ kind: 'subscribed', snapshotDue });
}

export const data: Evidence = { kind: 'data', lastTradeId: null };
