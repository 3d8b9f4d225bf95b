/** Keeps one connection honest: asks for a sign of life when it is silent, and says when it is dead. */
import type { Exchange } from '../exchanges/exchange.ts';
import type { Clock } from './clock.ts';

export interface PulsePorts {
  ping(): void;
  /** Nothing is read at the moment, so that silence means nothing. */
  isExcused(): boolean;
  /** The connection answered nothing for too long. */
  dead(reason: string): void;
}

export class Pulse {
  readonly #exchange: Exchange;
  readonly #clock: Clock;
  readonly #ports: PulsePorts;
  #heardMs: number;
  /** When the ping that is not answered yet was sent. */
  #askedMs: number | null = null;
  #answeredMs: number;
  #rttMs: number | null = null;
  #cancel: () => void = () => {};

  constructor(exchange: Exchange, clock: Clock, ports: PulsePorts) {
    this.#exchange = exchange;
    this.#clock = clock;
    this.#ports = ports;
    this.#heardMs = clock.monoMs();
    this.#answeredMs = this.#heardMs;
    this.#wait();
  }

  get rttMs(): number | null {
    return this.#rttMs;
  }

  /** Any frame at all: the socket lives. */
  heard(nowMs: number): void {
    this.#heardMs = nowMs;
  }

  /** The answer to our ping. */
  answered(nowMs: number): void {
    this.#heardMs = nowMs;
    this.#answeredMs = nowMs;
    if (this.#askedMs !== null) this.#rttMs = nowMs - this.#askedMs;
    this.#askedMs = null;
  }

  /** Silence until now was our own doing: sleep, a late event loop, or reading that was paused. */
  forgive(): void {
    this.#heardMs = this.#clock.monoMs();
    this.#askedMs = null;
  }

  stop(): void {
    this.#cancel();
  }

  /** One timer at a time, never moved by a frame: it looks at what was heard when it fires. */
  #wait(): void {
    const { ping, transportStaleMs } = this.#exchange;
    const staleMs = this.#heardMs + transportStaleMs;
    const nextMs = this.#askedMs === null ? this.#nextPingMs() : this.#askedMs + ping.answerMs;
    const waitMs = Math.min(staleMs, nextMs) - this.#clock.monoMs();
    this.#cancel = this.#clock.after(Math.max(1, waitMs), () => this.#check());
  }

  #check(): void {
    if (this.#ports.isExcused()) this.forgive();
    const nowMs = this.#clock.monoMs();
    const { ping, transportStaleMs } = this.#exchange;
    // Any frame after the question is as good as an answer: some servers send data and know no ping.
    if (this.#askedMs !== null && this.#heardMs > this.#askedMs) this.#stopAsking(nowMs);
    const silentMs = nowMs - this.#heardMs;
    const isUnanswered = this.#askedMs !== null && nowMs >= this.#askedMs + ping.answerMs;
    if (isUnanswered || silentMs >= transportStaleMs) {
      this.#ports.dead(`no answer at all for ${(silentMs / 1000).toFixed(1)} s`);
      return;
    }
    if (this.#askedMs === null && nowMs >= this.#nextPingMs()) {
      this.#askedMs = nowMs;
      this.#ports.ping();
    }
    this.#wait();
  }

  #stopAsking(nowMs: number): void {
    this.#askedMs = null;
    this.#answeredMs = nowMs;
  }

  /** After silence, and now and then on a busy connection to measure the way there and back. */
  #nextPingMs(): number {
    return Math.min(this.#heardMs + this.#exchange.ping.idleMs, this.#answeredMs + measureEveryMs);
  }
}

const measureEveryMs = 30_000;
