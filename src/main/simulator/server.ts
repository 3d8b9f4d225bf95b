/** The practice venue's sockets: HTTP and WebSocket on one loopback port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../feeds/clock.ts';
import type { Auth } from './auth.ts';
import type { Faults, Refused } from './faults.ts';
import type { Hub } from './hub.ts';
import type { Wire } from './outbox.ts';
import { createRateLimit } from './rate-limit.ts';
import { remember } from './remember.ts';
import type { Rest } from './rest.ts';

export interface ServerParts {
  readonly hub: Hub;
  readonly rest: Rest;
  readonly auth: Auth;
  readonly faults: Faults;
  readonly clock: Clock;
}

export interface VenueServer {
  readonly port: number;
  readonly received: readonly { readonly connection: number; readonly text: string }[];
  readonly requests: readonly { readonly method: string; readonly url: string }[];
  readonly upgrades: readonly { readonly atMs: number; readonly path: string }[];
  /** Runs something that sends much, and puts its frames on the wire together. */
  together(send: () => void): void;
  /** Requests and upgrades that hang in a black hole. */
  readonly held: number;
  /** Cuts what hung in a black hole. */
  release(): void;
  close(): Promise<void>;
}

const commandBytes = 1024 * 1024;
const base = 'http://127.0.0.1';

export async function startServer(parts: ServerParts, port: number): Promise<VenueServer> {
  const { hub, rest, auth, faults, clock } = parts;
  const http = createServer(answerRest);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: commandBytes,
  });
  // BitMEX allows 60 new connections an hour; here they come back in a minute, since faults cost many.
  const connections = createRateLimit(60, 1);
  const requests = createRateLimit(300, 1);
  const received: { connection: number; text: string }[] = [];
  const asked: { method: string; url: string }[] = [];
  const upgrades: { atMs: number; path: string }[] = [];
  const streams = new Set<Duplex>();
  const hanging = new Set<Duplex>();
  let opened = 0;

  http.on('upgrade', upgrade);
  http.on('connection', (socket) => {
    streams.add(socket);
    socket.on('close', () => {
      streams.delete(socket);
      hanging.delete(socket);
    });
    // A client that vanishes is no event here; the close that follows tidies up.
    socket.on('error', () => socket.destroy());
  });

  function answerRest(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const { method = 'GET', url = '/', headers } = request;
    remember(asked, { method, url });
    if (faults.blackHole) {
      hanging.add(request.socket);
      return;
    }
    const wait = requests.take(clock.monoMs());
    const answer =
      wait > 0
        ? {
            status: 429,
            body: {
              error: { message: `Rate limit exceeded, retry in ${wait} seconds.`, name: 'RateLimitError' },
            },
          }
        : rest({ method, url, headers }, clock.wallMs());
    response.statusCode = answer.status;
    // Clients measure the venue's clock by it, so it must be ours.
    response.setHeader('date', new Date(clock.wallMs()).toUTCString());
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.setHeader('x-ratelimit-limit', requests.size);
    response.setHeader('x-ratelimit-remaining', requests.left);
    response.setHeader('x-ratelimit-reset', Math.ceil(clock.wallMs() / 1000) + Math.max(1, wait));
    if (wait > 0) response.setHeader('retry-after', wait);
    response.end(JSON.stringify(answer.body));
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const url = URL.canParse(request.url ?? '/', base) ? new URL(request.url ?? '/', base) : new URL(base);
    const turnAway = (status: number, message: string, retryAfterSeconds: number | null = null) =>
      refuse(stream, { status, message, retryAfterSeconds }, clock.wallMs());
    remember(upgrades, { atMs: clock.monoMs(), path: request.url ?? '/' });
    if (faults.blackHole) {
      hanging.add(stream);
      return;
    }
    const refusal = faults.refuses();
    if (refusal !== null) {
      turnAway(refusal.status, 'The practice venue refuses connections now.', refusal.retryAfterSeconds);
      return;
    }
    if (url.pathname !== '/realtime' && url.pathname !== '/realtimePlatform') {
      turnAway(404, 'Not Found');
      return;
    }
    const wait = connections.take(clock.monoMs());
    if (wait > 0) {
      turnAway(429, `Rate limit exceeded, retry in ${wait} seconds.`, wait);
      return;
    }
    const claim = claimOf(request, url);
    const rejected = claim === null ? null : auth.check(claim, clock.wallMs());
    if (rejected !== null) {
      turnAway(rejected.status, rejected.message);
      return;
    }
    const topics = url.searchParams.get('subscribe') ?? '';
    sockets.handleUpgrade(request, stream, head, (socket) => {
      serve(socket, stream, {
        platform: url.pathname === '/realtimePlatform',
        authenticated: claim !== null,
        connectionsLeft: connections.left,
        topics: topics.split(',').filter((topic) => topic !== ''),
      });
    });
  }

  function serve(socket: WebSocket, stream: Duplex, details: Parameters<Hub['open']>[1]): void {
    opened += 1;
    const connection = opened;
    const session = hub.open(wireOf(socket, stream), details);
    // Protocol errors and resets of a client end in its close.
    socket.on('error', () => socket.terminate());
    socket.on('ping', (payload) => hub.ping(session, payload));
    socket.on('close', () => hub.leave(session));
    socket.on('message', (data, binary) => {
      const text = binary ? '' : data.toString();
      remember(received, { connection, text });
      hub.receive(session, text);
    });
  }

  await listen(http, port);
  const bound = (http.address() as AddressInfo).port;

  return {
    port: bound,
    received,
    requests: asked,
    upgrades,
    get held() {
      return hanging.size;
    },
    together(send) {
      // One system call per client instead of one per frame.
      const corked = [...streams];
      for (const stream of corked) stream.cork();
      try {
        send();
      } finally {
        for (const stream of corked) stream.uncork();
      }
    },
    release() {
      for (const stream of hanging) stream.destroy();
      hanging.clear();
    },
    async close() {
      for (const session of hub.sessions) session.wire.terminate();
      for (const stream of streams) stream.destroy();
      sockets.close();
      if (!http.listening) return;
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

function listen(http: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', () => {
      http.off('error', reject);
      resolve();
    });
  });
}

function wireOf(socket: WebSocket, stream: Duplex): Wire {
  return {
    get bufferedBytes() {
      return stream.writableLength;
    },
    text: (frame) => socket.send(frame, ignoreGone),
    binary: (frame) => socket.send(frame, { binary: true }, ignoreGone),
    pong(payload) {
      if (socket.readyState === socket.OPEN) socket.pong(payload, false, ignoreGone);
    },
    close(code, reason) {
      // 1005, 1006 and 1015 never travel: they say that no close frame came.
      if (code === 1006 || code === 1015) socket.terminate();
      else if (code === 1005) socket.close();
      else socket.close(code, reason);
    },
    terminate: () => socket.terminate(),
  };
}

/** A client may be gone before a frame is out; its close is already on the way. */
function ignoreGone(): void {}

/** Three headers, or the same three in the query; null when there is no key at all. */
function claimOf(request: IncomingMessage, url: URL) {
  const read = (name: string) => String(request.headers[name] ?? url.searchParams.get(name) ?? '');
  const key = read('api-key');
  if (key === '') return null;
  const expires = Number(read('api-expires'));
  return { key, expires, signature: read('api-signature'), verb: 'GET', path: '/realtime' };
}

function refuse(stream: Duplex, refusal: Refused & { readonly message: string }, nowMs: number): void {
  const { status, message, retryAfterSeconds } = refusal;
  const body = JSON.stringify({ error: { message, name: 'HTTPError' } });
  const lines = [
    `HTTP/1.1 ${status} ${reasons[status] ?? 'Refused'}`,
    `Date: ${new Date(nowMs).toUTCString()}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...(retryAfterSeconds === null ? [] : [`Retry-After: ${retryAfterSeconds}`]),
  ];
  stream.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

const reasons: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};
