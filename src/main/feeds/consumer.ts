/** One feed: connects, subscribes, streams, heals and backs off, until it is closed. */
import type { Channel } from '../exchanges/exchange.ts';
import { type AccountWing, accountWing } from './account-wing.ts';
import { Caretaker } from './caretaker.ts';
import { type ChannelMap, exactChannel } from './channel-map.ts';
import { type ClockSkew, clockSkew } from './clock-skew.ts';
import { emptyCounters } from './counters.ts';
import { crossedBookCheck } from './crossed-book.ts';
import { type FeedDeps, guardedClock } from './feed-deps.ts';
import type { FeedCounters, FeedSpec, FeedStatus } from './feed-events.ts';
import { feedState } from './feed-state.ts';
import type { Evidence } from './health-types.ts';
import { ItemFanOut, type ItemStream } from './item-queue.ts';
import { Link } from './link.ts';
import type { LogLevel } from './log.ts';
import { Mender } from './mender.ts';
import { Refill } from './refill.ts';
import { Refusals } from './refusals.ts';
import type { Plan } from './retry.ts';
import { Roster } from './roster.ts';
import type { Loss } from './session.ts';
import { FeedStream } from './stream.ts';

export class Consumer {
  readonly spec: FeedSpec;
  readonly counters: FeedCounters = emptyCounters();
  readonly #deps: FeedDeps;
  readonly #skew: ClockSkew = clockSkew();
  readonly #ended = new AbortController();
  readonly #items = new ItemFanOut();
  readonly #account: AccountWing | null;
  readonly #roster: Roster;
  readonly #channels: ChannelMap;
  readonly #stream: FeedStream;
  readonly #refill: Refill;
  readonly #mender: Mender;
  readonly #refusals: Refusals;
  readonly #link: Link;
  readonly #caretaker: Caretaker;
  #isClosed = false;

  constructor(spec: FeedSpec, deps: FeedDeps) {
    this.spec = spec;
    this.#deps = deps;
    const { fetch, random, budget, store, out, stallAfterMs, guard } = deps;
    const { exchange, rest, endpoint } = spec;
    const { counters } = this;
    const skew = this.#skew;
    const clock = guardedClock(deps);
    this.#refill = new Refill({ exchange, rest, endpoint, clock, skew, fetch, ended: this.#ended.signal });
    this.#account = accountWing(spec, deps, skew, this.#ended.signal, () => ({
      ...{ stream: this.#stream, refusals: this.#refusals, tellRow: this.#roster.tellRow },
    }));
    const account = this.#account?.tables ?? null;
    this.#roster = new Roster({
      ...{ spec, clock, counters, refill: this.#refill, out, stallAfterMs, guard, store, account },
      emit: (runtime, trade, action, isPast) => this.#stream.emitTrade(runtime, trade, action, isPast),
      changed: (runtime) => this.#caretaker.attend(runtime),
      link: () => this.#link,
      recast: (gone) => {
        this.#mender.forget(gone);
        this.#stream.channelsChanged();
      },
    });
    this.#channels = this.#roster.channels;
    const entry = this.#account?.entry ?? null;
    this.#link = new Link({ spec, clock, skew, budget, random, guard, entry }, this.#linkPorts());
    this.#refusals = new Refusals({
      ...{ venue: exchange.name, channels: this.#channels, account: this.#account },
      link: () => this.#link,
      hold: (retryAfterMs, message) => this.#hold(retryAfterMs, message),
    });
    this.#mender = new Mender({
      ...{ clock, counters, store, account },
      link: () => this.#link,
      subscribe: (runtimes) => this.#roster.subscribe(runtimes),
      warn: (cause) => this.#log('warning', cause),
    });
    this.#caretaker = new Caretaker(this.#channels, clock, this.#caretakerPorts());
    const streamOptions = { spec, clock, store, channels: this.#channels, counters, account };
    this.#stream = new FeedStream(streamOptions, this.#streamPorts());
  }

  /** Connects as soon as the venue's connection budget allows. */
  start(): void {
    for (const runtime of this.#channels.all) runtime.announce();
    this.#link.connect(0);
  }

  /** The user asks for a new connection; also ends a refusal. */
  reconnect(): void {
    if (!this.#isClosed) this.#restart(true, 0);
  }

  /** The user asks for one channel anew. */
  resubscribe(channel: Channel): void {
    const runtime = exactChannel(this.#channels, channel);
    if (runtime === null || this.#isClosed) return;
    if (!this.#link.isStreaming) {
      this.reconnect();
      return;
    }
    runtime.forgiveRefusal();
    if (runtime.hasData) runtime.lose('disconnect');
    this.#mender.anew([runtime], 'subscribing again, as you asked');
  }

  /** The user wants this feed to be left alone, until it is to reconnect. */
  pause(): void {
    if (this.#isClosed) return;
    this.#link.hangUp();
    this.#hear({ kind: 'on-hold', reason: 'paused, as you asked' });
  }

  addChannels(channels: readonly Channel[]): void {
    if (!this.#isClosed) this.#roster.add(channels);
  }

  removeChannels(channels: readonly Channel[]): readonly Channel[] {
    return this.#isClosed ? [] : this.#roster.remove(channels);
  }

  /** The machine slept or its clock was set: one clean new connection, no herd, no alarm. */
  wake(cause: 'sleep' | 'clock-jump'): void {
    if (this.#isClosed) return;
    // What the venue's clock was ahead of ours says nothing of the clock as it is now.
    if (cause === 'clock-jump') this.#skew.forget();
    this.#hear({ kind: 'woke', cause });
    if (this.#link.isTrying) this.#restart(false, 1_000);
  }

  /** Stops and starts reading, for a reader that is slower than the venue. */
  setPaused(isPaused: boolean): void {
    this.#caretaker.setPaused(isPaused);
    this.#link.setPaused(isPaused);
    if (!isPaused) this.#excuse();
  }

  /** Every item from now on, until the reader stops or the feed is closed. */
  items(limit = 10_000): ItemStream {
    return this.#items.open(limit);
  }

  [Symbol.asyncIterator](): ItemStream {
    return this.items();
  }

  status(): FeedStatus {
    return {
      spec: this.spec,
      ...feedState(this.#channels.all.map((runtime) => runtime.health)),
      rttMs: this.#link.rttMs,
      clockSkewMs: this.#skew.skewMs,
      counters: this.counters,
      channels: this.#channels.all.map((runtime) => runtime.status()),
      trouble: this.#account?.trouble() ?? null,
    };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#caretaker.stop();
    this.#mender.reset();
    for (const runtime of this.#channels.all) runtime.retire();
    this.#ended.abort();
    this.#items.end();
    await this.#link.close();
  }

  /** Something in Vigil itself failed on this feed: it starts anew, and says so. */
  fail(reason: string): void {
    if (!this.#isClosed && !this.status().paused) this.#link.drop(reason);
  }

  #linkPorts(): ConstructorParameters<typeof Link>[1] {
    return {
      opening: () => this.#hear({ kind: 'connecting', afresh: false }),
      ready: (isAgain) => {
        if (isAgain) this.counters.reconnects += 1;
        this.#roster.subscribeAll(() => this.#account?.connected());
        this.#caretaker.start();
      },
      frame: (text) => this.#stream.frame(text),
      // Some venues send nothing while nothing happens: that a login still answers is all there is to hear.
      alive: () => {
        if (this.#account !== null) this.#hear({ kind: 'session' });
      },
      unreadable: (policy, reason) => this.#stream.unreadable(policy, reason),
      detached: (wasReady) => this.#detached(wasReady),
      lost: (loss, plan) => this.#lost(loss, plan),
      refused: (code, reason) => this.#refusals.all(code, reason),
      troubled: (failure) => this.#account?.note(failure),
    };
  }

  #streamPorts(): ConstructorParameters<typeof FeedStream>[1] {
    const { spec } = this;
    const { out, store } = this.#deps;
    return {
      row: (change, receivedMs) => {
        this.#link.heardData();
        out.row(spec, change, receivedMs, store);
        this.#items.push(change);
      },
      trade: (trade, item, action) => {
        this.#link.heardData();
        out.trade(spec, trade, item);
        if (this.#items.isRead) this.#items.push({ item, symbol: trade.symbol, table: 'trade', action });
      },
      welcomed: (event) => this.#link.welcomed(event),
      authenticated: (event) => this.#link.authenticated(event),
      challenged: (challenge) => this.#link.challenged(challenge),
      ponged: () => this.#link.ponged(),
      refused: (event) => this.#refusals.heard(event),
      rateLimited: ({ retryAfterMs, message }) => this.#hold(retryAfterMs, message),
      noticed: ({ message, reconnect }) => {
        this.#log(reconnect ? 'warning' : 'info', message);
        if (reconnect) this.#link.drop(`the venue says: ${message}`);
      },
      subscribed: (channel) => this.#roster.acknowledged(channel),
      damaged: (runtimes, kind, cause) => this.#mender.damaged(runtimes, kind, cause),
      skewMs: () => this.#skew.skewMs ?? 0,
    };
  }

  #caretakerPorts(): ConstructorParameters<typeof Caretaker>[2] {
    const { store, guard } = this.#deps;
    const crossedBooks = crossedBookCheck(this.spec.exchange, store, this.#channels);
    return {
      look: (runtime) =>
        runtime.desk === null && this.#account !== null
          ? this.#account.tables.look(runtime)
          : this.#refill.look(runtime, this.#link.readyWallMs),
      resubscribe: (runtimes) => {
        for (const runtime of runtimes) runtime.lose('stall');
        this.#mender.anew(runtimes, 'subscribing again');
      },
      reconnect: (runtime) => {
        runtime.lose('stall');
        this.fail(`reconnecting because of ${runtime.name}: ${runtime.health.reason}`);
      },
      canReconnect: () => this.#link.canReplace,
      ownDelay: () => this.#excuse(),
      tidy: (nowMs) => {
        this.#mender.damaged(crossedBooks(nowMs), 'sequence', 'the best bid is not below the best ask');
        store.trim(nowMs, this.#roster.tellRow);
      },
      guard,
    };
  }

  #lost({ code, reason }: Loss, { retryAtMs, isHeldBack }: Plan): void {
    const { name } = this.spec.exchange;
    const held = isHeldBack ? `; ${name} allows no more connections before that` : '';
    this.#hear({ kind: 'disconnected', code, reason: reason + held, retryAtMs });
    this.#log('warning', `${reason || 'closed by the venue'}${code === null ? '' : ` (${code})`}`);
  }

  #detached(wasReady: boolean): void {
    this.#caretaker.stop();
    this.#mender.reset();
    this.#account?.tables.reset();
    for (const runtime of this.#channels.all) {
      runtime.awaitsAck = false;
      runtime.desk?.release();
      if (wasReady && runtime.hasData) runtime.lose('disconnect');
      this.#mender.invalidate(runtime.channel);
    }
  }

  /** A new connection that is nobody's fault. */
  #restart(isAfresh: boolean, spreadMs: number): void {
    this.#link.hangUp();
    this.#link.forgetFailures();
    this.#hear({ kind: 'connecting', afresh: isAfresh });
    this.#link.connect(spreadMs);
  }

  #hold(retryAfterMs: number | null, message: string): void {
    this.#log('warning', message);
    this.#link.hold(retryAfterMs, message, () => {
      this.#roster.subscribe(this.#channels.all.filter((runtime) => runtime.awaitsAck));
    });
  }

  /** Silence until now was our own doing. */
  #excuse(): void {
    this.#link.forgive();
    this.#hear({ kind: 'own-delay' });
  }

  #hear(evidence: Evidence): void {
    for (const runtime of this.#channels.all) runtime.hear(evidence);
  }

  #log(level: LogLevel, message: string): void {
    this.#deps.log(level, `${this.spec.id}: ${message}`);
  }
}
