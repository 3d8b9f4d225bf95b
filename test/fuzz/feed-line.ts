/** A feed without its socket: frames go in as text, and everything that comes out of it is handed to a judge. */
import { type Channel, type Exchange, parseChannelName } from '../../src/main/exchanges/exchange.ts';
import { clockSkew } from '../../src/main/feeds/clock-skew.ts';
import { emptyCounters } from '../../src/main/feeds/counters.ts';
import type { FeedCounters, FeedListener, FeedSpec } from '../../src/main/feeds/feed-events.ts';
import { Refill } from '../../src/main/feeds/refill.ts';
import { Roster } from '../../src/main/feeds/roster.ts';
import { FeedStream } from '../../src/main/feeds/stream.ts';
import { createTableStore, type TableEvent, type TableStore } from '../../src/main/tables/table-store.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';

export interface FeedLine {
  readonly spec: FeedSpec;
  readonly store: TableStore;
  readonly counters: FeedCounters;
  readonly clock: ManualClock;
  hear(frame: string): void;
  /** Into a table, as a read over REST would. */
  apply(event: TableEvent): void;
  /** As on a new connection: what comes next joins nothing that came before. */
  reconnect(): void;
}

export function openLine(
  exchange: Exchange,
  channels: readonly Channel[],
  judge: FeedListener,
  clock: ManualClock = manualClock(),
): FeedLine {
  const store = createTableStore();
  const counters = emptyCounters();
  const spec: FeedSpec = {
    ...{ id: 'fuzz', venue: exchange.id, exchange, account: 'main', channels, signer: null },
    ...{ endpoint: 'ws://127.0.0.1', rest: null },
  };
  const out: Required<FeedListener> = {
    row: (...told) => judge.row?.(...told),
    trade: (...told) => judge.trade?.(...told),
    channel: (...told) => judge.channel?.(...told),
    gap: (...told) => judge.gap?.(...told),
    refill: (...told) => judge.refill?.(...told),
  };
  const refill = new Refill({
    ...{ exchange, rest: null, endpoint: '', clock, skew: clockSkew() },
    ...{ fetch: () => Promise.reject(new Error('no network')), ended: new AbortController().signal },
  });
  const line = { isStreaming: true, isTrying: true, subscribe: () => true, unsubscribe() {}, connect() {} };
  const roster: Roster = new Roster({
    ...{ spec, clock, counters, refill, out, stallAfterMs: null, store, account: null },
    guard: (run) => run(),
    emit: (runtime, trade, action, isPast) => stream.emitTrade(runtime, trade, action, isPast),
    changed() {},
    link: () => line,
    recast() {},
  });
  const stream: FeedStream = new FeedStream(
    { spec, clock, store, channels: roster.channels, counters, account: null },
    {
      row: (change, receivedMs) => out.row(spec, change, receivedMs, store),
      trade: (trade, item) => out.trade(spec, trade, item),
      subscribed: (channel) => roster.acknowledged(channel),
      // A real feed subscribes again, with fresh partials; here the garbage goes on.
      damaged() {},
      ...{ welcomed() {}, authenticated() {}, challenged() {}, ponged() {}, refused() {}, rateLimited() {} },
      noticed() {},
      skewMs: () => 0,
    },
  );
  return {
    ...{ spec, store, counters, clock },
    hear(frame) {
      clock.advance(10);
      stream.frame(frame);
    },
    apply: (event) => stream.apply(event),
    reconnect() {
      for (const runtime of roster.channels.all) {
        runtime.lose('disconnect');
        store.invalidate(runtime.channel.topic, runtime.channel.symbol);
      }
      for (const [topic, { keys }] of Object.entries(exchange.account?.tables ?? {})) {
        stream.apply({ kind: 'table', table: topic, action: 'partial', keys, filter: {}, rows: [] });
      }
    },
  };
}

/** All channels of a venue for every symbol that its frames name. */
export function channelsFor(exchange: Exchange, frames: readonly string[]): readonly Channel[] {
  const symbols = new Set<string>();
  for (const event of frames.flatMap((frame) => exchange.parse(frame))) {
    const rows: readonly { readonly symbol?: unknown }[] =
      event.kind === 'trades' ? event.trades : event.kind === 'table' ? event.rows : [];
    for (const { symbol } of rows) {
      if (typeof symbol === 'string' && exchange.symbolPattern.test(symbol)) symbols.add(symbol);
    }
  }
  const topics = Object.entries(exchange.channels);
  return topics.flatMap(([topic, { scope }]) =>
    scope === 'symbol'
      ? [...symbols].map((symbol) => parseChannelName(`${topic}:${symbol}`))
      : [{ topic, symbol: null }],
  );
}
