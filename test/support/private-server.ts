/** A local venue with accounts: WebSocket and REST on one port, everything it was sent kept for a look at it. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

export interface PrivateRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface PrivateAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter?: string;
}

export interface PrivateClient {
  readonly isOpen: boolean;
  send(message: unknown): void;
  close(): void;
  cut(): void;
}

export interface PrivateServer {
  readonly url: string;
  readonly rest: string;
  /** Text frames of all connections. */
  readonly frames: readonly string[];
  readonly requests: readonly PrivateRequest[];
  readonly clients: readonly PrivateClient[];
  /** Cuts every connection without a word. */
  cut(): void;
  close(): Promise<void>;
}

export interface PrivateScript {
  text(client: PrivateClient, text: string): void;
  rest(request: PrivateRequest): PrivateAnswer;
}

export async function startPrivateServer(script: PrivateScript): Promise<PrivateServer> {
  const frames: string[] = [];
  const requests: PrivateRequest[] = [];
  const clients: PrivateClient[] = [];
  const sockets = new Set<Duplex>();
  const http = createServer(({ method = '', url = '/', headers }, response) => {
    const request = { method, path: url, headers };
    requests.push(request);
    const { status, body, retryAfter } = script.rest(request);
    const given = retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
    response.writeHead(status, { 'Content-Type': 'application/json', ...given }).end(JSON.stringify(body));
  });
  const ws = new WebSocketServer({ noServer: true });
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  http.on('upgrade', (request, socket, head) => {
    ws.handleUpgrade(request, socket, head, (connection) => accept(connection, socket));
  });

  function accept(connection: WebSocket, socket: Duplex): void {
    const client: PrivateClient = {
      get isOpen() {
        return connection.readyState === connection.OPEN;
      },
      send: (message) => connection.send(typeof message === 'string' ? message : JSON.stringify(message)),
      close: () => connection.close(1000),
      cut: () => socket.destroy(),
    };
    clients.push(client);
    connection.on('error', () => {});
    connection.on('message', (data) => {
      frames.push(data.toString());
      script.text(client, data.toString());
    });
  }

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    rest: `http://127.0.0.1:${port}`,
    ...{ frames, requests, clients },
    cut() {
      for (const client of clients) if (client.isOpen) client.cut();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      ws.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
