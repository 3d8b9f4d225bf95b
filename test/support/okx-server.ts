/** OKX with one account, as far as a reader of it can see. https://www.okx.com/docs-v5/en/, read 2026-11-24 */
import { createHmac } from 'node:crypto';
import type { LiveVenue } from './account-life.ts';
import {
  type AccountServer,
  type ServerAnswer,
  type ServerClient,
  type ServerRequest,
  startAccountServer,
} from './account-server.ts';

type Row = Readonly<Record<string, string>>;

export interface OkxServer extends AccountServer, LiveVenue {
  /** Venue time minus that of `nowMs`. */
  skewMs: number;
  nowMs: () => number;
  /** Keeps what happens to itself. */
  isMute: boolean;
  /** An error that answers logins and signed requests instead. */
  trouble: { readonly login: string; readonly rest: string; readonly message: string } | null;
  perm: string;
  /** Signed requests that are turned away for coming too often. */
  lockedOut: number;
  order(order: Row): void;
  position(position: Row): void;
  balance(detail: Row, at: string): void;
  /** A funding: the stream says that there was one, and the bill what it was. */
  funding(bill: Row): void;
  /** A stop or take-profit order, of which this stream tells nothing. */
  algo(order: Row): void;
  /** Sent to everyone who subscribed to the channel, without a change of the account. */
  push(channel: string, data: readonly unknown[]): void;
}

export const okxKey = { key: 'vigil-key', secret: 'vigil-secret', passphrase: 'vigil-phrase' };

export async function startOkxServer(): Promise<OkxServer> {
  const orders = new Map<string, Row>();
  const positions = new Map<string, Row>();
  const balances = new Map<string, Row>();
  const fills: Row[] = [];
  const bills: Row[] = [];
  const algos = new Map<string, Row>();
  const sessions = new Map<ServerClient, Set<string>>();
  let balanceAt = '0';

  function text(client: ServerClient, frame: string): void {
    if (frame === 'ping') {
      client.send('pong');
      return;
    }
    const { op, args } = JSON.parse(frame);
    const [arg] = args;
    if (op === 'login') login(client, arg);
    else if (sessions.get(client) === undefined) refuse(client, '60011', 'Please log in');
    else if (op === 'subscribe') {
      sessions.get(client)?.add(arg.channel);
      client.send({ event: 'subscribe', arg, connId: 'a4d3ae55' });
      if (arg.channel === 'positions' && positions.size > 0) snapshot(client);
    } else if (op === 'unsubscribe') {
      sessions.get(client)?.delete(arg.channel);
      client.send({ event: 'unsubscribe', arg, connId: 'a4d3ae55' });
    } else refuse(client, '60019', `Invalid op: ${op}`);
  }

  function login(client: ServerClient, arg: Row): void {
    if (server.trouble !== null) refuse(client, server.trouble.login, server.trouble.message);
    else if (arg.apiKey !== okxKey.key) refuse(client, '60005', 'Invalid apiKey');
    else if (arg.passphrase !== okxKey.passphrase) refuse(client, '60024', 'Wrong passphrase');
    else if (isLate(Number(arg.timestamp) * 1000)) refuse(client, '60006', 'Timestamp request expired');
    else if (arg.sign !== sign(`${arg.timestamp}GET/users/self/verify`)) {
      refuse(client, '60007', 'Invalid sign');
    } else {
      sessions.set(client, new Set());
      client.send({ event: 'login', code: '0', msg: '', connId: 'a4d3ae55' });
    }
  }

  function snapshot(client: ServerClient): void {
    const arg = { channel: 'positions', instType: 'ANY', uid: '464737184507959869' };
    const data = [...positions.values()].filter(({ pos }) => pos !== '0');
    client.send({ arg, eventType: 'snapshot', curPage: 1, lastPage: true, data });
  }

  function rest(request: ServerRequest): ServerAnswer {
    const { path, query } = request;
    if (path === '/api/v5/public/time') return good([{ ts: String(venueMs()) }]);
    const refusal = refused(request);
    if (refusal !== null) return refusal;
    const closed = ({ state }: Row) => state === 'filled' || state === 'canceled';
    switch (path) {
      case '/api/v5/account/config':
        return good([
          { uid: '1', perm: server.perm, ip: '1.2.3.4,5.6.7.8', acctLv: '2', posMode: 'net_mode' },
        ]);
      case '/api/v5/account/positions':
        return good([...positions.values()].filter(({ pos }) => pos !== '0'));
      case '/api/v5/account/balance':
        return good([{ uTime: balanceAt, totalEq: '1', details: [...balances.values()] }]);
      case '/api/v5/trade/orders-pending':
        return good(after([...orders.values()].filter((order) => !closed(order)).reverse(), query, 'ordId'));
      case '/api/v5/trade/orders-history': {
        const type = query.get('instType');
        const ended = [...orders.values()].filter((order) => closed(order) && order.instType === type);
        return good(after(ended.reverse(), query, 'ordId'));
      }
      case '/api/v5/trade/fills-history':
      case '/api/v5/trade/fills': {
        const begin = Number(query.get('begin'));
        // Three days of all kinds, or all of one kind.
        const type = path.endsWith('history') ? query.get('instType') : null;
        const oldest = type === null ? venueMs() - 3 * 24 * 60 * 60_000 : 0;
        const found = fills.filter(
          ({ fillTime, instType }) =>
            Number(fillTime) >= Math.max(begin, oldest) && (type === null || instType === type),
        );
        return good(after(found.reverse(), query, 'billId'));
      }
      case '/api/v5/account/bills': {
        const asked = bills.filter(
          ({ type, ts }) => type === query.get('type') && Number(ts) >= Number(query.get('begin')),
        );
        return good(after(asked.reverse(), query, 'billId'));
      }
      case '/api/v5/trade/orders-algo-pending': {
        const types = query.get('ordType')?.split(',') ?? [];
        const pending = [...algos.values()].filter(({ state }) => state === 'live');
        return good(
          after(pending.filter(({ ordType = '' }) => types.includes(ordType)).reverse(), query, 'algoId'),
        );
      }
      case '/api/v5/trade/orders-algo-history': {
        const ended = [...algos.values()].filter(({ state }) => state !== 'live');
        return good(
          ended.filter(
            ({ algoId, ordType }) => algoId === query.get('algoId') && ordType === query.get('ordType'),
          ),
        );
      }
      default:
        return { status: 404, body: { code: '404', msg: 'Not Found', data: null } };
    }
  }

  function refused({ method, target, headers }: ServerRequest): ServerAnswer | null {
    const timestamp = String(headers['ok-access-timestamp']);
    if (server.trouble !== null) return bad(401, server.trouble.rest, server.trouble.message);
    if (server.lockedOut > 0) {
      server.lockedOut -= 1;
      return { ...bad(429, '50011', 'Too Many Requests'), headers: { 'retry-after': '0' } };
    }
    if (headers['ok-access-key'] !== okxKey.key) return bad(401, '50111', 'Invalid OK-ACCESS-KEY');
    if (headers['ok-access-passphrase'] !== okxKey.passphrase) {
      return bad(401, '50105', 'Request header OK-ACCESS-PASSPHRASE incorrect.');
    }
    if (isLate(Date.parse(timestamp))) return bad(401, '50102', 'Timestamp request expired');
    return headers['ok-access-sign'] === sign(`${timestamp}${method}${target}`)
      ? null
      : bad(401, '50113', 'Invalid Sign');
  }

  function venueMs(): number {
    return server.nowMs() + server.skewMs;
  }
  function isLate(timeMs: number): boolean {
    return !(Math.abs(venueMs() - timeMs) <= 30_000);
  }

  const local = await startAccountServer({ venue: 'okx', text, answer: rest });
  const server: OkxServer = Object.assign(local, {
    url: local.ws,
    cut() {
      for (const client of local.clients) if (client.isOpen) client.cut();
    },
    skewMs: 0,
    nowMs: () => Date.now(),
    isMute: false,
    trouble: null,
    perm: 'read_only',
    lockedOut: 0,
    order(order: Row) {
      orders.set(order.ordId ?? '', order);
      if (order.tradeId !== undefined && order.tradeId !== '') fills.push(fillOf(order, fills.length));
      server.push('orders', [order]);
    },
    position(position: Row) {
      positions.set(position.posId ?? '', position);
      server.push('positions', [position]);
    },
    balance(detail: Row, at: string) {
      balances.set(detail.ccy ?? '', detail);
      balanceAt = at;
      server.push('account', [{ uTime: at, totalEq: '1', details: [detail] }]);
    },
    funding(bill: Row) {
      bills.push(bill);
      const { ts = '' } = bill;
      server.push('balance_and_position', [
        { pTime: ts, eventType: 'funding_fee', balData: [], posData: [], trades: [] },
      ]);
    },
    algo(order: Row) {
      algos.set(order.algoId ?? '', order);
    },
    push(channel: string, data: readonly unknown[]) {
      for (const [client, channels] of sessions) {
        if (server.isMute || !client.isOpen || !channels.has(channel)) continue;
        client.send({ arg: { channel, instType: 'ANY', uid: '1' }, eventType: 'event_update', data });
      }
    },
  });
  return server;
}

/** The same fill as REST tells it. */
function fillOf(order: Row, count: number): Row {
  const { instType, instId, tradeId, ordId, clOrdId, fillPx, fillSz, side, posSide, execType } = order;
  const subType = order.category === 'full_liquidation' ? '104' : order.category === 'adl' ? '125' : '1';
  const known = { instType, instId, tradeId, ordId, clOrdId, fillPx, fillSz, side, posSide, execType };
  const named = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, value ?? '']));
  return {
    ...named,
    ...{ fee: order.fillFee ?? '', feeCcy: order.fillFeeCcy ?? '', fillPnl: order.fillPnl ?? '', subType },
    ...{
      billId: String(1000 + count),
      fillTime: order.fillTime ?? '',
      ts: String(Number(order.fillTime) + 7),
    },
  };
}

function after(rows: readonly Row[], query: URLSearchParams, name: string): readonly Row[] {
  const cursor = query.get('after');
  const from = cursor === null ? 0 : rows.findIndex((row) => row[name] === cursor) + 1;
  return rows.slice(from, from + Number(query.get('limit') ?? 100));
}

function sign(payload: string): string {
  return createHmac('sha256', okxKey.secret).update(payload).digest('base64');
}

function good(data: readonly unknown[]): ServerAnswer {
  return { status: 200, body: { code: '0', msg: '', data } };
}

function bad(status: number, code: string, msg: string): ServerAnswer {
  return { status, body: { code, msg, data: [] } };
}

/** As the venue does: it says why, and hangs up. */
function refuse(client: ServerClient, code: string, msg: string): void {
  client.send({ event: 'error', code, msg, connId: 'a4d3ae55' });
  client.close(1000);
}
