/**
 * What REST of Binance spot and futures has in common: signed reads, errors, and what a key may do.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security, read 2026-11-24
 */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { AccountRead, Failure, FailureCause, Login, VenueRequest } from './account.ts';
import { digitsOf } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { isItem, sentence, text, timeMs } from './fields.ts';
import { jsonIn } from './reading.ts';

/** One request of a read, and what its answer says: rows, and what else has to be asked because of it. */
export interface Ask {
  readonly path: string;
  readonly query: string;
  /** Public lists refuse a signature. */
  readonly isPublic?: boolean;
  /** null when the answer is not what was asked for. */
  take(answer: unknown): Taken | null;
}

export interface Taken {
  readonly rows: readonly Item[];
  readonly more?: readonly Ask[];
}

/** One read that asks all of these, and whatever their answers make it ask besides. */
export function asking(asks: readonly Ask[]): AccountRead {
  const queue = [...asks];
  return {
    request(rest, login) {
      const { path, query, isPublic } = queue[0] ?? nothing;
      if (isPublic === true) return { method: 'GET', url: `${rest}${path}`, headers: {}, body: null };
      return signedGet(rest, path, query, login);
    },
    parse(answer) {
      const said = jsonIn(answer);
      const taken = queue[0]?.take(isOfNoSymbol(said) ? [] : said) ?? null;
      if (taken === null) return null;
      queue.splice(0, 1, ...(taken.more ?? []));
      return { rows: taken.rows, next: queue.length === 0 ? null : String(queue.length) };
    },
  };
}

// A symbol that was traded and is not any more has nothing to list, and leaves the others to be read.
function isOfNoSymbol(answer: unknown): boolean {
  return isItem(answer) && digitsOf(answer.code) === '-1121';
}

/**
 * A symbol of a query. Some are written in Chinese, and since 2026-01-15 what is signed is what is sent: encoded.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security, read 2026-11-25
 */
export function ofSymbol(symbol: unknown): string {
  return new URLSearchParams({ symbol: text(symbol) ?? '' }).toString();
}

/** All but symbols is digits and words, of which nothing has to be encoded before it is signed. */
function signedGet(rest: string, path: string, query: string, login: Login): VenueRequest {
  const { signer, nowMs } = login;
  const payload = `${query === '' ? '' : `${query}&`}recvWindow=${receiveWindowMs}&timestamp=${nowMs}`;
  return {
    method: 'GET',
    url: `${rest}${path}?${payload}&signature=${signer.hmacSha256Hex(payload)}`,
    headers: { 'X-MBX-APIKEY': signer.keyId },
    body: null,
  };
}

export function binanceFailure(status: number, body: string): Failure | null {
  const isGood = status >= 200 && status < 300;
  // Lists can be long, and an error is short.
  const message = isGood && !/^\s*\{"code":-\d/.test(body) ? null : jsonIn(body);
  if ((isGood && !isItem(message)) || isOfNoSymbol(message)) return null;
  const code = isItem(message) ? digitsOf(message.code) : null;
  const said = (isItem(message) ? sentence(message.msg) : null) ?? `HTTP ${status}`;
  return { cause: binanceCause(code, status), message: said, retryAfterMs: null };
}

/** https://developers.binance.com/docs/binance-spot-api-docs/errors, read 2026-11-24 */
export function binanceCause(code: string | null, status: number): FailureCause {
  const known = code === null ? undefined : causes.get(code);
  if (known !== undefined) return known;
  // 403 is the firewall's answer to too many requests; 418 bans an address that went on after 429.
  if (status === 403 || status === 418 || status === 429) return 'rate-limit';
  if (status === 451) return 'address';
  return status >= 500 ? 'busy' : 'other';
}

export function binanceTime(path: string) {
  return {
    url: (rest: string) => `${rest}${path}`,
    parse(answer: string): number | null {
      const body = jsonIn(answer);
      return isItem(body) ? timeMs(body.serverTime) : null;
    },
  };
}

/** https://developers.binance.com/docs/wallet/account/api-key-permission, read 2026-11-24 */
export const binanceRights = {
  // The futures hosts do not serve it.
  request: (rest: string, login: Login): VenueRequest =>
    signedGet(
      rest.replace(/^https:\/\/fapi\.binance\.com$/, 'https://api.binance.com'),
      '/sapi/v1/account/apiRestrictions',
      '',
      login,
    ),
  parse(answer: string): KeyRights | null {
    const body = jsonIn(answer);
    if (!isItem(body) || typeof body.enableReading !== 'boolean') return null;
    const words = Object.keys(body).filter(
      (word) => body[word] === true && /^(?:enable|permits)/.test(word) && !harmless.has(word),
    );
    return {
      read: body.enableReading,
      trade: words.some((word) => word !== 'enableWithdrawals'),
      withdraw: body.enableWithdrawals === true,
      words,
      expiresAt: null,
      // Whether the key is bound to addresses is said, but not to which.
      addresses: [],
    };
  },
};

const nothing: Ask = { path: '', query: '', take: () => null };
const harmless = new Set(['enableReading', 'enableFixReadOnly']);
const receiveWindowMs = 5_000;

const causes: ReadonlyMap<string, FailureCause> = new Map([
  ['-1000', 'busy'],
  ['-1001', 'busy'],
  ['-1006', 'busy'],
  ['-1007', 'busy'],
  ['-1008', 'busy'],
  ['-1016', 'busy'],
  // The listen key ran out on the way: another attempt gets a new one.
  ['-1125', 'busy'],
  ['-1003', 'rate-limit'],
  ['-1034', 'rate-limit'],
  ['-1002', 'permission'],
  ['-1099', 'permission'],
  ['-1021', 'clock'],
  ['-1022', 'secret'],
  ['-2008', 'key'],
  ['-2014', 'key'],
  ['-2017', 'key'],
  // Wrong key, wrong address and missing right have one code; that the key may not read this is true of all.
  ['-2015', 'permission'],
]);
