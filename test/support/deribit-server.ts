/** Deribit with one account, as far as a reader of it can see. https://docs.deribit.com, read 2026-11-24 */
import { createHmac } from 'node:crypto';
import type { LiveVenue } from './account-life.ts';
import {
  type AccountServer,
  type ServerAnswer,
  type ServerClient,
  type ServerRequest,
  startAccountServer,
} from './account-server.ts';

type Row = Readonly<Record<string, unknown>>;

interface Fault {
  readonly code: number;
  readonly message: string;
  readonly reason?: string;
}

export interface DeribitServer extends AccountServer, LiveVenue {
  /** Venue time minus that of `nowMs`. */
  skewMs: number;
  nowMs: () => number;
  /** Keeps what happens to itself. */
  isMute: boolean;
  /** An error that answers logins and signed requests instead. */
  trouble: Fault | null;
  /** What the key may do. */
  scope: string;
  /** Seconds a login lasts. */
  expiresIn: number;
  /** Signed requests that are turned away for coming too often. */
  lockedOut: number;
  /** Private channels that are left out of the answer to a subscription. */
  readonly hidden: Set<string>;
  /** What happened to one instrument, all of it in one message. */
  change(rows: { readonly orders?: Row[]; readonly trades?: Row[]; readonly positions?: Row[] }): void;
  portfolio(row: Row): void;
  /** An entry of the transaction log, of which the stream tells nothing. */
  book(entry: Row): void;
  /** Sent to everyone who subscribed to the channel, without a change of the account. */
  push(channel: string, data: unknown): void;
}

export const deribitKey = { key: 'vigil-client', secret: 'vigil-secret' };

export async function startDeribitServer(): Promise<DeribitServer> {
  const orders = new Map<unknown, Row>();
  const positions = new Map<unknown, Row>();
  const portfolios = new Map<unknown, Row>();
  const userTrades: Row[] = [];
  const log: Row[] = [];
  const sessions = new Map<ServerClient, Set<string>>();

  function text(client: ServerClient, frame: string): void {
    const { id, method, params } = JSON.parse(frame);
    const answer = (result: unknown) => client.send({ jsonrpc: '2.0', id, result, usIn: 1, usOut: 2 });
    const fail = (fault: Fault) => client.send({ jsonrpc: '2.0', id, error: errorOf(fault) });
    const channels = sessions.get(client);
    switch (method) {
      case 'public/test':
        answer({ version: '1.2.26' });
        return;
      case 'public/auth': {
        const fault = server.trouble ?? loginFault(params);
        if (fault !== null) fail(fault);
        else {
          if (channels === undefined) sessions.set(client, new Set());
          answer(tokenOf(params));
        }
        return;
      }
      case 'private/subscribe': {
        if (channels === undefined || params.access_token !== 'a.token') {
          fail({ code: 13009, message: 'unauthorized' });
          return;
        }
        const known = params.channels.filter((name: string) => !server.hidden.has(name));
        for (const name of known) channels.add(name);
        answer(known);
        return;
      }
      case 'private/unsubscribe':
        for (const name of params.channels) channels?.delete(name);
        answer(params.channels);
        return;
      default:
        fail({ code: -32601, message: 'Method not found' });
    }
  }

  function loginFault({
    client_id: id,
    timestamp,
    nonce,
    data,
    signature,
  }: Record<string, unknown>): Fault | null {
    if (id !== deribitKey.key)
      return { code: 13004, message: 'invalid_credentials', reason: 'unknown client_id' };
    if (isLate(Number(timestamp))) {
      return { code: 13004, message: 'invalid_credentials', reason: 'timestamp is out of range' };
    }
    return signature === sign(`${timestamp}\n${nonce}\n${data}`)
      ? null
      : { code: 13004, message: 'invalid_credentials' };
  }

  function tokenOf({ scope }: Record<string, unknown>) {
    return {
      access_token: 'a.token',
      expires_in: server.expiresIn,
      refresh_token: 'another.token',
      scope,
      token_type: 'bearer',
    };
  }

  function rest(request: ServerRequest): ServerAnswer {
    const { path, query } = request;
    const method = path.replace('/api/v2/', '');
    if (method === 'public/get_time') return good(venueMs());
    const refusal = refused(request);
    if (refusal !== null) return refusal;
    const currency = query.get('currency');
    // Recent records and older ones are lists apart, which for a while overlap.
    const ofAge = (rows: readonly Row[], field: string, recentMs: number) =>
      rows.filter((row) => {
        const ageMs = venueMs() - Number(row[field]);
        return query.get('historical') === 'true' ? ageMs > recentMs / 2 : ageMs <= recentMs;
      });
    const ofCurrency = (row: Row) => String(row.instrument_name).startsWith(currency ?? '?');
    switch (method) {
      case 'private/list_api_keys':
        return good([
          { id: 1, client_id: 'another', client_secret: 'never read', max_scope: 'trade:read_write' },
          {
            ...{ id: 2, client_id: deribitKey.key, client_secret: 'never read', enabled: true },
            ...{ max_scope: server.scope, ip_whitelist: ['1.2.3.4'] },
          },
        ]);
      case 'private/get_positions':
        return good([...positions.values()].filter(({ size }) => size !== 0));
      case 'private/get_open_orders':
        return good([...orders.values()].filter((order) => !isClosed(order)));
      case 'private/get_order_history_by_currency': {
        const closed = [...orders.values()].filter((order) => isClosed(order) && ofCurrency(order));
        return good(ofAge(closed, 'last_update_timestamp', 30 * 60_000).reverse());
      }
      case 'private/get_account_summaries':
        return good({ id: 1, summaries: [...portfolios.values()] });
      case 'private/get_user_trades_by_currency_and_time': {
        const since = Number(query.get('start_timestamp'));
        const made = userTrades.filter((row) => ofCurrency(row) && Number(row.timestamp) >= since);
        const found = ofAge(made, 'timestamp', 24 * 60 * 60_000);
        return good({ trades: found.slice(0, 2), has_more: found.length > 2 });
      }
      case 'private/get_transaction_log': {
        const since = Number(query.get('start_timestamp'));
        const found = log.filter(
          ({ currency: own, type, timestamp }) =>
            own === currency && type === query.get('query') && Number(timestamp) >= since,
        );
        const from = Number(query.get('continuation') ?? 0);
        const more = from + 1 < found.length ? from + 1 : null;
        return good({ logs: found.reverse().slice(from, from + 1), continuation: more });
      }
      default:
        return bad(404, { code: -32601, message: 'Method not found' });
    }
  }

  function refused({ method, target, headers }: ServerRequest): ServerAnswer | null {
    if (server.trouble !== null) return bad(400, server.trouble);
    if (server.lockedOut > 0) {
      server.lockedOut -= 1;
      return { ...bad(429, { code: 10028, message: 'too_many_requests' }), headers: { 'retry-after': '0' } };
    }
    const parts = /^deri-hmac-sha256 id=(.+),ts=(\d+),sig=(\w+),nonce=(\w+)$/.exec(
      headers.authorization ?? '',
    );
    const [, client_id, timestamp, signature, nonce] = parts ?? [];
    const data = `${method}\n${target}\n\n`;
    const fault = loginFault({ client_id, timestamp, nonce, data, signature });
    return fault === null ? null : bad(400, fault);
  }

  function venueMs(): number {
    return server.nowMs() + server.skewMs;
  }
  function isLate(timeMs: number): boolean {
    return !(Math.abs(venueMs() - timeMs) <= 30_000);
  }

  const local = await startAccountServer({ venue: 'deribit', text, answer: rest });
  const server: DeribitServer = Object.assign(local, {
    url: local.ws,
    cut() {
      for (const client of local.clients) if (client.isOpen) client.cut();
    },
    skewMs: 0,
    nowMs: () => Date.now(),
    isMute: false,
    trouble: null,
    scope: 'account:read block_trade:read trade:read wallet:read',
    expiresIn: 900,
    lockedOut: 0,
    hidden: new Set<string>(),
    change({ orders: some = [], trades = [], positions: held = [] }) {
      for (const order of some) orders.set(order.order_id, order);
      userTrades.push(...trades);
      for (const position of held) positions.set(position.instrument_name, position);
      const name = [...some, ...trades, ...held][0]?.instrument_name;
      server.push('user.changes.any.any.raw', {
        instrument_name: name,
        orders: some,
        trades,
        positions: held,
      });
    },
    book(entry: Row) {
      log.push(entry);
    },
    portfolio(row: Row) {
      portfolios.set(row.currency, row);
      server.push('user.portfolio.any', row);
    },
    push(channel: string, data: unknown) {
      for (const [client, channels] of sessions) {
        if (server.isMute || !client.isOpen || !channels.has(channel)) continue;
        client.send({ jsonrpc: '2.0', method: 'subscription', params: { channel, data } });
      }
    },
  } satisfies Partial<DeribitServer> as Omit<DeribitServer, keyof AccountServer>);
  return server;
}

function isClosed({ order_state: state }: Row): boolean {
  return state !== 'open' && state !== 'untriggered';
}

function sign(payload: string): string {
  return createHmac('sha256', deribitKey.secret).update(payload).digest('hex');
}

function errorOf({ code, message, reason }: Fault) {
  return { code, message, ...(reason === undefined ? {} : { data: { reason } }) };
}

function good(result: unknown): ServerAnswer {
  return { status: 200, body: { jsonrpc: '2.0', result, usIn: 1, usOut: 2, testnet: false } };
}

function bad(status: number, fault: Fault): ServerAnswer {
  return { status, body: { jsonrpc: '2.0', error: errorOf(fault) } };
}
