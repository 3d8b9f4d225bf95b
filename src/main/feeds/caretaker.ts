/** Looks after a feed's channels while it is connected: checks them on time and carries out their cures. */
import type { ChannelMap } from './channel-map.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { Clock } from './clock.ts';
import type { LookAnswer } from './health-types.ts';
import { doubtTrades, silentWith } from './silent-with.ts';

export interface CaretakerPorts {
  look(runtime: ChannelRuntime): Promise<LookAnswer>;
  resubscribe(runtimes: readonly ChannelRuntime[]): void;
  reconnect(runtime: ChannelRuntime): void;
  canReconnect(): boolean;
  /** Vigil itself was late; called before the channels are judged. */
  ownDelay(): void;
  /** Called at every check, about once a second. */
  tidy(nowMs: number): void;
  guard(run: () => void): void;
}

export class Caretaker {
  readonly #channels: ChannelMap;
  readonly #clock: Clock;
  readonly #ports: CaretakerPorts;
  #cancel: (() => void) | null = null;
  #isPaused = false;

  constructor(channels: ChannelMap, clock: Clock, ports: CaretakerPorts) {
    this.#channels = channels;
    this.#clock = clock;
    this.#ports = ports;
  }

  get isOnDuty(): boolean {
    return this.#cancel !== null;
  }

  start(): void {
    this.stop();
    const nowMs = this.#clock.monoMs();
    const times = this.#channels.all.map((runtime) => runtime.nextCheckMs() ?? Number.POSITIVE_INFINITY);
    // Data only moves a check back, and what moves it forward is not worth a second of alarm.
    const dueMs = Math.min(nowMs + longestMs, Math.max(nowMs + shortestMs, Math.min(...times)));
    this.#cancel = this.#clock.after(dueMs - nowMs, () => this.#check(dueMs));
  }

  /**
   * A channel's state has changed, and with it when it must be looked at again. One that stalled is cured
   * before its next message could pass for health.
   */
  attend(runtime: ChannelRuntime): void {
    if (!this.isOnDuty || this.#isPaused) return;
    if (runtime.health.kind === 'stalled') this.#cure(runtime);
    if (this.isOnDuty) this.start();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** While nothing is read, silence means nothing. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
  }

  #check(dueMs: number): void {
    const nowMs = this.#clock.monoMs();
    if (nowMs - dueMs > ownDelayMs) this.#ports.ownDelay();
    if (!this.#isPaused) {
      for (const runtime of this.#channels.all) {
        if (this.isOnDuty) this.#cure(runtime);
      }
    }
    this.#ports.tidy(nowMs);
    if (this.isOnDuty) this.start();
  }

  #cure(runtime: ChannelRuntime): void {
    switch (runtime.check()) {
      case 'quiet-proof':
        this.#look(runtime);
        return;
      case 'resubscribe':
        runtime.hear({ kind: 'cure', step: 'resubscribe' });
        this.#resubscribe(runtime);
        return;
      case 'reconnect':
        // The connection that is there serves the other channels until a new one can be had.
        if (!this.#ports.canReconnect()) return;
        // The new connection is a cure of every channel that is not well.
        for (const one of this.#channels.all) if (isIll(one)) one.hear({ kind: 'cure', step: 'reconnect' });
        this.#ports.reconnect(runtime);
        return;
      default:
    }
  }

  #resubscribe(runtime: ChannelRuntime): void {
    const nowMs = this.#clock.monoMs();
    doubtTrades(runtime, this.#channels.all, nowMs);
    this.#ports.resubscribe(silentWith(runtime, this.#channels.all, nowMs));
  }

  #look(runtime: ChannelRuntime): void {
    runtime.hear({ kind: 'look-started' });
    void this.#ports.look(runtime).then((answer) => {
      this.#ports.guard(() => {
        // The answer to an earlier connection's question says nothing of this one.
        if (!this.isOnDuty) return;
        runtime.hear({ kind: 'look-answered', answer });
        this.start();
      });
    });
  }
}

function isIll({ health }: ChannelRuntime): boolean {
  return health.kind !== 'live' && health.kind !== 'quiet';
}

const longestMs = 1_000;
const shortestMs = 20;
const ownDelayMs = 1_000;
