/**
 * The private side of the BitMEX dialect on this computer: checks signatures, begins every table with a partial,
 * pushes what a test scripts. Login, words and table schemas are the practice venue's.
 * https://www.bitmex.com/app/wsAPI and /app/apiKeysUsage, read 2026-11-24
 */
import { stringifyExact } from '../../src/main/exchanges/exact-json.ts';
import { createAuth } from '../../src/main/simulator/auth.ts';
import {
  ackFrame,
  errorFrame,
  parseCommand,
  welcomeFrame,
  words,
} from '../../src/main/simulator/commands.ts';
import { schemaOf } from '../../src/main/simulator/tables.ts';
import {
  type AccountServer,
  type ServerAnswer,
  type ServerClient,
  type ServerRequest,
  startAccountServer,
} from './account-server.ts';

export type Row = Readonly<Record<string, unknown>>;
export type BitmexTable = 'margin' | 'position' | 'order' | 'execution';

export const bitmexKey = 'LAqUlngMIQkIUjXMUreyu3qn';
export const bitmexSecret = 'chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO';
export const bitmexAccountId = 412475;

export interface BitmexServer extends AccountServer {
  readonly url: string;
  cut(): void;
  /** One message: what it says happens to the account, whether or not somebody listens. */
  push(table: BitmexTable, action: 'insert' | 'update', ...rows: readonly Row[]): void;
  /** Sends to everybody who has subscribed, without a change of the account. */
  say(table: BitmexTable, action: 'insert' | 'update', ...rows: readonly Row[]): void;
  /** Sends the partials of everything that is subscribed again. */
  repeat(): void;
  /** How many of the newest executions a partial holds; nobody says how many those are. */
  executionsInPartial: number;
  /** Cuts the line instead of sending, when so many more frames have been sent: greetings, answers, partials and all. */
  framesLeft: number | null;
  /** Frames so far. */
  sent: number;
  skewMs: number;
  nowMs: () => number;
  /** What the venue says of any use of the key; null: the key is good. */
  trouble: { readonly status: number; readonly message: string } | null;
  /** Topics and REST paths that the key may not read. */
  readonly denied: Set<string>;
  /** What a REST path answers instead of what is. */
  readonly answers: Map<string, readonly Row[]>;
  /** REST paths that answer 503. */
  readonly broken: Set<string>;
  /** So many more reads are answered with 429. */
  lockedOut: number;
  /** What tells no time of the venue: its `greeting`, `rest`, or both. */
  readonly timeless: Set<string>;
  /** Live messages that are not sent to anybody, such as when the venue loses them. */
  isMute: boolean;
  permissions: readonly string[];
}

export async function startBitmexServer(): Promise<BitmexServer> {
  const auth = createAuth(bitmexKey, bitmexSecret);
  const tables = { margin: map(), position: map(), order: map(), execution: map() };
  /** Topics by client; null until it has logged in. */
  const sessions = new Map<ServerClient, Set<string> | null>();

  function send(client: ServerClient, frame: string): void {
    if (!client.isOpen || !sessions.has(client)) return;
    if (server.framesLeft === 0) {
      server.framesLeft = null;
      sessions.delete(client);
      client.cut();
      return;
    }
    if (server.framesLeft !== null) server.framesLeft -= 1;
    server.sent += 1;
    client.send(frame);
  }

  function connected(client: ServerClient): void {
    sessions.set(client, null);
    const frame = welcomeFrame(new Date(venueMs()).toISOString(), 59);
    send(client, server.timeless.has('greeting') ? frame.replace('timestamp', 'started') : frame);
  }

  function text(client: ServerClient, frame: string): void {
    const command = parseCommand(frame);
    switch (command.kind) {
      case 'ping':
        send(client, 'pong');
        return;
      case 'authenticate': {
        const { key, signature, stamp: expires, request } = command;
        const claim = { key, signature, expires, verb: 'GET', path: '/realtime' };
        const refused = server.trouble ?? auth.check(claim, venueMs());
        if (refused !== null) {
          send(client, errorFrame(refused.status, refused.message, request));
          return;
        }
        sessions.set(client, new Set());
        send(client, JSON.stringify({ success: true, request }));
        return;
      }
      case 'subscribe':
        for (const topic of command.topics) subscribe(client, String(topic), command.request);
        return;
      case 'unsubscribe':
        for (const topic of command.topics) {
          sessions.get(client)?.delete(String(topic));
          send(client, ackFrame('unsubscribe', String(topic), command.request));
        }
        return;
      default:
        send(client, errorFrame(400, words.unrecognised, frame));
    }
  }

  function subscribe(client: ServerClient, topic: string, request: unknown): void {
    const topics = sessions.get(client);
    if (topics === null || topics === undefined) {
      send(client, errorFrame(401, words.accountLocked, request));
    } else if (server.denied.has(topic)) {
      send(client, errorFrame(403, 'Forbidden', request));
    } else {
      topics.add(topic);
      send(client, ackFrame('subscribe', topic, request));
      begin(client, topic as BitmexTable);
    }
  }

  function begin(client: ServerClient, table: BitmexTable): void {
    send(client, frameOf(table, 'partial', beginning(table)));
  }

  /** Closed orders are in no partial, nor are executions of long ago. */
  function beginning(table: BitmexTable): readonly Row[] {
    const rows = [...tables[table].values()];
    if (table === 'order') return rows.filter(isOpen);
    return table === 'execution' ? rows.slice(Math.max(0, rows.length - server.executionsInPartial)) : rows;
  }

  function rest(request: ServerRequest): ServerAnswer {
    const { method, target, path, query, headers } = request;
    if (path === '/api/v1')
      return good(server.timeless.has('rest') ? {} : { name: 'BitMEX API', timestamp: venueMs() });
    if (server.lockedOut > 0) {
      server.lockedOut -= 1;
      return { ...bad(429, 'Rate limit exceeded, retry in 0 seconds.'), headers: { 'retry-after': '0' } };
    }
    const header = (name: string) => String(headers[name] ?? '');
    const claim = { key: header('api-key'), signature: header('api-signature'), verb: method, path: target };
    const refused =
      server.trouble ?? auth.check({ ...claim, expires: Number(header('api-expires')) }, venueMs());
    if (refused !== null) return bad(refused.status, refused.message);
    if (server.denied.has(path)) return bad(403, 'Forbidden');
    if (server.broken.has(path))
      return bad(503, 'The system is currently overloaded. Please try again later.');
    const rows = server.answers.get(path) ?? read(path, query);
    return rows === null ? bad(404, 'Not Found') : good(rows);
  }

  function read(path: string, query: URLSearchParams): readonly Row[] | null {
    switch (path) {
      case '/api/v1/position':
        return page([...tables.position.values()], query);
      case '/api/v1/order': {
        const isWanted = query.get('filter') === '{"open":true}' ? isOpen : () => true;
        return page([...tables.order.values()].filter(isWanted), query);
      }
      case '/api/v1/execution/tradeHistory':
        return page(
          [...tables.execution.values()].filter(({ lastQty }) => Number(lastQty) > 0),
          query,
        );
      case '/api/v1/user/margin':
        return [...tables.margin.values()];
      case '/api/v1/apiKey':
        return [
          { id: 'another', permissions: ['order'], enabled: true, cidrs: [] },
          {
            id: bitmexKey,
            permissions: server.permissions,
            enabled: true,
            cidrs: ['1.2.3.4/32', '0.0.0.0/0'],
          },
        ];
      default:
        return null;
    }
  }

  function venueMs(): number {
    return Math.floor(server.nowMs()) + server.skewMs;
  }

  const local = await startAccountServer({ venue: 'bitmex', connected, text, answer: rest });
  const server: BitmexServer = Object.assign(local, {
    url: `${local.ws}/realtime`,
    cut() {
      for (const client of local.clients) if (client.isOpen) client.cut();
    },
    push(table: BitmexTable, action: 'insert' | 'update', ...rows: readonly Row[]) {
      for (const row of rows) {
        const key = keyOf(table, row);
        const before = tables[table].get(key);
        if ((before === undefined) === (action === 'update')) throw new Error(`${action} of ${table} ${key}`);
        tables[table].set(key, { ...before, ...row });
      }
      server.say(table, action, ...rows);
    },
    repeat() {
      for (const [client, topics] of sessions) {
        for (const topic of topics ?? []) begin(client, topic as BitmexTable);
      }
    },
    say(table: BitmexTable, action: 'insert' | 'update', ...rows: readonly Row[]) {
      if (server.isMute) return;
      const frame = frameOf(table, action, rows);
      for (const [client, topics] of sessions) if (topics?.has(table)) send(client, frame);
    },
    ...{ executionsInPartial: 0, framesLeft: null, sent: 0, skewMs: 0, lockedOut: 0, trouble: null },
    ...{ isMute: false, permissions: [] },
    nowMs: () => Date.now(),
    timeless: new Set<string>(),
    answers: new Map<string, readonly Row[]>(),
    denied: new Set<string>(),
    broken: new Set<string>(),
  });
  return server;
}

function map(): Map<string, Row> {
  return new Map();
}

function keyOf(table: BitmexTable, row: Row): string {
  const names = { margin: 'currency', position: 'symbol', order: 'orderID', execution: 'execID' } as const;
  return String(row[names[table]]);
}

function isOpen({ leavesQty }: Row): boolean {
  return Number(leavesQty) > 0;
}

function frameOf(table: BitmexTable, action: string, data: readonly Row[]): string {
  if (action !== 'partial') return stringifyExact({ table, action, data });
  const { keys, types, foreignKeys, attributes } = schemaOf(table) ?? {};
  const filter = { account: bitmexAccountId };
  return stringifyExact({ table, action, keys, types, foreignKeys, attributes, filter, data });
}

/** Since a time, oldest first, and never more than the venue gives at once. */
function page(rows: readonly Row[], query: URLSearchParams): readonly Row[] {
  const since = query.get('startTime') ?? '';
  const start = Number(query.get('start') ?? 0);
  const count = Math.min(500, Number(query.get('count') ?? 100));
  return rows.filter(({ timestamp }) => String(timestamp) >= since).slice(start, start + count);
}

function good(body: unknown): ServerAnswer {
  return { body: stringifyExact(body) };
}

function bad(status: number, message: string): ServerAnswer {
  return { status, body: { error: { message, name: 'HTTPError' } } };
}
