/** One WebSocket connection: opens it, reports what happens as values, and ends it at any stage. */
import WebSocket from 'ws';
import { retryAfterMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { httpDateMs } from './http-date.ts';
import { spendTurn } from './read-turn.ts';

export type SocketEvent =
  /** `dateMs`: the Date header of the venue's answer, whole seconds. */
  | { readonly kind: 'open'; readonly dateMs: number | null }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: number }
  /** A frame over the limit; its content was never read, and the connection ends. */
  | { readonly kind: 'oversized' }
  /** Bytes that are no WebSocket frame, or text that is no UTF-8; the connection ends. */
  | { readonly kind: 'garbled'; readonly reason: string }
  /** A ping of the venue. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  /** The upgrade was answered with something other than a WebSocket. Nothing follows. */
  | {
      readonly kind: 'http-refused';
      readonly status: number;
      readonly retryAfterMs: number | null;
      readonly dateMs: number | null;
    }
  /** The end, whoever caused it; nothing follows. */
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string };

export interface SocketOptions {
  readonly url: string;
  readonly maxFrameBytes: number;
  readonly handshakeMs: number;
}

export class FeedSocket {
  readonly #ws: WebSocket;
  readonly #clock: Clock;
  readonly #handler: (event: SocketEvent) => void;
  readonly #gone: Promise<void>;
  #ended = false;
  #failure: string | null = null;
  #upgradeDateMs: number | null = null;
  #isPaused = false;
  #isResting = false;
  #cancelTimer: () => void;

  /** Throws only for an address that is no WebSocket address. */
  constructor(options: SocketOptions, clock: Clock, handler: (event: SocketEvent) => void) {
    this.#clock = clock;
    this.#handler = handler;
    // Compression is refused: a small frame could unfold into gigabytes before any limit is seen.
    this.#ws = new WebSocket(options.url, {
      perMessageDeflate: false,
      maxPayload: options.maxFrameBytes,
      followRedirects: false,
    });
    this.#gone = new Promise((resolve) => this.#ws.once('close', () => resolve()));
    this.#cancelTimer = clock.after(options.handshakeMs, () => {
      this.#failure = `no answer to the connection within ${Math.round(options.handshakeMs / 1000)} s`;
      this.#ws.terminate();
    });
    this.#listen();
  }

  send(text: string): void {
    if (!this.#ended && this.#ws.readyState === WebSocket.OPEN) this.#ws.send(text, ignoreSendError);
  }

  ping(): void {
    if (!this.#ended && this.#ws.readyState === WebSocket.OPEN) this.#ws.ping('', true, ignoreSendError);
  }

  /** Stops reading, so that the venue is slowed down by TCP itself. */
  pause(): void {
    this.#isPaused = this.#ws.readyState === WebSocket.OPEN;
    this.#steer();
  }

  resume(): void {
    this.#isPaused = false;
    this.#steer();
  }

  /** Lets the rest of Vigil go first; what the chunk at hand still holds comes all the same. */
  rest(): void {
    this.#isResting = true;
    this.#steer();
  }

  goOn(): void {
    this.#isResting = false;
    this.#steer();
  }

  /** Cuts the connection now and says nothing more. */
  abort(): void {
    this.#end();
    this.#ws.terminate();
  }

  /** Says goodbye where that is possible, and resolves when the connection is gone. */
  close(): Promise<void> {
    if (!this.#ended) {
      this.#end();
      if (this.#ws.readyState === WebSocket.OPEN) {
        this.#isPaused = false;
        this.#steer();
        this.#ws.close(1000);
        const cancel = this.#clock.after(goodbyeMs, () => this.#ws.terminate());
        void this.#gone.then(cancel);
      } else {
        this.#ws.terminate();
      }
    }
    return this.#gone;
  }

  #listen(): void {
    const ws = this.#ws;
    ws.on('upgrade', (response) => {
      this.#upgradeDateMs = httpDateMs(response.headers.date);
    });
    ws.on('open', () => {
      this.#cancelTimer();
      this.#report({ kind: 'open', dateMs: this.#upgradeDateMs });
    });
    ws.on('message', (data, isBinary) => {
      const bytes = Buffer.isBuffer(data) ? data.length : 0;
      if (isBinary) this.#report({ kind: 'binary', bytes });
      else this.#report({ kind: 'text', text: data.toString() });
      spendTurn(this, bytes);
    });
    ws.on('ping', () => this.#report({ kind: 'ping' }));
    ws.on('pong', () => this.#report({ kind: 'pong' }));
    ws.on('unexpected-response', (_request, response) => {
      const { date, 'retry-after': retryAfter } = response.headers;
      this.#last({
        kind: 'http-refused',
        status: response.statusCode ?? 0,
        retryAfterMs: retryAfterMs(retryAfter, this.#clock.wallMs()),
        dateMs: httpDateMs(date),
      });
      response.destroy();
      ws.terminate();
    });
    ws.on('error', (error) => {
      const code = codeOf(error);
      if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.#report({ kind: 'oversized' });
      else if (code.startsWith('WS_ERR_')) this.#report({ kind: 'garbled', reason: error.message });
      this.#failure ??= inWords(code, error);
      ws.terminate();
    });
    ws.on('close', (code, reason) => {
      this.#last({ kind: 'closed', code, reason: reason.toString() || (this.#failure ?? '') });
    });
  }

  #steer(): void {
    // One that is closing is read to its end: the goodbye is in there.
    const isOpen = this.#ws.readyState === WebSocket.OPEN;
    if (isOpen && (this.#isPaused || this.#isResting)) this.#ws.pause();
    else this.#ws.resume();
  }

  #report(event: SocketEvent): void {
    if (!this.#ended) this.#handler(event);
  }

  #last(event: SocketEvent): void {
    if (this.#ended) return;
    this.#end();
    this.#handler(event);
  }

  #end(): void {
    this.#ended = true;
    this.#cancelTimer();
  }
}

/** A send that fails is followed by the close event, which is what we act on. */
function ignoreSendError(): void {}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function inWords(code: string, error: Error): string {
  // All that the parser of HTTP says of an answer that is none.
  if (code.startsWith('HPE_')) return 'the host answers with something that is not HTTP; check the address';
  return failures[code] ?? (error.message || code || 'the connection failed');
}

const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host; check the address',
  EPROTO: 'no encrypted connection could be made; check the address',
  ENOTFOUND: 'the host name is not known; check the address and the network',
  EAI_AGAIN: 'the host name could not be looked up; check the network',
  ETIMEDOUT: 'no answer from the host',
  EHOSTUNREACH: 'the host cannot be reached; check the network',
  ENETUNREACH: 'no network',
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'a frame over the size limit',
};

const goodbyeMs = 500;
