/** A practice Bybit on this computer: a real server on loopback with one made-up account and its key. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../feeds/clock.ts';
import type { PracticeVenue } from '../practice-venue.ts';
import { remember } from '../remember.ts';
import { createRng } from '../rng.ts';
import { type BybitClient, type BybitKey, createBybitDialect } from './bybit-dialect.ts';
import { createBybitLife } from './bybit-life.ts';

export interface PracticeBybit extends BybitKey, Pick<PracticeVenue, 'received' | 'requests'> {
  /** Address of the private stream. */
  readonly ws: string;
  readonly rest: string;
  close(): Promise<void>;
}

export interface PracticeBybits {
  /** Starts it where it does not run yet. */
  get(): Promise<PracticeBybit>;
  close(): Promise<void>;
}

/** One for everybody who asks, from the first who does. */
export function sharedPracticeBybit(seed: number, clock: Clock): PracticeBybits {
  let running: Promise<PracticeBybit> | null = null;
  return {
    get() {
      running ??= startPracticeBybit(seed, clock).catch((cause: unknown) => {
        running = null;
        throw cause;
      });
      return running;
    },
    close: async () => (await running)?.close(),
  };
}

export async function startPracticeBybit(seed: number, clock: Clock): Promise<PracticeBybit> {
  // New each time: it opens something that listens on this machine.
  const key = randomBytes(12).toString('base64url');
  const secret = randomBytes(24).toString('base64url');
  const life = createBybitLife(createRng(seed, 'bybit'), clock.wallMs);
  const dialect = createBybitDialect(life, { key, secret }, clock.wallMs);
  const http = createServer(answer);
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false, maxPayload: commandBytes });

  const requests: { method: string; url: string }[] = [];
  const received: { connection: number; text: string }[] = [];
  let opened = 0;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const { method = 'GET', url = '/', headers } = request;
    remember(requests, { method, url });
    const found = URL.canParse(url, base)
      ? dialect.answer({ method, url: new URL(url, base), header: (name) => String(headers[name] ?? '') })
      : null;
    response.setHeader('date', new Date(clock.wallMs()).toUTCString());
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.statusCode = found === null ? 404 : 200;
    response.end(found === null ? '' : JSON.stringify(found));
  }

  sockets.on('connection', (socket, request) => {
    opened += 1;
    const connection = opened;
    const client: BybitClient = {
      path: (request.url ?? '/').split('?')[0] ?? '/',
      send: (message) => socket.send(JSON.stringify(message), () => {}),
    };
    // Protocol errors and resets of a client end in its close.
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const text = data.toString();
      remember(received, { connection, text });
      dialect.hear(client, text);
    });
    socket.on('close', () => dialect.leave(client));
  });
  const endLife = clock.every(stepMs, () => {
    // Nobody looks: nothing happens.
    if (sockets.clients.size > 0) dialect.publish(life.step());
  });

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;
  return {
    ...{ key, secret, ws: `ws://127.0.0.1:${port}/v5/private`, rest: `http://127.0.0.1:${port}` },
    ...{ received, requests },
    async close() {
      endLife();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

const base = 'http://127.0.0.1';
const commandBytes = 64 * 1024;
const stepMs = 1_500;
