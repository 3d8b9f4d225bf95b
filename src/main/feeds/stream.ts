/** Turns the frames of one feed into rows, trades, gaps and evidence; the path every frame takes. */
import type { FeedEvent, ParsedTrade } from '../exchanges/exchange.ts';
import type { RowChange, TableEvent } from '../tables/table-store.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import { isoMicros } from './clock.ts';
import { countFrame } from './counters.ts';
import { isLatencyDue, latencyMs, timeOfRow } from './latency.ts';
import { isNameless } from './nameless.ts';
import { coveredSymbol, shareOf } from './partial-share.ts';
import type { StreamOptions, StreamPorts } from './stream-ports.ts';

type TradesEvent = Extract<FeedEvent, { kind: 'trades' }>;

export class FeedStream {
  readonly #options: StreamOptions;
  readonly #ports: StreamPorts;
  #sessionChannels: readonly ChannelRuntime[] = [];
  #nowMs = 0;
  #wallMs = 0;
  #iso: string | null = null;
  /** The last number of each stream that the venue counts. */
  readonly #numbers = new Map<string, number>();
  /** Among the rows of the event that is being applied. */
  #hasNameless = false;
  #sessionToldMs = Number.NEGATIVE_INFINITY;
  /** The channel of the row before, since rows of one symbol come together. */
  #row: { readonly table: string; readonly symbol: string | null; readonly runtime: ChannelRuntime } | null =
    null;

  constructor(options: StreamOptions, ports: StreamPorts) {
    this.#options = options;
    this.#ports = ports;
    this.channelsChanged();
  }

  /** Channels have come or gone. */
  channelsChanged(): void {
    this.#row = null;
    this.#sessionChannels = this.#options.channels.all.filter((one) => one.descriptor.proof === 'session');
  }

  frame(text: string): void {
    this.#stamp();
    let policy: string | null = 'empty';
    for (const event of this.#options.spec.exchange.parse(text)) {
      const outcome = this.#handle(event);
      if (policy !== null) policy = outcome;
    }
    countFrame(this.#options.counters, policy);
    this.#tellSession();
  }

  unreadable(policy: string, reason: string): void {
    this.#stamp();
    countFrame(this.#options.counters, policy);
    this.#ports.damaged(this.#options.channels.all, 'malformed', reason);
  }

  /** Into the tables what was read, not heard. */
  apply(event: TableEvent): void {
    this.#stamp();
    this.#table(event);
  }

  /** Rows of a history that were missed; the channel is whole again. */
  refill(runtime: ChannelRuntime, event: TableEvent): void {
    this.#stamp();
    runtime.settle(event.rows.length);
    this.#table(event);
    runtime.hear({ kind: 'snapshot', more: false });
    runtime.note(this.#nowMs, this.#wallMs);
  }

  /** Hands out one trade, from the stream or from a refill. */
  emitTrade(
    runtime: ChannelRuntime,
    parsed: ParsedTrade,
    action: 'partial' | 'insert',
    isBackfilled: boolean,
  ): void {
    const { spec, clock, counters } = this.#options;
    const symbol = parsed.symbol ?? runtime.channel.symbol ?? '';
    const { id, side, price, size, time } = parsed;
    const receivedAt = isBackfilled ? isoMicros(clock.wallMs()) : this.#nowIso();
    counters.trades += 1;
    this.#ports.trade(
      { venue: spec.venue, symbol, id, side, price, size, time, receivedAt, backfilled: isBackfilled },
      parsed.item,
      action,
    );
  }

  #stamp(): void {
    this.#nowMs = this.#options.clock.monoMs();
    this.#wallMs = this.#options.clock.wallMs();
    this.#iso = null;
  }

  /** The frame's time of receipt, written once for all its trades. */
  #nowIso(): string {
    this.#iso ??= isoMicros(this.#wallMs);
    return this.#iso;
  }

  /** Returns null when the event was of use, otherwise the policy that dropped it. */
  #handle(event: FeedEvent): string | null {
    switch (event.kind) {
      case 'table':
        return this.#live(event);
      case 'trades':
        return this.#trades(event);
      case 'heartbeat':
        this.#heartbeat(event);
        return null;
      case 'pong':
        this.#ports.ponged();
        for (const runtime of this.#options.channels.all) runtime.hear({ kind: 'session' });
        return null;
      case 'last-trade':
        return this.#lastTrade(event.symbol, event.id);
      case 'subscribed':
        for (const channel of event.channels) this.#ports.subscribed(channel);
        return null;
      case 'unsubscribed':
        return null;
      case 'unread':
        for (const runtime of this.#options.channels.covered(event.table, null)) {
          this.#options.account?.subscribed(runtime);
        }
        return null;
      case 'counted':
        this.#counted(event);
        return 'no-rows';
      case 'welcome':
        this.#ports.welcomed(event);
        return null;
      case 'authenticated':
        this.#ports.authenticated(event);
        return null;
      case 'challenge':
        this.#ports.challenged(event.challenge);
        return null;
      case 'refused':
        this.#ports.refused(event);
        return null;
      case 'rate-limited':
        this.#ports.rateLimited(event);
        return null;
      case 'notice':
        this.#ports.noticed(event);
        return null;
      case 'malformed':
        this.#ports.damaged(this.#options.channels.all, 'malformed', event.reason);
        return 'malformed';
      case 'ignored':
        return event.policy;
      default:
        return event satisfies never;
    }
  }

  #counted({ topics, number }: Extract<FeedEvent, { kind: 'counted' }>): void {
    const stream = topics.join();
    const before = this.#numbers.get(stream) ?? number;
    this.#numbers.set(stream, number);
    if (number <= before + 1) return;
    const covered = topics.flatMap((topic) => this.#options.channels.covered(topic, null));
    this.#ports.damaged(covered, 'sequence', `message ${before + 1} of ${topics.join(' and ')} is missing`);
  }

  #live(event: TableEvent): string | null {
    const admitted = this.#options.account?.admit(event) ?? event;
    // What is held back is applied as soon as the snapshot has been read.
    if (admitted === 'held') return null;
    return admitted === 'out-of-date' ? admitted : this.#table(admitted);
  }

  #table(event: TableEvent): string | null {
    if (event.action === 'partial') return this.#partial(event);
    const { store, channels } = this.#options;
    const applied = store.apply(event, this.#onRow);
    this.#tellNameless(event.table);
    if (applied.unknown > 0) {
      const damaged = applied.unknownSymbols.flatMap((symbol) => channels.covered(event.table, symbol));
      const cause = `${event.action} of a row of ${event.table} that we do not have`;
      this.#ports.damaged([...new Set(damaged)], 'unknown-row', cause);
    }
    if (applied.applied > 0) return null;
    if (applied.unknown > 0) return 'unknown-row';
    if (applied.early === 0) return 'no-rows';
    return channels.covered(event.table, null).length > 0 ? 'before-partial' : 'not-subscribed';
  }

  #partial(event: TableEvent): string | null {
    const { store, channels, account } = this.#options;
    const covered = channels.covered(event.table, coveredSymbol(event.filter));
    if (covered.length === 0) return 'not-subscribed';
    const lost = covered.filter((runtime) => runtime.hasLoss);
    for (const runtime of covered) {
      runtime.awaitsAck = false;
      runtime.settle(null);
    }
    const broken = covered.filter((runtime) => {
      const share = shareOf(runtime.channel, event);
      const { applied, unknown } = store.apply(account?.continued(share) ?? share, this.#onRow);
      account?.begun(runtime, lost.includes(runtime) ? applied : null);
      return unknown > 0;
    });
    for (const runtime of covered) {
      runtime.hear({ kind: 'snapshot', more: false });
      runtime.note(this.#nowMs, this.#wallMs);
    }
    const cause = `a partial of ${event.table} with rows of other markets or without their key`;
    if (broken.length > 0) this.#ports.damaged(broken, 'malformed', cause);
    this.#tellNameless(event.table);
    return null;
  }

  #tellNameless(table: string): void {
    if (!this.#hasNameless) return;
    this.#hasNameless = false;
    const { channels } = this.#options;
    this.#ports.damaged(channels.covered(table, null), 'malformed', `a row of ${table} without its id`);
  }

  readonly #onRow = (change: RowChange): void => {
    const { spec, channels, counters } = this.#options;
    counters.tableEvents += 1;
    if (isNameless(spec.exchange, change)) this.#hasNameless = true;
    if (this.#row === null || this.#row.table !== change.table || this.#row.symbol !== change.symbol) {
      const runtime = channels.find(change.table, change.symbol);
      this.#row = runtime === null ? null : { table: change.table, symbol: change.symbol, runtime };
    }
    if (this.#row !== null && change.action !== 'partial') {
      const { runtime } = this.#row;
      runtime.note(this.#nowMs, this.#wallMs);
      if (isLatencyDue(runtime, this.#nowMs)) this.#sample(runtime, timeOfRow(spec.exchange, change));
    }
    this.#ports.row(change, this.#wallMs);
  };

  #trades(event: TradesEvent): string | null {
    if (event.action === 'partial') return this.#tradePartial(event);
    const symbol = event.symbol ?? event.trades[0]?.symbol ?? null;
    const runtime = this.#options.channels.find('trade', symbol);
    if (runtime === null || runtime.desk === null) return 'not-subscribed';
    const count = runtime.desk.insert(event.trades);
    if (count === null) return 'before-partial';
    runtime.note(this.#nowMs, this.#wallMs);
    if (isLatencyDue(runtime, this.#nowMs)) this.#sample(runtime, event.trades.at(-1)?.time ?? null);
    return count > 0 ? null : 'duplicate';
  }

  #tradePartial(event: TradesEvent): string | null {
    const covered = this.#options.channels.covered('trade', event.symbol);
    for (const runtime of covered) {
      const { desk } = runtime;
      if (desk === null) continue;
      const isSingle = covered.length === 1;
      const own = event.trades.filter((trade) => isSingle || trade.symbol === runtime.channel.symbol);
      runtime.awaitsAck = false;
      desk.partial(own);
      runtime.settle(null);
      runtime.hear({ kind: 'snapshot', more: desk.isFilling });
      runtime.note(this.#nowMs, this.#wallMs);
    }
    return covered.length === 0 ? 'not-subscribed' : null;
  }

  #lastTrade(symbol: string, id: string): string | null {
    const runtime = this.#options.channels.find('trade', symbol);
    if (runtime === null || runtime.desk === null) return 'not-subscribed';
    this.#ports.subscribed(runtime.channel);
    runtime.desk.startAt(id, isoMicros(this.#wallMs));
    return null;
  }

  #sample(runtime: ChannelRuntime, venueTime: string | null): void {
    runtime.latencyAtMs = this.#nowMs;
    runtime.latencyMs = latencyMs(venueTime, this.#wallMs + this.#ports.skewMs());
  }

  #heartbeat(event: Extract<FeedEvent, { kind: 'heartbeat' }>): void {
    for (const runtime of this.#options.channels.forSymbol(event.symbol)) {
      const ourTradeId = runtime.desk?.newestId ?? null;
      runtime.hear({ kind: 'heartbeat', lastTradeId: event.lastTradeId, ourTradeId });
    }
  }

  /** Any frame of a login proves its private channels; telling them once a second is enough. */
  #tellSession(): void {
    if (this.#sessionChannels.length === 0 || this.#nowMs < this.#sessionToldMs + 1_000) return;
    this.#sessionToldMs = this.#nowMs;
    for (const runtime of this.#sessionChannels) runtime.hear({ kind: 'session' });
  }
}
