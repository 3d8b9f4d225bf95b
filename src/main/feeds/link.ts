/** The line of one feed to its venue: one connection at a time, and the plan for the next. */
import type { Failure } from '../exchanges/account.ts';
import type { Channel, FeedEvent } from '../exchanges/exchange.ts';
import type { AccountEntry } from './account-entry.ts';
import type { Clock } from './clock.ts';
import type { ClockSkew } from './clock-skew.ts';
import { failureWords, isFinal } from './failure-words.ts';
import type { FeedSpec } from './feed-events.ts';
import type { Logins } from './logins.ts';
import { type Plan, Retry } from './retry.ts';
import { type Loss, Session } from './session.ts';
import type { VenueBudget } from './venue-budget.ts';

export interface LinkOptions {
  readonly spec: FeedSpec;
  readonly clock: Clock;
  readonly skew: ClockSkew;
  readonly budget: VenueBudget;
  readonly random: () => number;
  readonly guard: (run: () => void) => void;
  /** null on public feeds. */
  readonly entry: AccountEntry | null;
}

export interface LinkPorts {
  opening(): void;
  /** Subscriptions may be sent. */
  ready(isAgain: boolean): void;
  frame(text: string): void;
  /** The venue answered a ping frame. */
  alive(): void;
  unreadable(policy: string, reason: string): void;
  /** The connection is gone, before anything is said about why. */
  detached(wasReady: boolean): void;
  lost(loss: Loss, plan: Plan): void;
  /** The venue turned us away for good; no attempt is planned. */
  refused(code: string, reason: string): void;
  /** What a key or the clock has to do with it, before `lost` or `refused` says so. */
  troubled(failure: Failure): void;
}

export class Link {
  readonly #options: LinkOptions;
  readonly #ports: LinkPorts;
  readonly #retry: Retry;
  #session: Session | null = null;
  /** An account's connection that is being prepared. */
  #preparing: object | null = null;
  #isClosed = false;
  #isPaused = false;
  #cancelRetirement: () => void = () => {};
  #wasReady = false;
  #readyMs: number | null = null;
  #hasData = false;
  #rttMs: number | null = null;

  constructor(options: LinkOptions, ports: LinkPorts) {
    this.#options = options;
    this.#ports = ports;
    const { clock, budget, random } = options;
    this.#retry = new Retry({ clock, budget, random, open: () => this.#open() });
  }

  get isStreaming(): boolean {
    return this.#session?.isStreaming === true;
  }

  /** Connected, or about to be. */
  get isTrying(): boolean {
    return this.#session !== null || this.#preparing !== null || this.#retry.isPlanned;
  }

  /** The venue's limit leaves room for another connection at once. */
  get canReplace(): boolean {
    const nowMs = this.#options.clock.monoMs();
    return this.#options.budget.freeMs(nowMs, nowMs) <= nowMs;
  }

  /** Our wall clock when subscriptions were sent. */
  get readyWallMs(): number {
    const { clock } = this.#options;
    const nowMs = clock.monoMs();
    return clock.wallMs() - (nowMs - (this.#readyMs ?? nowMs));
  }

  get rttMs(): number | null {
    return this.#session?.rttMs ?? this.#rttMs;
  }

  /** Connects as soon as the venue's budget allows; `spreadMs` keeps many feeds from coming as a herd. */
  connect(spreadMs: number): void {
    if (!this.#isClosed) this.#retry.soon(spreadMs);
  }

  welcomed({ serverTimeMs, connectionsLeft }: Extract<FeedEvent, { kind: 'welcome' }>): void {
    const { budget, clock } = this.#options;
    if (connectionsLeft !== null) budget.noteLeft(connectionsLeft, clock.monoMs());
    this.#session?.welcomed(serverTimeMs);
  }

  /** False when the venue needs no frame for it: it counts as done. */
  subscribe(channels: readonly Channel[]): boolean {
    return this.#session?.subscribe(channels) ?? true;
  }

  unsubscribe(channels: readonly Channel[]): void {
    this.#session?.unsubscribe(channels);
  }

  authenticated(event: Extract<FeedEvent, { kind: 'authenticated' }>): void {
    this.#session?.authenticated(event);
  }

  challenged(challenge: string): void {
    this.#session?.challenged(challenge);
  }

  /** The venue turned a login away whose time it does not believe: the clock is measured, and it is tried again. */
  clockOff(message: string): void {
    const { skew, spec } = this.#options;
    const failure: Failure = { cause: 'clock', message, retryAfterMs: null };
    skew.forget();
    this.#options.entry?.doubt();
    this.#ports.troubled(failure);
    this.drop(failureWords(failure, spec.exchange.name));
  }

  ponged(): void {
    this.#session?.ponged();
  }

  heardData(): void {
    this.#hasData = true;
  }

  /** Earlier failures don't count against the next connection. */
  forgetFailures(): void {
    this.#retry.succeeded();
  }

  forgive(): void {
    this.#session?.forgive();
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#session?.setPaused(isPaused);
  }

  /**
   * The venue wants us to wait: nothing is subscribed for so long. `again` runs once afterwards, however often the
   * venue says it, unless the connection has ended by then.
   */
  hold(askedMs: number | null, reason: string, again: () => void): void {
    const session = this.#session;
    if (askedMs !== null) this.#retry.stayAway(askedMs);
    if (session?.isStreaming === true) restThen(again, session, askedMs ?? answerMs);
    else session?.abort(reason);
  }

  /** Ends the connection, if there is one, and treats it as lost for this reason. */
  drop(reason: string): void {
    this.#preparing = null;
    void this.#session?.close();
    this.#lost({ code: null, reason, askedMs: null, isRefused: false });
  }

  /** Ends the connection without a word; no attempt is planned. */
  hangUp(): void {
    const session = this.#session;
    this.#preparing = null;
    this.#retry.cancel();
    if (session === null) return;
    void session.close();
    this.#detach();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#preparing = null;
    this.#options.entry?.leave();
    this.#retry.cancel();
    this.#cancelRetirement();
    const session = this.#session;
    this.#session = null;
    await session?.close();
  }

  #open(): void {
    this.#ports.opening();
    const { spec, entry, guard } = this.#options;
    if (entry === null) {
      this.#connect(spec.exchange.address?.(spec.endpoint, spec.channels) ?? spec.endpoint, null);
      return;
    }
    const attempt = {};
    this.#preparing = attempt;
    void entry.prepare().then((prepared) =>
      guard(() => {
        // Hung up in the meantime.
        if (this.#preparing !== attempt) return;
        this.#preparing = null;
        if (prepared.ok) this.#connect(prepared.value, entry.logins);
        else this.#turnedAway(prepared.failure);
      }),
    );
  }

  #turnedAway(failure: Failure): void {
    const { name } = this.#options.spec.exchange;
    const { cause, retryAfterMs } = failure;
    this.#ports.troubled(failure);
    const isRefused = isFinal(cause);
    const reason = failureWords(failure, name);
    if (isRefused) this.#ports.refused(cause, reason);
    else this.#lost({ code: null, reason, askedMs: retryAfterMs, isRefused });
  }

  #connect(endpoint: string, logins: Logins | null): void {
    const { spec, clock, skew, guard } = this.#options;
    const { exchange } = spec;
    try {
      this.#session = new Session(
        { exchange, endpoint, logins, clock, skew },
        {
          ready: () => guard(() => this.#ready()),
          frame: (text) => guard(() => this.#ports.frame(text)),
          alive: () => guard(() => this.#ports.alive()),
          unreadable: (policy, reason) => guard(() => this.#ports.unreadable(policy, reason)),
          lost: (loss) => guard(() => this.#lost(loss)),
        },
      );
    } catch {
      // The address may hold a token, so it is the user's part of it that is shown.
      const reason = `${spec.endpoint} is no WebSocket address; it must start with ws:// or wss://`;
      this.#ports.refused('refused', reason);
    }
    if (this.#isPaused) this.#session?.setPaused(true);
  }

  #ready(): void {
    const isAgain = this.#wasReady;
    this.#readyMs = this.#options.clock.monoMs();
    this.#hasData = false;
    this.#wasReady = true;
    this.#retireInTime();
    this.#options.entry?.keep(() => this.drop('the venue has given a new token'));
    this.#ports.ready(isAgain);
  }

  /** A venue that cuts old connections need not do it: each ends at a time of its own before that. */
  #retireInTime(): void {
    const { spec, clock, random } = this.#options;
    const { lifetimeMs } = spec.exchange.limits;
    if (lifetimeMs === undefined) return;
    this.#cancelRetirement = clock.after(lifetimeMs * (0.9 + random() * 0.08), () =>
      this.drop(`a new connection in time: ${spec.exchange.name} cuts each one at a certain age`),
    );
  }

  #lost(loss: Loss): void {
    this.#detach();
    if (this.#isClosed) return;
    if (loss.isRefused) {
      this.#ports.refused('refused', loss.reason);
      return;
    }
    const plan = this.#retry.afterFailure(loss.askedMs);
    this.#ports.lost(loss, plan);
  }

  #detach(): void {
    const wasReady = this.#readyMs !== null;
    this.#options.entry?.leave();
    this.#cancelRetirement();
    if (this.#readyMs !== null) this.#judge(this.#options.clock.monoMs() - this.#readyMs);
    this.#rttMs = this.rttMs;
    this.#session = null;
    this.#readyMs = null;
    this.#ports.detached(wasReady);
  }

  #judge(lastedMs: number): void {
    if (lastedMs >= calmMs || (this.#hasData && lastedMs >= heldMs)) this.#retry.succeeded();
    else if (this.#hasData) this.#retry.soften();
  }
}

/** What was held back goes out first and gets time for its answers, so that nothing is asked for twice. */
function restThen(again: () => void, session: Session, ms: number): void {
  session.rest(ms, (hasSent) => (hasSent ? restThen(again, session, answerMs) : again()));
}

/** A connection that held this long without data was good too: markets sleep. */
const calmMs = 60_000;
/** Data alone is not enough: some venues in trouble send a snapshot to everybody and then hang up. */
const heldMs = 10_000;
/** A venue's answer is there by then, and one that only says "too fast" wants about as much. */
const answerMs = 5_000;
