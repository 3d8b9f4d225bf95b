/** The conversation on one connection: greeting, login, then frames, until it ends for whatever reason. */
import type { Channel, Exchange, FeedEvent } from '../exchanges/exchange.ts';
import type { Clock } from './clock.ts';
import type { ClockSkew } from './clock-skew.ts';
import { FramePacer, type Rested } from './frame-pacer.ts';
import type { Logins } from './logins.ts';
import { Pulse } from './pulse.ts';
import { FeedSocket, type SocketEvent } from './socket.ts';

export interface SessionOptions {
  readonly exchange: Exchange;
  readonly endpoint: string;
  /** null on public connections. */
  readonly logins: Logins | null;
  readonly clock: Clock;
  readonly skew: ClockSkew;
}

/** Why a connection ended. */
export interface Loss {
  readonly code: number | null;
  readonly reason: string;
  /** Retry-After of the venue. */
  readonly askedMs: number | null;
  /** The venue turned us away for good. */
  readonly isRefused: boolean;
}

export interface SessionPorts {
  /** The venue has greeted us and knows who we are: subscriptions may follow. */
  ready(): void;
  frame(text: string): void;
  /** The venue answered a ping frame of the WebSocket layer. */
  alive(): void;
  /** A frame that cannot be read at all. */
  unreadable(policy: 'binary' | 'oversized' | 'garbled', reason: string): void;
  lost(loss: Loss): void;
}

type Stage = 'opening' | 'greeting' | 'login' | 'streaming';

export class Session {
  readonly #options: SessionOptions;
  readonly #ports: SessionPorts;
  readonly #socket: FeedSocket;
  readonly #pacer: FramePacer;
  readonly #startedWallMs: number;
  #stage: Stage = 'opening';
  #pulse: Pulse | null = null;
  #cancelTimer: () => void = () => {};
  #cancelRenewal: () => void = () => {};
  #isOver = false;
  #isPaused = false;

  constructor(options: SessionOptions, ports: SessionPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#startedWallMs = options.clock.wallMs();
    this.#socket = new FeedSocket(
      {
        url: options.endpoint,
        maxFrameBytes: options.exchange.limits.maxFrameBytes,
        handshakeMs: stageMs,
      },
      options.clock,
      (event) => this.#on(event),
    );
    this.#pacer = new FramePacer(options.exchange.limits.frames, options.clock, (frame) =>
      this.#socket.send(frame),
    );
  }

  get rttMs(): number | null {
    return this.#pulse?.rttMs ?? null;
  }

  get isStreaming(): boolean {
    return this.#stage === 'streaming' && !this.#isOver;
  }

  /** False when the venue needs no frame for this: it counts as done. */
  subscribe(channels: readonly Channel[]): boolean {
    const { exchange, logins } = this.#options;
    const own = logins === null ? undefined : exchange.account?.subscribe?.(channels, logins.next());
    const frames = own ?? exchange.subscribe(channels);
    this.#pacer.send(frames);
    return frames.length > 0;
  }

  unsubscribe(channels: readonly Channel[]): void {
    const { exchange, logins } = this.#options;
    const own = logins === null ? undefined : exchange.account?.unsubscribe?.(channels, logins.next());
    this.#pacer.send(own ?? exchange.unsubscribe(channels));
  }

  welcomed(serverTimeMs: number | null): void {
    const { clock, skew } = this.#options;
    if (serverTimeMs !== null) skew.measure(serverTimeMs, this.#startedWallMs, clock.wallMs());
    if (this.#stage === 'greeting') this.#login();
  }

  authenticated({ token, renewMs }: Extract<FeedEvent, { kind: 'authenticated' }>): void {
    const { logins, clock } = this.#options;
    if (logins !== null && token !== undefined) logins.token = token;
    if (renewMs !== undefined) {
      this.#cancelRenewal();
      this.#cancelRenewal = clock.after(renewMs, () => this.#renew());
    }
    if (this.#stage === 'login') this.#stream();
  }

  challenged(challenge: string): void {
    const { logins } = this.#options;
    if (logins === null || this.#stage !== 'login') return;
    logins.challenge = challenge;
    this.#stream();
  }

  /** Holds subscriptions back for so long, as the venue asked. */
  rest(ms: number, rested: Rested): void {
    this.#pacer.rest(ms, rested);
  }

  /** The venue answered our ping with a message of its own. */
  ponged(): void {
    this.#pulse?.answered(this.#options.clock.monoMs());
  }

  /** Stops and starts reading, for a reader that is slower than the venue. */
  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#socket.pause();
    else this.#socket.resume();
    this.forgive();
  }

  /** Silence until now was our own doing. */
  forgive(): void {
    this.#pulse?.forgive();
  }

  /** Cuts the connection at once and reports it. */
  abort(reason: string): void {
    this.#lose({ code: null, reason, askedMs: null, isRefused: false });
    this.#socket.abort();
  }

  /** Ends the connection and reports nothing more. */
  close(): Promise<void> {
    this.#end();
    return this.#socket.close();
  }

  #on(event: SocketEvent): void {
    const nowMs = this.#options.clock.monoMs();
    this.#pulse?.heard(nowMs);
    switch (event.kind) {
      case 'text':
        this.#ports.frame(event.text);
        return;
      case 'pong':
        this.#pulse?.answered(nowMs);
        if (this.#stage === 'streaming') this.#ports.alive();
        return;
      case 'ping':
        return;
      case 'open':
        this.#opened(event.dateMs);
        return;
      case 'binary':
        this.#ports.unreadable('binary', `a binary frame of ${event.bytes} bytes`);
        return;
      case 'oversized':
        this.#ports.unreadable('oversized', 'a frame over the size limit');
        return;
      case 'garbled':
        this.#ports.unreadable('garbled', event.reason);
        return;
      case 'http-refused':
        this.#measureDate(event.dateMs);
        this.#lose(refusal(event.status, event.retryAfterMs));
        return;
      case 'closed':
        // 1006 is no code of the venue: the connection ended without a word.
        this.#lose({
          code: event.code === 1006 ? null : event.code,
          reason: this.#closeReason(event.reason) || (event.code === 1006 ? 'the connection was cut' : ''),
          askedMs: null,
          isRefused: false,
        });
    }
  }

  #closeReason(text: string): string {
    return this.#options.exchange.closeReason?.(text) ?? text;
  }

  #opened(dateMs: number | null): void {
    this.#measureDate(dateMs);
    const { exchange, clock } = this.#options;
    this.#pulse = new Pulse(exchange, clock, {
      ping: () => this.#ping(),
      isExcused: () => this.#isPaused,
      dead: (reason) => this.abort(reason),
    });
    if (!exchange.welcomes) {
      this.#login();
      return;
    }
    this.#stage = 'greeting';
    // Recordings and compatible servers may wait for us to speak first.
    this.#cancelTimer = clock.after(greetingMs, () => this.#login());
  }

  #login(): void {
    this.#cancelTimer();
    const frame = this.#loginFrame();
    if (this.#isOver) return;
    if (frame === null) {
      this.#stream();
      return;
    }
    this.#stage = 'login';
    this.#socket.send(frame);
    this.#cancelTimer = this.#options.clock.after(stageMs, () => this.abort('no answer to the login'));
  }

  /** Signed anew for every connection, and for the venue's clock: a slow one here would be refused. */
  #loginFrame(): string | null {
    const { exchange, logins } = this.#options;
    if (logins === null || exchange.account === undefined) return null;
    try {
      return exchange.account.authenticate(logins.next());
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'the key cannot sign';
      this.#lose({ code: null, reason, askedMs: null, isRefused: true });
      this.#socket.abort();
      return null;
    }
  }

  #renew(): void {
    const frame = this.#loginFrame();
    if (frame !== null) this.#socket.send(frame);
  }

  #stream(): void {
    this.#cancelTimer();
    this.#stage = 'streaming';
    this.#ports.ready();
  }

  #ping(): void {
    const { frame } = this.#options.exchange.ping;
    if (frame === null) this.#socket.ping();
    else this.#socket.send(frame);
  }

  #measureDate(dateMs: number | null): void {
    const { clock, skew } = this.#options;
    if (dateMs !== null) skew.measureDate(dateMs, this.#startedWallMs, clock.wallMs());
  }

  #lose(loss: Loss): void {
    if (this.#isOver) return;
    this.#end();
    this.#ports.lost(loss);
  }

  #end(): void {
    this.#isOver = true;
    this.#cancelTimer();
    this.#cancelRenewal();
    this.#pulse?.stop();
    this.#pacer.stop();
  }
}

function refusal(status: number, askedMs: number | null): Loss {
  const isRefused = status === 401 || status === 403;
  const reason = `the venue refused the connection: HTTP ${status}${statusWords[status] ?? ''}`;
  return { code: null, reason, askedMs, isRefused };
}

const statusWords: Readonly<Record<number, string>> = {
  401: ' (not authorised)',
  403: ' (forbidden)',
  404: ' (not found; check the address)',
  429: ' (too many requests)',
  503: ' (not available)',
};

const stageMs = 10_000;
const greetingMs = 2_000;
