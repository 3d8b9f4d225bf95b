/**
 * How the practice Bybit answers: Bybit v5's reads, and its private and public streams as far as Vigil asks for
 * them. Signatures are really checked. https://bybit-exchange.github.io/docs/v5/guide, read 2026-11-25
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BybitLife, Push, Row } from './bybit-life.ts';

export interface BybitKey {
  readonly key: string;
  readonly secret: string;
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string;
}

/** One connection; what it hears is sent as text. */
export interface BybitClient {
  readonly path: string;
  send(message: Row): void;
}

export interface BybitDialect {
  /** null: there is no such address. */
  answer(asked: Asked): Row | null;
  hear(client: BybitClient, text: string): void;
  leave(client: BybitClient): void;
  publish(pushes: readonly Push[]): void;
}

export function createBybitDialect(life: BybitLife, own: BybitKey, nowMs: () => number): BybitDialect {
  const topics = new Map<BybitClient, Set<string>>();
  const loggedIn = new Set<BybitClient>();
  let sent = 0;

  function isSigned(text: string, signature: string): boolean {
    const right = createHmac('sha256', own.secret).update(text).digest();
    const given = Buffer.from(signature, 'hex');
    return given.length === right.length && timingSafeEqual(given, right);
  }

  /** The code and words of Bybit's error list. */
  function refusal(key: string, isTimely: boolean, isRight: () => boolean): readonly [number, string] | null {
    if (key !== own.key) return [10003, 'API key is invalid.'];
    if (!isTimely)
      return [10002, 'invalid request, please check your server timestamp or recv_window param.'];
    return isRight() ? null : [10004, 'error sign! please check your signature generation algorithm.'];
  }

  function envelope(retCode: number, retMsg: string, result: Row = {}): Row {
    return { retCode, retMsg, result, retExtInfo: {}, time: Math.floor(nowMs()) };
  }

  function answer({ method, url, header }: Asked): Row | null {
    const { pathname, search, searchParams: query } = url;
    if (method !== 'GET') return null;
    if (pathname === '/v5/market/time') {
      const ms = Math.floor(nowMs());
      return envelope(0, 'OK', { timeSecond: String(Math.floor(ms / 1000)), timeNano: `${ms}000000` });
    }
    const [stamp, window] = [header('x-bapi-timestamp'), header('x-bapi-recv-window')];
    const isTimely = Number(stamp) >= nowMs() - Number(window) && Number(stamp) < nowMs() + 1_000;
    const text = `${stamp}${header('x-bapi-api-key')}${window}${search.slice(1)}`;
    const wrong = refusal(header('x-bapi-api-key'), isTimely, () => isSigned(text, header('x-bapi-sign')));
    return wrong === null ? read(pathname, query) : envelope(...wrong);
  }

  function read(path: string, query: URLSearchParams): Row | null {
    const category = query.get('category');
    // Everything here is linear and settles in tethers.
    const isMeant = category === 'linear' && (query.get('settleCoin') ?? 'USDT') === 'USDT';
    const list = (rows: readonly Row[]) =>
      envelope(0, 'OK', { list: isMeant ? rows.toReversed() : [], nextPageCursor: '', category });
    switch (path) {
      case '/v5/user/query-api':
        return envelope(0, '', {
          ...{ id: '1', note: 'practice', apiKey: own.key, readOnly: 1, secret: '', type: 1, uta: 1 },
          ...{ permissions: { ContractTrade: ['Order', 'Position'] }, ips: ['*'], isMaster: true },
        });
      case '/v5/account/info':
        return envelope(0, 'OK', { marginMode: 'REGULAR_MARGIN', unifiedMarginStatus: 5 });
      case '/v5/account/wallet-balance':
        return envelope(0, 'OK', { list: [life.wallet()] });
      case '/v5/position/list':
        return list(life.positions().map(({ entryPrice, ...row }) => ({ ...row, avgPrice: entryPrice })));
      case '/v5/order/realtime': {
        const wantsOpen = query.get('openOnly') !== '1';
        return list(life.orders().filter(({ orderStatus }) => open.has(orderStatus) === wantsOpen));
      }
      case '/v5/execution/list': {
        const from = Number(query.get('startTime') ?? 0);
        return list(life.executions().filter(({ execTime }) => Number(execTime) >= from));
      }
      default:
        return null;
    }
  }

  function hear(client: BybitClient, text: string): void {
    const { op, args, req_id } = commandOf(text);
    const conn = { conn_id: 'practice', req_id };
    if (op === 'ping') client.send({ op: 'pong', args: [String(Math.floor(nowMs()))], ...conn });
    else if (op === 'auth') logIn(client, args, conn);
    else if (op === 'subscribe' || op === 'unsubscribe') {
      const wrong = args.find((topic) => !isKnown(client, String(topic)));
      const words = wrong === undefined ? '' : `error:handler not found,topic:${wrong}`;
      client.send({ success: wrong === undefined, ret_msg: words, op, ...conn });
      if (wrong === undefined) change(client, op, args.map(String));
    } else client.send({ success: false, ret_msg: 'error:invalid op', op, ...conn });
  }

  function logIn(client: BybitClient, [key, expires, signature]: readonly unknown[], conn: Row): void {
    const wrong = refusal(String(key), Number(expires) > nowMs(), () =>
      isSigned(`GET/realtime${expires}`, String(signature)),
    );
    if (wrong === null) {
      loggedIn.add(client);
      client.send({ success: true, ret_msg: '', op: 'auth', ...conn });
    } else client.send({ op: 'auth', success: false, retCode: wrong[0], retMsg: wrong[1], ...conn });
  }

  /** Tickers on the address of their kind, all else behind a login. */
  function isKnown(client: BybitClient, topic: string): boolean {
    if (!client.path.startsWith('/v5/public/')) return loggedIn.has(client) && accountTopics.has(topic);
    const symbol = /^tickers\.(\w+)$/.exec(topic)?.[1] ?? '';
    return symbol.endsWith('USD') === client.path.endsWith('/inverse') && life.ticker(symbol) !== null;
  }

  function change(client: BybitClient, op: 'subscribe' | 'unsubscribe', names: readonly string[]): void {
    const mine = topics.get(client) ?? new Set();
    topics.set(client, mine);
    for (const name of names) {
      if (op === 'unsubscribe') mine.delete(name);
      else {
        mine.add(name);
        tellTicker(client, name, 'snapshot');
      }
    }
  }

  function tellTicker(client: BybitClient, topic: string, type: 'snapshot' | 'delta'): void {
    const data = topic.startsWith('tickers.') ? life.ticker(topic.slice('tickers.'.length)) : null;
    if (data !== null) client.send({ topic, type, data, cs: sent, ts: Math.floor(nowMs()) });
  }

  return {
    answer,
    hear,
    leave(client) {
      topics.delete(client);
      loggedIn.delete(client);
    },
    publish(pushes) {
      for (const [client, mine] of topics) {
        for (const { topic, data } of pushes) {
          sent += 1;
          const creationTime = Math.floor(nowMs());
          if (mine.has(topic)) client.send({ id: `practice-${sent}`, topic, creationTime, data });
        }
        for (const topic of mine) tellTicker(client, topic, 'delta');
      }
    },
  };
}

function commandOf(text: string) {
  try {
    const { op, args, req_id } = JSON.parse(text) as Row;
    const plain = Array.isArray(args) ? args.filter((one) => typeof one !== 'object') : [];
    return { op, args: plain as readonly unknown[], req_id };
  } catch {
    return { op: null, args: [], req_id: undefined };
  }
}

const accountTopics: ReadonlySet<string> = new Set(['order', 'execution', 'position', 'wallet']);
const open: ReadonlySet<unknown> = new Set(['New', 'PartiallyFilled']);
