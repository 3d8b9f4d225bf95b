/** When a notification that nobody acknowledged is said again. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';

interface Announced {
  readonly atMs: number;
  readonly repeats: number;
}

/** The listed minutes count from the first notification; the last one goes on for ever. */
export function repeatDueMs({ atMs, repeats }: Announced, settings: AlertSettings): number {
  const minutes = settings.repeatMinutes;
  const last = minutes.at(-1) ?? 60;
  const beyond = Math.max(0, repeats - minutes.length + 1);
  return atMs + (minutes[repeats] ?? last * (1 + beyond)) * 60_000;
}

/** Repeats that fell due together (the machine slept) count as one. */
export function lastDue(announced: Announced, nowMs: number, settings: AlertSettings): Announced {
  let { repeats } = announced;
  while (repeatDueMs({ ...announced, repeats }, settings) <= nowMs) repeats += 1;
  return { ...announced, repeats };
}
