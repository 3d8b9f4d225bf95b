/** What a key may do, how long and from where, in plain words. Pure. */
import type { KeyRights } from '../../preload/contract/accounts.ts';

export function rightsWords(rights: KeyRights | null): string {
  if (rights === null) return 'What this key may do is not known.';
  const { read, trade, withdraw } = rights;
  const can = [
    read === false ? null : 'read',
    trade === true ? 'trade' : null,
    withdraw === true ? 'withdraw' : null,
  ].filter((word) => word !== null);
  const unsaid = [trade === null ? 'trade' : null, withdraw === null ? 'withdraw' : null].filter(
    (word) => word !== null,
  );
  const first = can.length === 0 ? 'This key can do nothing that Vigil needs.' : `This key can ${list(can)}.`;
  const onlyReads = can.length === 1 && can[0] === 'read' && unsaid.length === 0;
  if (onlyReads) return 'This key can only read.';
  const second = unsaid.length === 0 ? '' : ` The venue does not say whether it can ${list(unsaid, 'or')}.`;
  const third = read === false && can.length > 0 ? ' It may not read, which is all that Vigil needs.' : '';
  return `${first}${third}${second}`;
}

export interface Expiry {
  /** `13 Jan 2027` */
  readonly day: string;
  /** `in 50 days`, `today`, `expired` */
  readonly left: string;
  /** Little time is left, or none. */
  readonly isSoon: boolean;
}

export function expiryOf(expiresAt: string | null, nowMs: number): Expiry | null {
  if (expiresAt === null) return null;
  const date = new Date(expiresAt);
  if (Number.isNaN(date.getTime())) return null;
  const days = Math.floor((date.getTime() - nowMs) / dayMs);
  const left = date.getTime() <= nowMs ? 'expired' : days === 0 ? 'within a day' : inDays(days);
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
  return { day, left, isSoon: days < soonDays };
}

export function addressWords(addresses: readonly string[]): string {
  if (addresses.length === 0) return 'any address, as far as the venue tells';
  return list(addresses);
}

function inDays(days: number): string {
  return days === 1 ? 'in 1 day' : `in ${days} days`;
}

function list(words: readonly string[], last = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

const dayMs = 24 * 3_600_000;
const soonDays = 14;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
