/** Moments as a person types and reads them, in UTC. Pure: the caller brings the time. */
import { clockText, dayText } from './time.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `24 Nov 06:30`; the year only where it is another one. */
export function momentText(ms: number, nowMs: number): string {
  const year = new Date(ms).getUTCFullYear();
  const ofYear = year === new Date(nowMs).getUTCFullYear() ? '' : ` ${year}`;
  return `${dayText(ms)}${ofYear} ${clockText(ms).slice(0, 5)}`;
}

/**
 * Understands `now`, `06:30`, `24 Nov`, `24 Nov 06:30`, `2026-11-24 06:30` and `8 h ago`; null when the
 * text is none of these. What has no year, or no day, is the last time that it was so.
 */
export function parseMoment(text: string, nowMs: number): number | 'now' | null {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ').replace(/ utc$/, '');
  if (words === 'now') return 'now';
  return ago(words, nowMs) ?? timeToday(words, nowMs) ?? isoDay(words) ?? namedDay(words, nowMs);
}

function ago(words: string, nowMs: number): number | null {
  const match = /^-? ?(\d{1,4}) ?(min|m|h|d)( ago)?$/.exec(words);
  if (match === null) return null;
  const unit = { min: minuteMs, m: minuteMs, h: hourMs, d: dayMs }[match[2] ?? ''] ?? 0;
  return nowMs - Number(match[1]) * unit;
}

function timeToday(words: string, nowMs: number): number | null {
  const ofDay = timeOfDay(words);
  if (ofDay === null) return null;
  const today = nowMs - (nowMs % dayMs) + ofDay;
  return today > nowMs ? today - dayMs : today;
}

function isoDay(words: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[t ](.+?))?z?$/.exec(words);
  if (match === null) return null;
  return moment(Number(match[1]), Number(match[2]) - 1, Number(match[3]), match[4]);
}

function namedDay(words: string, nowMs: number): number | null {
  const match = /^(\d{1,2}) ([a-z]{3,9})\.?(?: (\d{4}))?(?:,? (\d.*))?$/.exec(words);
  if (match === null) return null;
  const month = months.indexOf(match[2]?.slice(0, 3) ?? '');
  if (month < 0) return null;
  const thisYear = new Date(nowMs).getUTCFullYear();
  const of = (year: number) => moment(year, month, Number(match[1]), match[4]);
  if (match[3] !== undefined) return of(Number(match[3]));
  const inThisYear = of(thisYear);
  return inThisYear !== null && inThisYear > nowMs + dayMs ? of(thisYear - 1) : inThisYear;
}

function moment(year: number, month: number, day: number, time: string | undefined): number | null {
  const ofDay = time === undefined ? 0 : timeOfDay(time);
  const ms = Date.UTC(year, month, day);
  // The 31st of a shorter month would silently be the first of the next.
  if (ofDay === null || new Date(ms).getUTCDate() !== day || new Date(ms).getUTCMonth() !== month)
    return null;
  return ms + ofDay;
}

function timeOfDay(words: string): number | null {
  const match = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/.exec(words);
  if (match === null) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return hours * hourMs + minutes * minuteMs + seconds * 1000;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
