/** A month laid out in weeks, in UTC. Pure. */

const dayMs = 86_400_000;

export interface MonthDay {
  /** Its beginning. */
  readonly ms: number;
  readonly day: number;
  readonly ofMonth: boolean;
}

/** Whole weeks from Monday on that cover the month of `ms`. */
export function monthDays(ms: number): readonly MonthDay[] {
  const date = new Date(ms);
  const month = date.getUTCMonth();
  const first = Date.UTC(date.getUTCFullYear(), month, 1);
  const last = Date.UTC(date.getUTCFullYear(), month + 1, 0);
  const days: MonthDay[] = [];
  for (let day = first - mondayOffset(first) * dayMs; day <= last || days.length % 7 !== 0; day += dayMs) {
    days.push({ ms: day, day: new Date(day).getUTCDate(), ofMonth: new Date(day).getUTCMonth() === month });
  }
  return days;
}

export function monthName(ms: number): string {
  return new Date(ms).toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** The first of the month that is `step` months away. */
export function withMonth(ms: number, step: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + step, 1);
}

/** The beginning of its day. */
export function withDay(ms: number): number {
  return ms - (ms % dayMs);
}

/** `06:30` in milliseconds; null when it is no time of day. */
export function timeOfDayMs(text: string): number | null {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  return match === null ? null : (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

function mondayOffset(ms: number): number {
  return (new Date(ms).getUTCDay() + 6) % 7;
}
