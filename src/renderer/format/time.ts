/** Venue times as a person reads them: UTC, the day only where it is not today. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `14:32:07` today, `21 Nov` before. */
export function shortTime(iso: string, nowMs: number): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return isSameDay(date, new Date(nowMs)) ? clock(date) : day(date);
}

/** `14:32:07.912`; the day in front where it is not today. */
export function preciseTime(iso: string, nowMs: number): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const time = `${clock(date)}.${pad(date.getUTCMilliseconds(), 3)}`;
  return isSameDay(date, new Date(nowMs)) ? time : `${day(date)} ${time}`;
}

/** `14:32:07.912` today, `21 Nov 14:32` before: as wide as each other, for a column. */
export function columnTime(iso: string, nowMs: number): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime()) || isSameDay(date, new Date(nowMs))) return preciseTime(iso, nowMs);
  return `${day(date)} ${clock(date).slice(0, 5)}`;
}

/** `24 Nov 11:02:57.224`, for details. */
export function fullTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${day(date)} ${clock(date)}.${pad(date.getUTCMilliseconds(), 3)}`;
}

/** The same moment where the reader is, for hovering. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${date.toLocaleString()} local time`;
}

/** `14:32:07` */
export function clockText(ms: number): string {
  return clock(new Date(ms));
}

/** `24 Nov` */
export function dayText(ms: number): string {
  return day(new Date(ms));
}

function clock(date: Date): string {
  return `${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
}

function day(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''}`;
}

function isSameDay(a: Date, b: Date): boolean {
  return a.toISOString().slice(0, 10) === b.toISOString().slice(0, 10);
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
