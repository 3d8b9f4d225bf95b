/** Pauses and quiet hours: when nobody wants to be told, and until when. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type { PauseLength } from '../../preload/contract/alerts.ts';
import type { AlertState, AlertTime } from './alert-types.ts';

/** Why an alert is held back now, and until when; null when it may be shown. */
export interface Hold {
  readonly reason: string;
  readonly untilWallMs: number;
}

export function holdNow(
  state: AlertState,
  isCritical: boolean,
  time: AlertTime,
  settings: AlertSettings,
): Hold | null {
  const { pausedUntilWallMs } = state;
  if (pausedUntilWallMs !== null && time.wallMs < pausedUntilWallMs) {
    return {
      reason: `alerts are paused until ${timeOfDay(pausedUntilWallMs, time)}`,
      untilWallMs: pausedUntilWallMs,
    };
  }
  const untilWallMs = quietUntilWallMs(time, settings.quietHours);
  if (untilWallMs === null || (isCritical && settings.quietHours.breakThrough)) return null;
  return { reason: `quiet hours until ${timeOfDay(untilWallMs, time)}`, untilWallMs };
}

/** The monotonic time that corresponds to a wall time, as the clocks stand now. */
export function monoAt(wallMs: number, time: AlertTime): number {
  return time.monoMs + (wallMs - time.wallMs);
}

export function pauseUntilWallMs(length: PauseLength, time: AlertTime): number {
  if (length === '30-min') return time.wallMs + 30 * MINUTE_MS;
  if (length === '1-hour') return time.wallMs + 60 * MINUTE_MS;
  const localMs = time.wallMs + time.utcOffsetMinutes * MINUTE_MS;
  const morningMs = (Math.floor(localMs / DAY_MS) + 1) * DAY_MS + MORNING_MINUTE * MINUTE_MS;
  return morningMs - time.utcOffsetMinutes * MINUTE_MS;
}

/** Local time of day, `15:02`. */
export function timeOfDay(wallMs: number, time: AlertTime): string {
  const minute = localMinute(wallMs, time);
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

export function quietUntilWallMs(time: AlertTime, hours: AlertSettings['quietHours']): number | null {
  if (!hours.on) return null;
  const from = minuteOfDay(hours.from);
  const to = minuteOfDay(hours.to);
  const now = localMinute(time.wallMs, time);
  const isQuiet = from <= to ? now >= from && now < to : now >= from || now < to;
  if (!isQuiet) return null;
  const left = (to - now + DAY_MINUTES) % DAY_MINUTES;
  return (Math.floor(time.wallMs / MINUTE_MS) + left) * MINUTE_MS;
}

function localMinute(wallMs: number, time: AlertTime): number {
  const minute = Math.floor(wallMs / MINUTE_MS) + time.utcOffsetMinutes;
  return ((minute % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
}

function minuteOfDay(text: string): number {
  const [hour, minute] = text.split(':');
  return Number(hour) * 60 + Number(minute);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
/** Tomorrow begins at eight for those who pause until then at a quarter to twelve. */
const MORNING_MINUTE = 8 * 60;
