/** Says what an outcome has against it; nothing, for a feed that told the truth and lost nothing. */
import type { Outcome } from './measure.ts';
import { isWell } from './recorded-feed.ts';

/** `lateMs`: how much of its clock's time the machine may be late, which counts more the faster the clock is. */
export function objections(outcome: Outcome, lateMs: number): readonly string[] {
  const { case: one, states, askedMs, gaps, reconnects, lost, doubled, differences, uncounted } = outcome;
  const { expect } = one;
  const found: string[] = [];
  const object = (isWrong: boolean, words: string) => {
    if (isWrong) found.push(words);
  };
  const bad = states.filter(({ state }) => !isWell(state) && state !== 'late');
  const first = states.find(({ state }) => !isWell(state));
  if (expect.state === null) object(bad.length > 0, `it said ${bad[0]?.state}`);
  else object(!bad.some(({ state }) => state === expect.state), `it never said ${expect.state}`);
  const isTold = askedMs === null || (first !== undefined && first.atMs <= askedMs + lateMs / 100);
  object(!isTold, 'it asked the venue before it said why');
  if (expect.gap === null) object(gaps.length > 0, `it marked a gap: ${gaps[0]?.kind}`);
  else object(!gaps.some(({ kind }) => kind === expect.gap), `it marked no gap of kind ${expect.gap}`);
  object(expect.reconnects !== reconnects > 0, `it reconnected ${reconnects} times`);
  object(expect.state === null && expect.gap === null && askedMs !== null, 'it asked for no reason');
  const wellAfterMs = healthyAfterMs(outcome);
  object(
    wellAfterMs > expect.withinMs + lateMs,
    `it was well only after ${(wellAfterMs / 1_000).toFixed(1)} s`,
  );
  object(lost > 0, `${lost} trades were lost`);
  object(doubled > 0, `${doubled} trades were doubled`);
  object(outcome.returned < (expect.returns ?? 0), `only ${outcome.returned} rows went and came back`);
  object(differences.length > 0, `its tables differ: ${differences.slice(0, 3).join('; ')}`);
  object(uncounted !== 0, `${uncounted} frames are not accounted for`);
  return [...found, ...hurries(outcome)];
}

/** From the end of a fault that lasted by itself, otherwise from its beginning. */
export function healthyAfterMs({ case: one, wellMs, endedMs }: Outcome): number {
  const isPatient = one.ends === 'after-a-minute' && one.expect.state !== null;
  return Math.max(0, wellMs - (isPatient ? (endedMs ?? 0) : 0));
}

/** Attempts before the time the venue asked for, or more of them than backing off allows. */
function hurries({ case: one, attemptsMs }: Outcome): readonly string[] {
  const refusal = one.faults.find((fault) => fault.kind === 'refuse');
  if (refusal === undefined) return [];
  const askedMs = (refusal.retryAfterSeconds ?? 0) * 1_000;
  const waits = attemptsMs.slice(1).map((atMs, index) => atMs - (attemptsMs[index] ?? 0));
  const hasty = waits.filter((waitMs) => waitMs < askedMs - 50);
  const found = hasty.map((waitMs) => `it came back after ${(waitMs / 1_000).toFixed(1)} s`);
  if (attemptsMs.length > mostAttempts) found.push(`it tried ${attemptsMs.length} times`);
  return found;
}

/** Half a second, doubled up to half a minute: a minute holds about ten attempts, with luck a few more. */
const mostAttempts = 20;
