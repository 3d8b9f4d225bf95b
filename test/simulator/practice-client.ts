/** A plain WebSocket client of the practice venue, and small tools to wait for what it hears. */
import { createHmac } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Clock } from '../../src/main/feeds/clock.ts';

export type Message = Record<string, unknown>;

export interface PracticeClient {
  /** Text frames that were JSON objects. */
  readonly messages: readonly Message[];
  /** Every frame as text; binary ones as `<binary>`. */
  readonly texts: readonly string[];
  readonly socket: WebSocket;
  send(message: unknown): void;
  /** The first message that fits, now or later. */
  find(fits: (message: Message) => boolean): Promise<Message>;
  /** The partial of a topic. */
  partial(table: string, symbol?: string): Promise<Message>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  close(): Promise<void>;
}

const deadlineMs = 10_000;

export async function connect(url: string, headers: Record<string, string> = {}): Promise<PracticeClient> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  const messages: Message[] = [];
  const texts: string[] = [];
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  socket.on('message', (data, binary) => {
    const text = binary ? '<binary>' : data.toString();
    texts.push(text);
    if (!text.startsWith('{')) return;
    try {
      messages.push(JSON.parse(text) as Message);
    } catch {
      // A fault sends text that only looks like JSON; it is in `texts`.
    }
  });
  const client: PracticeClient = {
    messages,
    texts,
    socket,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async find(fits) {
      await until(() => messages.some(fits));
      return messages.find(fits) ?? {};
    },
    partial: (table, symbol) =>
      client.find(
        (message) =>
          message.table === table &&
          message.action === 'partial' &&
          (symbol === undefined || (message.filter as Message).symbol === symbol),
      ),
    async close() {
      socket.terminate();
      await closed;
    },
  };
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
    socket.once('unexpected-response', (_, response) => {
      response.resume();
      reject(new Refused(response.statusCode ?? 0, response.headers['retry-after'] ?? null));
    });
  });
  // Later errors end in the close that tests wait for.
  socket.on('error', () => socket.terminate());
  return client;
}

/** An upgrade that was answered with an HTTP status. */
class Refused extends Error {
  readonly status: number;
  readonly retryAfter: string | null;

  constructor(status: number, retryAfter: string | null) {
    super(`The upgrade was answered with ${status}.`);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Waits for a condition, not for a time. */
export async function until(holds: () => boolean): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`Waited in vain for: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

export function login(venue: { key: string; secret: string }, clock: Clock): Message {
  const expires = Math.floor(clock.wallMs() / 1000) + 60;
  return { op: 'authKeyExpires', args: [venue.key, expires, sign(venue.secret, `GET/realtime${expires}`)] };
}

export function rowsOf(message: Message): Message[] {
  return message.data as Message[];
}
