/**
 * Kraken's private side on this computer: checks signatures and nonces, gives tokens, answers reads in the old
 * names, pushes what happens. https://docs.kraken.com/api/docs/guides/spot-rest-auth, read 2026-11-24
 */
import { createHash, createHmac } from 'node:crypto';
import {
  type AccountServer,
  type ServerAnswer,
  type ServerClient,
  type ServerRequest,
  startAccountServer,
} from './account-server.ts';

export const krakenKey = 'reading/key+of==';
export const krakenSecret = Buffer.from('a secret of Kraken').toString('base64');

type Row = Readonly<Record<string, unknown>>;

export interface KrakenServer extends Omit<AccountServer, 'ws'> {
  readonly url: string;
  /** A report of an order: whole, or what has changed. */
  report(report: Row): void;
  /** Reports of one order, of which one is a trade. */
  trade(trade: Row, ...more: readonly Row[]): void;
  balance(asset: string, balance: number, timestamp: string): void;
  /** Margin positions by their ids, in the words of REST. */
  readonly positions: Map<string, Row>;
  push(channel: string, data: readonly Row[]): void;
  cut(): void;
  /** Venue time minus that of `nowMs`. */
  skewMs: number;
  nowMs: () => number;
  /** Keeps what happens to itself. */
  isMute: boolean;
  /** So many messages are counted and get lost on the way. */
  loseNext: number;
  /** Answers everything signed with these words. */
  trouble: string | null;
  /** Reads that the key may not do. */
  readonly denied: Set<string>;
  permissions: readonly string[];
  /** Answers so many reads with "rate limit exceeded". */
  lockedOut: number;
  /** No subscription is good with the token that was given. */
  areTokensVoid: boolean;
}

export async function startKrakenServer(): Promise<KrakenServer> {
  const subscribed = new Map<ServerClient, Set<string>>();
  const orders = new Map<string, Row>();
  const trades: Row[] = [];
  const balances = new Map<string, number>();
  const tokens = new Set<unknown>();
  let lastNonce = 0n;
  /** Of each channel on each connection, as the venue counts. */
  const sequences = new Map<Set<string>, Map<string, number>>();
  let ledgers = 0;

  const nowMs = () => venue.nowMs() + venue.skewMs;
  const good = (result: unknown): ServerAnswer => ({ body: { error: [], result } });
  const bad = (said: string): ServerAnswer => ({ body: { error: [said] } });

  function answer(request: ServerRequest): ServerAnswer {
    const { path, headers, body } = request;
    if (path === '/0/public/Time') {
      return good({ unixtime: Math.floor(nowMs() / 1_000), rfc1123: new Date(nowMs()).toUTCString() });
    }
    const form = new URLSearchParams(body);
    const nonce = form.get('nonce') ?? '';
    if (headers['api-key'] !== krakenKey) return bad('EAPI:Invalid key');
    if (headers['api-sign'] !== proof(path, `${nonce}${body}`)) return bad('EAPI:Invalid signature');
    if (BigInt(nonce) <= lastNonce) return bad('EAPI:Invalid nonce');
    lastNonce = BigInt(nonce);
    if (venue.trouble !== null) return bad(venue.trouble);
    if (venue.lockedOut > 0) {
      venue.lockedOut -= 1;
      return { ...bad('EAPI:Rate limit exceeded'), headers: { 'retry-after': '0' } };
    }
    const name = path.replace('/0/private/', '');
    if (venue.denied.has(name)) return bad('EGeneral:Permission denied');
    return read(name, form);
  }

  function read(name: string, form: URLSearchParams): ServerAnswer {
    const open = [...orders.values()].filter((order) => !isClosed(order));
    switch (name) {
      case 'GetWebSocketsToken': {
        const token = `token-${tokens.size + 1}`;
        tokens.add(token);
        return good({ token, expires: 900 });
      }
      case 'GetApiKeyInfo': {
        const { permissions } = venue;
        return good({
          apiKey: krakenKey,
          permissions,
          validUntil: '1800000000',
          ipAllowlist: ['10.0.0.0/8'],
        });
      }
      case 'BalanceEx':
        return good(
          Object.fromEntries(
            [...balances].map(([asset, balance]) => [
              asset === 'USD' ? 'ZUSD' : asset === 'BTC' ? 'XXBT' : asset,
              { balance: balance.toFixed(10), hold_trade: '0.5000000000' },
            ]),
          ),
        );
      case 'OpenPositions':
        return good(Object.fromEntries(venue.positions));
      case 'OpenOrders':
        return good({ open: Object.fromEntries(open.map((order) => [order.order_id, restOrder(order)])) });
      case 'ClosedOrders': {
        const since = Number(form.get('start')) * 1_000;
        const closed = [...orders.values()].filter(
          (order) => isClosed(order) && Date.parse(String(order.timestamp)) > since,
        );
        return good({ closed: page(closed.toReversed(), 'order_id', form, restOrder), count: closed.length });
      }
      case 'TradesHistory': {
        const since = Number(form.get('start')) * 1_000;
        const made = trades.filter(({ timestamp }) => Date.parse(String(timestamp)) > since);
        return good({ trades: page(made.toReversed(), 'exec_id', form, restTrade), count: made.length });
      }
      default:
        return bad('EGeneral:Unknown method');
    }
  }

  function heard(client: ServerClient, text: string): void {
    const { method, params = {}, req_id } = JSON.parse(text);
    if (method === 'ping') {
      client.send({ method: 'pong', req_id });
      return;
    }
    const { channel, token } = params;
    if (!tokens.has(token) || venue.areTokensVoid) {
      client.send({ method, error: 'ESession:Invalid session', success: false, req_id });
      return;
    }
    if (venue.denied.has(channel)) {
      client.send({ method, error: 'EAccount:Invalid permissions', success: false, req_id });
      return;
    }
    const own = subscribed.get(client) ?? new Set();
    subscribed.set(client, own);
    if (method === 'unsubscribe') own.delete(channel);
    else own.add(channel);
    client.send({ method, result: { channel }, success: true, req_id });
    if (method === 'unsubscribe' || channel !== 'executions') return;
    const data = [...orders.values()].filter((order) => !isClosed(order));
    client.send({ channel, type: 'snapshot', data, sequence: next(own, channel) });
  }

  function next(own: Set<string>, channel: string): number {
    const counts = sequences.get(own) ?? new Map<string, number>();
    sequences.set(own, counts);
    counts.set(channel, (counts.get(channel) ?? 0) + 1);
    return counts.get(channel) ?? 0;
  }

  const server = await startAccountServer({
    venue: 'kraken',
    answer,
    connected: (client) =>
      client.send({ channel: 'status', type: 'update', data: [{ version: '2.0.10', system: 'online' }] }),
    text: heard,
  });
  const venue: KrakenServer = {
    ...server,
    url: server.ws,
    report(report) {
      note(report);
      venue.push('executions', [report]);
    },
    trade(trade, ...more) {
      trades.push({ ...orders.get(String(trade.order_id)), ...trade });
      for (const report of [trade, ...more]) note(report);
      for (const report of [trade, ...more]) venue.push('executions', [report]);
    },
    balance(asset, balance, timestamp) {
      balances.set(asset, balance);
      const ledger = { ledger_id: `L${++ledgers}`, type: 'trade', asset_class: 'currency' };
      venue.push('balances', [
        { ...ledger, asset, balance, timestamp, wallet_type: 'spot', wallet_id: 'main' },
      ]);
    },
    positions: new Map(),
    push(channel, data) {
      if (venue.isMute) return;
      for (const [client, own] of subscribed) {
        if (!client.isOpen || !own.has(channel)) continue;
        const message = { channel, type: 'update', data, sequence: next(own, channel) };
        if (venue.loseNext === 0) client.send(message);
        else venue.loseNext -= 1;
      }
    },
    cut() {
      for (const client of server.clients) if (client.isOpen) client.cut();
      subscribed.clear();
    },
    skewMs: 0,
    nowMs: () => Date.now(),
    isMute: false,
    loseNext: 0,
    trouble: null,
    denied: new Set(),
    permissions: ['query-funds', 'query-open-trades', 'query-closed-trades', 'create-ws-token'],
    lockedOut: 0,
    areTokensVoid: false,
  };

  function note(report: Row): void {
    const id = String(report.order_id);
    orders.set(id, { opened: report.timestamp, ...orders.get(id), ...report });
  }

  return venue;
}

function proof(path: string, text: string): string {
  const hashed = createHash('sha256').update(text).digest();
  return createHmac('sha512', Buffer.from(krakenSecret, 'base64'))
    .update(path)
    .update(hashed)
    .digest('base64');
}

function isClosed({ order_status }: Row): boolean {
  return ['filled', 'canceled', 'expired'].includes(String(order_status));
}

function page(rows: readonly Row[], id: string, form: URLSearchParams, view: (row: Row) => Row) {
  const offset = Number(form.get('ofs') ?? 0);
  return Object.fromEntries(rows.slice(offset, offset + 50).map((row) => [row[id], view(row)]));
}

/** With the six decimals of the stream; as text, since a double does not hold them. */
function seconds(timestamp: unknown): string {
  const [whole = '', fraction = '0'] = String(timestamp).replace('Z', '').split('.');
  return `${Date.parse(`${whole}Z`) / 1_000}.${fraction}`;
}

function restOrder(order: Row): Row {
  const { order_type, limit_price, triggers } = order;
  const isTriggered = triggers !== undefined;
  const trigger = (triggers ?? {}) as Row;
  return {
    status: statuses.get(order.order_status) ?? 'open',
    ...{
      vol: String(order.order_qty),
      vol_exec: String(order.cum_qty ?? 0),
      cost: String(order.cum_cost ?? 0),
    },
    ...{ price: String(order.avg_price ?? 0), opentm: seconds(order.opened), cl_ord_id: order.cl_ord_id },
    ...(isClosed(order) ? { closetm: seconds(order.timestamp) } : {}),
    ...(isTriggered ? { stopprice: String(trigger.price) } : {}),
    misc: trigger.status === 'triggered' ? 'stopped' : '',
    oflags: order.post_only === true ? 'fciq,post' : 'fciq',
    descr: {
      ...{ pair: oldPair(order.symbol), type: order.side, ordertype: order_type },
      ...{ price: String(isTriggered ? trigger.price : limit_price), price2: String(limit_price ?? 0) },
    },
  };
}

function restTrade(trade: Row): Row {
  const fees = Array.isArray(trade.fees) ? trade.fees : [];
  return {
    ...{ ordertxid: trade.order_id, pair: 'XXBTZUSD', time: seconds(trade.timestamp), type: trade.side },
    ...{ ordertype: trade.order_type, price: String(trade.last_price), vol: String(trade.last_qty) },
    ...{ cost: String(trade.cost), fee: String(fees[0]?.qty), maker: trade.liquidity_ind === 'm' },
    misc: trade.liquidated === true ? 'liquidated' : '',
  };
}

function oldPair(symbol: unknown): string {
  return String(symbol).replace('BTC/', 'XBT/').replace('/', '');
}

const statuses = new Map<unknown, string>([
  ['filled', 'closed'],
  ['canceled', 'canceled'],
  ['expired', 'expired'],
  ['pending_new', 'pending'],
]);
