/**
 * Bybit's private side on this computer: checks signatures, answers reads, pushes what happens to an account.
 * https://bybit-exchange.github.io/docs/v5/ws/connect and /v5/guide, read 2026-11-24
 */
import { createHmac } from 'node:crypto';
import {
  type AccountServer,
  type ServerAnswer,
  type ServerClient,
  type ServerRequest,
  startAccountServer,
} from './account-server.ts';
import { BybitAccount, type Push, type Row } from './bybit-account.ts';

export const bybitKey = 'reading-key';
export const bybitSecret = 'a-secret-of-bybit';

export interface BybitServer extends Omit<AccountServer, 'ws'> {
  /** Address of the private stream. */
  readonly ws: string;
  readonly account: BybitAccount;
  /** Sends to everybody who has subscribed; what nobody hears is gone. */
  push(...pushes: readonly Push[]): void;
  /** Ahead of this computer's time. */
  clockOffsetMs: number;
  /** Cuts the line instead of sending, when so many more pushes have been sent. */
  cutAfter: number | null;
  key: 'good' | 'expired' | 'unknown';
  /** REST paths and stream topics that the key may not read. */
  readonly denied: Set<string>;
  /** Answers every read with "too many visits". */
  isLimited: boolean;
  /** Runs before a read is answered. */
  beforeAnswer: (request: ServerRequest) => void | Promise<void>;
  /** Live pushes that were not sent, to everybody, such as when the venue loses them. */
  isMute: boolean;
  permissions: Row;
  /** Last and mark price of the public side, by symbol; it knows no other. */
  readonly prices: Map<string, string>;
}

/** `wallMs`: the clock that the venue goes by, so that a test can let both run faster. */
export async function startBybitServer(wallMs: () => number = Date.now): Promise<BybitServer> {
  const topics = new Map<ServerClient, Set<string>>();
  const known = new Set<ServerClient>();
  let sent = 0;

  const nowMs = () => Math.floor(wallMs()) + venue.clockOffsetMs;
  const account = new BybitAccount(nowMs);

  function hmac(text: string): string {
    return createHmac('sha256', bybitSecret).update(text).digest('hex');
  }

  /** The code and words of Bybit's error list. */
  function refusal(key: unknown, isSigned: boolean, isTimely: boolean): readonly [number, string] | null {
    if (key !== bybitKey || venue.key === 'unknown') return [10003, 'API key is invalid.'];
    if (venue.key === 'expired') return [33004, 'Your api key has expired.'];
    if (!isTimely) {
      return [10002, 'invalid request, please check your server timestamp or recv_window param.'];
    }
    return isSigned ? null : [10004, 'error sign! please check your signature generation algorithm.'];
  }

  function envelope(retCode: number, retMsg: string, result: Row = {}): ServerAnswer {
    return { body: { retCode, retMsg, result, retExtInfo: {}, time: nowMs() } };
  }

  async function answer(request: ServerRequest): Promise<ServerAnswer> {
    await venue.beforeAnswer(request);
    const { path, query, headers } = request;
    if (path === '/v5/market/time') {
      const ms = nowMs();
      return envelope(0, 'OK', { timeSecond: String(Math.floor(ms / 1000)), timeNano: `${ms}000000` });
    }
    if (request.method !== 'GET') return { status: 404, body: '' };
    const header = (name: string) => String(headers[name] ?? '');
    const stamp = header('x-bapi-timestamp');
    const search = request.target.split('?')[1] ?? '';
    const text = `${stamp}${header('x-bapi-api-key')}${header('x-bapi-recv-window')}${search}`;
    const isTimely =
      Number(stamp) >= nowMs() - Number(header('x-bapi-recv-window')) && Number(stamp) < nowMs() + 1_000;
    const wrong = refusal(header('x-bapi-api-key'), header('x-bapi-sign') === hmac(text), isTimely);
    if (wrong !== null) return envelope(...wrong);
    if (venue.isLimited) {
      const answered = envelope(10006, 'Too many visits. Exceeded the API Rate Limit.');
      return { ...answered, headers: { 'retry-after': '1' } };
    }
    if (venue.denied.has(path))
      return envelope(10005, 'Permission denied, please check your API key permissions.');
    return read(path, query) ?? { status: 404, body: '' };
  }

  function read(path: string, query: URLSearchParams): ServerAnswer | null {
    const category = query.get('category');
    const ofCategory = (rows: Iterable<Row>) => {
      const settle = query.get('settleCoin') ?? '';
      return [...rows].filter((row) => row.category === category && String(row.symbol).endsWith(settle));
    };
    switch (path) {
      case '/v5/user/query-api':
        return envelope(0, '', venue.permissions);
      case '/v5/account/info':
        return envelope(0, 'OK', account.info);
      case '/v5/account/wallet-balance':
        return envelope(0, 'OK', { list: [account.wallet()] });
      case '/v5/position/list': {
        const open = ofCategory(account.positions.values()).filter(({ size }) => size !== '0');
        return page(
          open.map(({ category: _, entryPrice, ...row }) => ({ ...row, avgPrice: entryPrice })),
          query,
        );
      }
      case '/v5/order/realtime': {
        const wantsOpen = query.get('openOnly') !== '1';
        const orders = ofCategory(account.orders.values()).filter((row) => isOpen(row) === wantsOpen);
        return page(orders.toReversed(), query);
      }
      case '/v5/execution/list': {
        const from = Number(query.get('startTime') ?? 0);
        const made = ofCategory(account.executions).filter(({ execTime }) => Number(execTime) >= from);
        return page(made.toReversed(), query);
      }
      default:
        return null;
    }
  }

  function page(rows: readonly Row[], query: URLSearchParams): ServerAnswer {
    const limit = Math.min(Number(query.get('limit')), pageLimit);
    const start = Number(query.get('cursor') ?? 0);
    const nextPageCursor = start + limit < rows.length ? String(start + limit) : '';
    const category = query.get('category');
    return envelope(0, 'OK', { list: rows.slice(start, start + limit), nextPageCursor, category });
  }

  function heard(client: ServerClient, text: string): void {
    const { op, args = [], req_id } = JSON.parse(text);
    const conn = { conn_id: 'cejreassvfrfvn4dlrqg-1', req_id };
    switch (op) {
      case 'ping':
        client.send({ op: 'pong', args: [String(nowMs())], ...conn });
        return;
      case 'auth': {
        const [key, expires, signature] = args;
        const wrong = refusal(key, signature === hmac(`GET/realtime${expires}`), expires > nowMs());
        if (wrong !== null && wrong[0] === 10002) {
          client.send({ success: false, ret_msg: 'Params Error', op, ...conn });
        } else if (wrong !== null) {
          client.send({ op, success: false, retCode: wrong[0], retMsg: wrong[1], connId: conn.conn_id });
        } else {
          known.add(client);
          client.send({ success: true, ret_msg: '', op, ...conn });
        }
        return;
      }
      case 'subscribe':
      case 'unsubscribe': {
        if (client.target.startsWith('/v5/public/')) {
          heardPublicly(client, op, args, conn);
          return;
        }
        const own = topics.get(client) ?? new Set();
        topics.set(client, own);
        const denied = args.filter((topic: string) => venue.denied.has(topic) || !known.has(client));
        if (denied.length > 0) {
          client.send({ success: false, ret_msg: `Permission denied: ${denied.join()}`, op, ...conn });
          return;
        }
        for (const topic of args) op === 'subscribe' ? own.add(topic) : own.delete(topic);
        client.send({ success: true, ret_msg: '', op, ...conn });
        return;
      }
      default:
        client.send({ success: false, ret_msg: 'error:invalid op', op, ...conn });
    }
  }

  /** Sends tickers alone, and is silent on what else there is; an address serves its own kind of market. */
  function heardPublicly(client: ServerClient, op: string, args: readonly string[], conn: Row): void {
    const isInverse = client.target.endsWith('/inverse');
    const known = (symbol: string) => venue.prices.has(symbol) && /USD$/.test(symbol) === isInverse;
    const symbolOf = (topic: string) => topic.slice(topic.lastIndexOf('.') + 1);
    const unknown = args.find((topic) => !known(symbolOf(topic)));
    if (unknown !== undefined) {
      client.send({
        success: false,
        ret_msg: `error:handler not found,topic:${unknown}`,
        op,
        ...conn,
      });
      return;
    }
    client.send({ success: true, ret_msg: '', op, ...conn });
    if (op !== 'subscribe') return;
    for (const topic of args.filter((one) => one.startsWith('tickers.'))) {
      const symbol = symbolOf(topic);
      const price = venue.prices.get(symbol);
      const data = { symbol, lastPrice: price, markPrice: price, prevPrice24h: price };
      client.send({ topic, type: 'snapshot', data, cs: 1, ts: nowMs() });
    }
  }

  const server = await startAccountServer({ venue: 'bybit', answer, text: heard });
  const venue: BybitServer = {
    ...server,
    ws: `${server.ws}/v5/private`,
    account,
    push(...pushes) {
      for (const { topic, data } of pushes) {
        if (venue.cutAfter !== null && sent >= venue.cutAfter) {
          for (const client of topics.keys()) client.cut();
          topics.clear();
          venue.cutAfter = null;
        }
        sent += 1;
        if (venue.isMute) continue;
        for (const [client, own] of topics) {
          if (client.isOpen && own.has(topic)) {
            client.send({ id: `push-${sent}`, topic, creationTime: Math.floor(nowMs()), data });
          }
        }
      }
    },
    clockOffsetMs: 0,
    cutAfter: null,
    key: 'good',
    denied: new Set(),
    isLimited: false,
    beforeAnswer: () => {},
    isMute: false,
    prices: new Map([
      ['BTCUSDT', '64210.5'],
      ['BTCUSD', '64200'],
    ]),
    permissions: {
      ...{ id: '1', note: 'vigil', apiKey: bybitKey, readOnly: 1, secret: '', type: 1, uta: 1 },
      permissions: { ContractTrade: ['Order', 'Position'], Spot: ['SpotTrade'], Wallet: ['AccountTransfer'] },
      ...{ ips: ['*'], deadlineDay: 89, expiredAt: '2027-01-13T03:20:45Z', isMaster: true },
    },
  };
  return venue;
}

function isOpen({ orderStatus }: Row): boolean {
  return ['New', 'PartiallyFilled', 'Untriggered', 'Triggered'].includes(String(orderStatus));
}

/** Small, so that more than one page is read. */
const pageLimit = 2;
