/** What is asked of a Deribit account over REST. https://docs.deribit.com/articles/authentication, read 2026-11-24 */
import type { AccountRead, Known, Login, VenueRequest } from './account.ts';
import { isZero } from './comparing.ts';
import { bookingItems } from './deribit-bookings.ts';
import { executionKeys } from './deribit-messages.ts';
import { digitsOf } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { isItem, itemsOf, text, timeMs } from './fields.ts';
import { objectIn } from './reading.ts';

/** Open orders, and those that closed since we last saw everything. */
export function orderReads({ sinceMs, nowMs }: Known): readonly AccountRead[] {
  const open = list('get_open_orders');
  // A comparison asks for what is open only.
  if (nowMs - sinceMs < slackMs) return [open];
  const closed = (age: string) => currencies.map((currency) => closedSince(currency, age, sinceMs));
  const older = nowMs - sinceMs < recentOrdersMs ? [] : closed(historical);
  // Closed ones last: an order that closes in between is then in both, and the later row counts.
  return [open, ...older, ...closed('')];
}

function closedSince(currency: string, age: string, sinceMs: number): AccountRead {
  return list(
    `get_order_history_by_currency?currency=${currency}&count=100&include_unfilled=true${age}`,
    (result) =>
      itemsOf(result)?.filter(({ last_update_timestamp: changed }) => (timeMs(changed) ?? 0) >= sinceMs),
  );
}

/** Trades, and what the log tells of: fundings, settlements and deliveries, which come without an order. */
export function* executionReads({ sinceMs, nowMs, rows }: Known): Generator<AccountRead> {
  const since = Math.floor(sinceMs);
  // What has been moved to the older records may for a while be in both.
  const met = new Set<string>();
  for (const age of nowMs - sinceMs < recentTradesMs ? [''] : [historical, '']) {
    for (const currency of currencies) yield tradesSince(currency, age, since, nowMs, met);
  }
  // The log may be asked once a second in the long run, and eight times at once: only for what is there.
  const held = [...rows('margin')].filter(({ balance, equity }) => !isZero(balance) || !isZero(equity));
  const names = held.map(({ currency }) => text(currency) ?? '');
  for (const currency of names.length > 0 ? names : currencies) {
    for (const what of ['settlement', 'delivery']) {
      yield bookingsSince(what, currency, since - bookingMs, nowMs);
    }
  }
}

function tradesSince(
  currency: string,
  age: string,
  sinceMs: number,
  nowMs: number,
  met: Set<string>,
): AccountRead {
  const path = 'private/get_user_trades_by_currency_and_time';
  return {
    request: (rest, login, cursor) => {
      const range = `start_timestamp=${cursor ?? sinceMs}&end_timestamp=${nowMs + aheadMs}`;
      return signed(rest, `${path}?currency=${currency}&${range}&count=1000&sorting=asc${age}`, login);
    },
    parse(answer) {
      const result = objectIn(answer)?.result;
      const rows = isItem(result) ? itemsOf(result.trades) : null;
      if (!isItem(result) || rows === null) return null;
      const fresh = rows.filter((row) => !met.has(nameOf(row)));
      for (const row of fresh) met.add(nameOf(row));
      // The next page begins with the millisecond that this one ends with: no trade of it is left out.
      return { rows: fresh, next: result.has_more === true ? digitsOf(rows.at(-1)?.timestamp) : null };
    },
  };
}

function nameOf(trade: Item): string {
  return JSON.stringify(executionKeys.map((key) => trade[key]));
}

// https://docs.deribit.com/api-reference/account-management/private-get_transaction_log, read 2026-11-25
function bookingsSince(what: string, currency: string, sinceMs: number, nowMs: number): AccountRead {
  const range = `start_timestamp=${sinceMs}&end_timestamp=${nowMs + aheadMs}&query=${what}&count=250`;
  return {
    request(rest, login, cursor) {
      const more = cursor === null ? '' : `&continuation=${cursor}`;
      return signed(rest, `private/get_transaction_log?currency=${currency}&${range}${more}`, login);
    },
    parse(answer) {
      const result = objectIn(answer)?.result;
      const logs = isItem(result) ? itemsOf(result.logs) : null;
      if (!isItem(result) || logs === null) return null;
      return { rows: logs.flatMap(bookingItems), next: digitsOf(result.continuation) };
    },
  };
}

export function list(path: string, rowsIn: (result: unknown) => unknown = (result) => result): AccountRead {
  return {
    request: (rest, login) => signed(rest, `private/${path}`, login),
    parse(answer) {
      const rows = itemsOf(rowsIn(objectIn(answer)?.result));
      return rows === null ? null : { rows, next: null };
    },
  };
}

/** https://docs.deribit.com/articles/authentication#client-signature, read 2026-11-24 */
export function signed(rest: string, path: string, { signer, nowMs, nonce }: Login): VenueRequest {
  const url = `${deribitApi(rest)}/${path}`;
  const target = url.slice(url.indexOf('/', url.indexOf('//') + 2));
  const signature = signer.hmacSha256Hex(`${nowMs}\n${nonce}\nGET\n${target}\n\n`);
  const parts = `id=${signer.keyId},ts=${nowMs},sig=${signature},nonce=${nonce}`;
  return { method: 'GET', url, headers: { Authorization: `deri-hmac-sha256 ${parts}` }, body: null };
}

/** The address may or may not hold the path of the API already. */
export function deribitApi(rest: string): string {
  return rest.endsWith('/api/v2') ? rest : `${rest}/api/v2`;
}

// Recent records and older ones are lists apart: what closed half an hour ago, or was traded a day ago, is in the
// other one only. https://docs.deribit.com/articles/accessing-historical-trades-orders, read 2026-11-25
const historical = '&historical=true';
const recentOrdersMs = 25 * 60_000;
const recentTradesMs = 24 * 60 * 60_000;
/** Everything is margined in one of these. */
const currencies = ['BTC', 'ETH', 'USDC', 'USDT', 'EURR'];
const slackMs = 30_000;
const aheadMs = 60_000;
/** An entry of the log may be written some time behind what it tells of. */
const bookingMs = 60 * 60_000;
