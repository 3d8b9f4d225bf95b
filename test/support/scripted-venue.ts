/** A small local venue whose every answer a test decides: WebSocket and REST on one port. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

export interface ScriptedClient {
  readonly number: number;
  /** Text frames the client sent on this connection. */
  readonly received: readonly string[];
  readonly isOpen: boolean;
  send(...texts: readonly string[]): void;
  sendBinary(bytes: Buffer): void;
  /** Bytes straight on the line, past the WebSocket layer. */
  sendRaw(bytes: Buffer): void;
  close(code: number, reason?: string): void;
  /** Cuts the line without a word. */
  cut(): void;
  /** Hears nothing any more, not even a goodbye. */
  stopReading(): void;
}

export interface Refusal {
  readonly status: number;
  readonly retryAfter?: string;
}

export interface ScriptedVenue {
  readonly url: string;
  readonly rest: string;
  readonly clients: readonly ScriptedClient[];
  /** Monotonic times of all upgrades, refused ones too. */
  readonly upgradesMs: readonly number[];
  readonly restRequests: readonly string[];
  onUpgrade: (headers: IncomingHttpHeaders) => void;
  onConnect: (client: ScriptedClient) => void;
  onText: (client: ScriptedClient, text: string) => void;
  /** Returns the body, or a refusal. */
  onRest: (path: string) => string | Refusal | Promise<string | Refusal>;
  /** Answers for the next upgrades, in order; when empty, everybody is let in. */
  readonly refusals: Refusal[];
  /** Pings of the WebSocket layer are not answered. */
  isDeaf: boolean;
  /** Upgrades and REST requests are left without an answer; ending it cuts those that wait. */
  isHanging: boolean;
  close(): Promise<void>;
}

export async function startScriptedVenue(port = 0): Promise<ScriptedVenue> {
  const http = createServer((request, response) => void answerRest(request, response));
  const ws = new WebSocketServer({ noServer: true, autoPong: false });
  const sockets = new Set<Duplex>();
  const clients: ScriptedClient[] = [];
  const upgradesMs: number[] = [];
  const restRequests: string[] = [];
  const hanging = new Set<Duplex>();
  let isHanging = false;

  async function answerRest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    restRequests.push(path);
    if (isHanging) {
      hanging.add(request.socket);
      return;
    }
    const answer = await venue.onRest(path);
    if (typeof answer === 'string') response.end(answer);
    else response.writeHead(answer.status, headersOf(answer)).end();
  }
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  http.on('upgrade', (request, socket, head) => {
    upgradesMs.push(performance.now());
    venue.onUpgrade(request.headers);
    if (isHanging) {
      hanging.add(socket);
      return;
    }
    const refusal = venue.refusals.shift();
    if (refusal !== undefined) {
      const headers = Object.entries(headersOf(refusal)).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\n${headers.join('')}Content-Length: 0\r\n\r\n`);
      return;
    }
    ws.handleUpgrade(request, socket, head, (connection) => accept(connection, socket));
  });
  function accept(connection: WebSocket, socket: Duplex): void {
    const received: string[] = [];
    const held: Held = { line: { connection, socket } };
    const client = clientOf(clients.length + 1, received, held);
    clients.push(client);
    connection.on('close', () => {
      held.line = null;
    });
    connection.on('error', () => {});
    connection.on('ping', (data) => {
      if (!venue.isDeaf) connection.pong(data);
    });
    connection.on('message', (data) => {
      received.push(data.toString());
      venue.onText(client, data.toString());
    });
    venue.onConnect(client);
  }

  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const { port: chosen } = http.address() as AddressInfo;
  const venue: ScriptedVenue = {
    url: `ws://127.0.0.1:${chosen}`,
    rest: `http://127.0.0.1:${chosen}`,
    clients,
    upgradesMs,
    restRequests,
    onUpgrade: () => {},
    onConnect: () => {},
    onText: () => {},
    onRest: () => ({ status: 404 }),
    refusals: [],
    isDeaf: false,
    get isHanging() {
      return isHanging;
    },
    set isHanging(next) {
      isHanging = next;
      if (next) return;
      for (const socket of hanging) socket.destroy();
      hanging.clear();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      ws.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
  return venue;
}

/** Let go at its end: hours of reconnects would fill the memory with what is over. */
interface Held {
  line: { readonly connection: WebSocket; readonly socket: Duplex } | null;
}

function clientOf(number: number, received: readonly string[], held: Held): ScriptedClient {
  return {
    ...{ number, received },
    get isOpen() {
      return held.line !== null && held.line.connection.readyState === held.line.connection.OPEN;
    },
    send: (...texts) => {
      for (const text of texts) held.line?.connection.send(text);
    },
    sendBinary: (bytes) => held.line?.connection.send(bytes),
    sendRaw: (bytes) => held.line?.socket.write(bytes),
    close: (code, reason) => held.line?.connection.close(code, reason),
    cut: () => held.line?.socket.destroy(),
    stopReading: () => held.line?.connection.pause(),
  };
}

function headersOf({ retryAfter }: Refusal): Record<string, string> {
  return retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
}
