/** Owns all feeds: opens and closes them, shares what belongs to a venue, and survives what fails in one. */
import type { Exchange } from '../exchanges/exchange.ts';
import type { TableOptions } from '../tables/table-options.ts';
import type { TableStore } from '../tables/table-store.ts';
import type { Clock } from './clock.ts';
import { Consumer } from './consumer.ts';
import type { FeedListener, FeedSpec, Feeds } from './feed-events.ts';
import type { Fetch } from './http-read.ts';
import type { Log } from './log.ts';
import { type Moment, timeJump } from './time-watch.ts';
import { type VenueBudget, venueBudget } from './venue-budget.ts';

export interface SupervisorOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly fetch: Fetch;
  /** The tables of one feed. */
  readonly createStore: (options: TableOptions) => TableStore;
  /** Hears everything from the start; more can be added with `listen`. */
  readonly listener?: FeedListener;
  readonly log?: Log;
  readonly stallAfterMs?: number | null;
  /** Hears of a sleep, or of a clock that was set; the feeds have been woken by then. */
  readonly onTimeJump?: (jump: 'sleep' | 'clock-jump', before: Moment) => void;
}

export interface Supervisor extends Feeds {
  /** Returns the function that ends it. */
  listen(listener: FeedListener): () => void;
  /** Stops and starts reading on every feed, for a reader that is slower than the venues. */
  setPaused(isPaused: boolean): void;
}

interface Entry {
  readonly consumer: Consumer;
  readonly store: TableStore;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { clock, random, fetch, stallAfterMs = null } = options;
  const log: Log = options.log ?? (() => {});
  const entries = new Map<string, Entry>();
  const budgets = new Map<string, VenueBudget>();
  let listeners: readonly FeedListener[] = options.listener === undefined ? [] : [options.listener];
  let isPaused = false;
  let seen = moment(clock);
  let cancelWatch: (() => void) | null = null;

  /** One listener that fails must not keep the others, or the feed, from going on. */
  function tell(feed: FeedSpec, say: (listener: FeedListener) => void): void {
    for (const listener of listeners) {
      try {
        say(listener);
      } catch (error) {
        complain(feed, error);
      }
    }
  }
  function complain(feed: FeedSpec, error: unknown): void {
    log('error', `${feed.id}: a listener failed: ${words(error)}`);
  }
  const out: Required<FeedListener> = {
    // Called for every row and every trade of every frame: no closure is made for them.
    row(feed, change, receivedMs, store) {
      for (const listener of listeners) {
        try {
          listener.row?.(feed, change, receivedMs, store);
        } catch (error) {
          complain(feed, error);
        }
      }
    },
    trade(feed, trade, item) {
      for (const listener of listeners) {
        try {
          listener.trade?.(feed, trade, item);
        } catch (error) {
          complain(feed, error);
        }
      }
    },
    channel: (feed, change) => tell(feed, (listener) => listener.channel?.(feed, change)),
    gap: (feed, gap) => tell(feed, (listener) => listener.gap?.(feed, gap)),
    refill: (feed, refill) => tell(feed, (listener) => listener.refill?.(feed, refill)),
  };

  function budgetOf(exchange: Exchange, endpoint: string): VenueBudget {
    const key = `${exchange.id} ${addressOf(endpoint)}`;
    const known = budgets.get(key);
    if (known !== undefined) return known;
    const budget = venueBudget(exchange.limits.connections);
    budgets.set(key, budget);
    return budget;
  }

  /** A broken invariant costs its own feed a connection, and no other feed anything. */
  function restart(consumer: Consumer, cause: unknown): void {
    log('error', `${consumer.spec.id}: ${words(cause)}`);
    try {
      consumer.fail(`an error in Vigil itself (${words(cause)})`);
    } catch (error) {
      log('error', `${consumer.spec.id}: could not be restarted: ${words(error)}`);
    }
  }

  function watchTime(): void {
    const now = moment(clock);
    const before = seen;
    const jump = timeJump(before, now);
    seen = now;
    if (jump === null) return;
    log('warning', jump === 'sleep' ? 'this computer woke up' : 'the clock of this computer was set');
    for (const { consumer } of entries.values()) consumer.wake(jump);
    options.onTimeJump?.(jump, before);
  }

  async function close(feedId: string): Promise<void> {
    const entry = entries.get(feedId);
    if (entry === undefined) return;
    entries.delete(feedId);
    if (entries.size === 0) {
      cancelWatch?.();
      cancelWatch = null;
    }
    await entry.consumer.close();
  }

  return {
    open(spec) {
      if (entries.has(spec.id)) throw new Error(`The feed ${spec.id} is open already.`);
      const store = options.createStore(tableOptions(spec.exchange));
      const budget = budgetOf(spec.exchange, spec.endpoint);
      const consumer: Consumer = new Consumer(spec, {
        ...{ clock, random, fetch, log, budget, store, out, stallAfterMs },
        guard(run) {
          try {
            run();
          } catch (error) {
            restart(consumer, error);
          }
        },
      });
      entries.set(spec.id, { consumer, store });
      if (isPaused) consumer.setPaused(true);
      consumer.start();
      if (cancelWatch !== null) return;
      seen = moment(clock);
      cancelWatch = clock.every(watchEveryMs, watchTime);
    },
    close,
    addChannels: (feedId, channels) => entries.get(feedId)?.consumer.addChannels(channels),
    removeChannels: (feedId, channels) => entries.get(feedId)?.consumer.removeChannels(channels) ?? [],
    reconnect: (feedId) => entries.get(feedId)?.consumer.reconnect(),
    resubscribe: (feedId, channel) => entries.get(feedId)?.consumer.resubscribe(channel),
    pause: (feedId) => entries.get(feedId)?.consumer.pause(),
    store: (feedId) => entries.get(feedId)?.store ?? null,
    status: () => [...entries.values()].map(({ consumer }) => consumer.status()),
    async closeAll() {
      await Promise.all([...entries.keys()].map(close));
    },
    listen(listener) {
      listeners = [...listeners, listener];
      return () => {
        listeners = listeners.filter((one) => one !== listener);
      };
    },
    wake(isMeant = () => true) {
      seen = moment(clock);
      for (const { consumer } of entries.values()) if (isMeant(consumer.spec)) consumer.wake('sleep');
    },
    setPaused(paused) {
      isPaused = paused;
      for (const { consumer } of entries.values()) consumer.setPaused(paused);
    },
  };
}

/** A closed order is one that need not be on both sides when stream and REST are compared. */
function tableOptions({ account }: Exchange): TableOptions {
  const orders = account?.tables.order;
  return orders === undefined ? {} : { isClosedOrder: (item) => orders.facts(item) === null };
}

function moment(clock: Clock): Moment {
  return { monoMs: clock.monoMs(), wallMs: clock.wallMs() };
}

/** Venues count connections by address; path and query make no difference. */
function addressOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const watchEveryMs = 2_000;
