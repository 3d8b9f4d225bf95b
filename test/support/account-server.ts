/**
 * A local venue with a private side: every request and frame is kept, and a dialect decides every answer. To
 * close it fails when any of them could have changed an account, or is not named among what is asked of it.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type AskedVenue, unnamedFrame, unnamedRequest } from './asked.ts';
import { changeAskedBy, changeInFrame } from './order-entry.ts';

export interface ServerRequest {
  readonly method: string;
  /** Path and query as sent, which is what signatures cover. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ServerAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ServerClient {
  /** Path and query of the upgrade. */
  readonly target: string;
  readonly received: readonly string[];
  readonly isOpen: boolean;
  send(message: unknown): void;
  close(code: number, reason?: string): void;
  /** Cuts the line without a word. */
  cut(): void;
}

export interface Dialect {
  /** Whose requests and frames these are; what is not named as asked of it fails the test. */
  readonly venue?: AskedVenue;
  answer(request: ServerRequest): ServerAnswer | Promise<ServerAnswer>;
  connected?(client: ServerClient): void;
  text(client: ServerClient, text: string): void;
}

export interface AccountServer {
  /** Without a path. */
  readonly ws: string;
  readonly rest: string;
  readonly requests: readonly ServerRequest[];
  readonly clients: readonly ServerClient[];
  /** As a venue does it: the lines are cut, and everything is answered by its front door alone. */
  maintain(isOn: boolean): void;
  close(): Promise<void>;
}

export async function startAccountServer(dialect: Dialect): Promise<AccountServer> {
  const http = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ noServer: true });
  const lines = new Set<Duplex>();
  const requests: ServerRequest[] = [];
  const clients: ServerClient[] = [];
  /** Of what came, and what came without a name; the test fails with the first. */
  const changes: string[] = [];
  let isMaintained = false;
  function noteChange(change: string | null): void {
    if (change !== null) changes.push(change);
  }

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part);
    const target = incoming.url ?? '/';
    const { pathname, searchParams } = new URL(target, 'http://127.0.0.1');
    const request: ServerRequest = {
      method: incoming.method ?? '',
      ...{ target, path: pathname, query: searchParams, headers: incoming.headers },
      body: Buffer.concat(parts).toString('utf8'),
    };
    requests.push(request);
    noteChange(changeAskedBy(request.method, request.path, request.body));
    if (dialect.venue !== undefined) {
      noteChange(unnamedRequest(dialect.venue, request.method, request.path));
    }
    const { status = 200, headers = {}, body } = isMaintained ? closedDoor : await dialect.answer(request);
    // Without the Date header, tests of a wrong clock decide themselves what the venue's time is.
    response.sendDate = false;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  http.on('connection', (line) => {
    lines.add(line);
    line.on('close', () => lines.delete(line));
    line.on('error', () => {});
  });
  http.on('upgrade', (request, line, head) => {
    if (isMaintained) {
      line.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, line, head, (socket) => accept(socket, line, request.url ?? '/'));
  });

  function accept(socket: WebSocket, line: Duplex, target: string): void {
    const received: string[] = [];
    const client: ServerClient = {
      ...{ target, received },
      get isOpen() {
        return socket.readyState === socket.OPEN;
      },
      send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
      close: (code, reason) => socket.close(code, reason),
      cut: () => line.destroy(),
    };
    clients.push(client);
    socket.on('error', () => {});
    socket.on('message', (data) => {
      received.push(data.toString());
      noteChange(changeInFrame(data.toString()));
      if (dialect.venue !== undefined) noteChange(unnamedFrame(dialect.venue, data.toString()));
      dialect.text(client, data.toString());
    });
    dialect.connected?.(client);
  }

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    ...{ ws: `ws://127.0.0.1:${port}`, rest: `http://127.0.0.1:${port}`, requests, clients },
    maintain(isOn) {
      isMaintained = isOn;
      if (isOn) for (const client of clients) if (client.isOpen) client.cut();
    },
    async close() {
      for (const line of lines) line.destroy();
      sockets.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
      if (changes.length > 0) {
        throw new Error(
          `Vigil asked for a change, or for what test/support/asked.ts does not name: ${changes[0]}`,
        );
      }
    },
  };
}

const closedDoor: ServerAnswer = {
  status: 503,
  headers: { 'retry-after': '0' },
  body: '<html><head><title>503 Service Temporarily Unavailable</title></head></html>',
};
