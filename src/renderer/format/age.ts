/** Ages and waits in few words. */
import { thinSpace } from './decimal.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `< 1 s`, `42 s`, `1 m 05 s`, `10 m`, `1 h 07 m`, `2 d 4 h`. */
export function formatAge(ageMs: number): string {
  const ms = Math.max(0, ageMs);
  if (ms < second) return `<${thinSpace}1${thinSpace}s`;
  if (ms < minute) return unit(ms / second, 's');
  if (ms < 10 * minute) return `${unit(ms / minute, 'm')}${thinSpace}${unit((ms % minute) / second, 's', 2)}`;
  if (ms < hour) return unit(ms / minute, 'm');
  if (ms < day) return `${unit(ms / hour, 'h')}${thinSpace}${unit((ms % hour) / minute, 'm', 2)}`;
  return `${unit(ms / day, 'd')}${thinSpace}${unit((ms % day) / hour, 'h')}`;
}

/** Time left, rounded up so that it reaches `0 s` when it is over. */
export function formatWait(leftMs: number): string {
  if (leftMs <= 0) return `0${thinSpace}s`;
  return formatAge(Math.ceil(leftMs / second) * second);
}

/** `4 ms`, `1.8 s`. */
export function formatDelay(ms: number): string {
  if (ms < second) return `${Math.round(ms)}${thinSpace}ms`;
  return `${(ms / second).toFixed(1)}${thinSpace}s`;
}

function unit(amount: number, name: string, digits = 1): string {
  return `${String(Math.floor(amount)).padStart(digits, '0')}${thinSpace}${name}`;
}
