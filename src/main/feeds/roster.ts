/** The channels of one feed, which come and go while it is open; the others keep their state and rows. */
import type { Channel } from '../exchanges/exchange.ts';
import type { RowChange, TableStore } from '../tables/table-store.ts';
import { channelMap, type EditableChannelMap, exactChannel } from './channel-map.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import { channelUses } from './channel-uses.ts';
import type { Clock } from './clock.ts';
import { buildChannel, type FeedChannelOptions } from './feed-channels.ts';
import type { Link } from './link.ts';

export interface RosterOptions extends FeedChannelOptions {
  readonly clock: Clock;
  readonly store: TableStore;
  readonly link: () => Pick<Link, 'isStreaming' | 'isTrying' | 'subscribe' | 'unsubscribe' | 'connect'>;
  /** Channels have come or gone. */
  readonly recast: (gone: readonly ChannelRuntime[]) => void;
}

export class Roster {
  readonly channels: EditableChannelMap = channelMap();
  readonly #options: RosterOptions;
  readonly #uses = channelUses();

  constructor(options: RosterOptions) {
    this.#options = options;
    this.#enter(options.spec.channels);
  }

  /** Channels that are on the feed already are shared. */
  add(channels: readonly Channel[]): void {
    const fresh = this.#enter(channels);
    if (fresh.length === 0) return;
    this.#options.recast([]);
    const link = this.#options.link();
    const down = this.channels.all.find((runtime) => runtime.health.kind === 'down')?.health;
    const paused = this.channels.all.find((runtime) => runtime.health.kind === 'waiting')?.health;
    for (const runtime of fresh) {
      runtime.announce();
      if (paused !== undefined) runtime.hear({ kind: 'on-hold', reason: paused.reason });
      else if (link.isStreaming) runtime.hear({ kind: 'connected' });
      else if (down?.kind === 'down') {
        const { reason, retryAtMs } = down;
        runtime.hear({ kind: 'disconnected', code: null, reason, retryAtMs });
      }
    }
    if (link.isStreaming) this.subscribe(fresh);
    // All others were refused, so that nothing has kept the line open.
    else if (!link.isTrying && paused === undefined) link.connect(0);
  }

  /** Answers with those that left the feed, because nobody wants them any more. */
  remove(channels: readonly Channel[]): readonly Channel[] {
    const gone = this.#uses.remove(channels).flatMap((channel) => {
      const runtime = exactChannel(this.channels, channel);
      return runtime === null ? [] : [runtime];
    });
    if (gone.length === 0) return [];
    for (const runtime of gone) {
      runtime.retire();
      this.channels.remove(runtime);
    }
    this.#options.recast(gone);
    const known = gone.filter((runtime) => runtime.health.kind !== 'refused').map(({ channel }) => channel);
    const { link } = this.#options;
    if (link().isStreaming && known.length > 0) link().unsubscribe(known);
    for (const { channel } of gone) this.#dropRows(channel);
    return gone.map(({ channel }) => channel);
  }

  /** Tells of a row that changed by our own doing, not by a message. */
  readonly tellRow = (change: RowChange): void => {
    const { spec, clock, counters, out, store } = this.#options;
    counters.tableEvents += 1;
    out.row(spec, change, clock.wallMs(), store);
  };

  /** On a new connection: everything that was not refused. */
  subscribeAll(connected: () => void): void {
    const wanted = this.channels.all.filter((runtime) => runtime.health.kind !== 'refused');
    for (const runtime of wanted) runtime.hear({ kind: 'connected' });
    connected();
    this.subscribe(wanted);
  }

  subscribe(runtimes: readonly ChannelRuntime[]): void {
    if (runtimes.length === 0) return;
    for (const runtime of runtimes) runtime.awaitsAck = true;
    const channels = runtimes.map(({ channel }) => channel);
    // Some private streams bring everything once we are logged in, and answer nothing.
    if (this.#options.link().subscribe(channels)) return;
    for (const channel of channels) this.acknowledged(channel);
  }

  /** The venue sends this channel from now on. */
  acknowledged(channel: Channel): void {
    const runtime = exactChannel(this.channels, channel);
    // Some venues list everything that is subscribed with every acknowledgement.
    if (runtime === null || !runtime.awaitsAck) return;
    runtime.awaitsAck = false;
    const snapshotDue = runtime.descriptor.snapshot === true;
    runtime.hear({ kind: 'subscribed', snapshotDue });
    runtime.desk?.resume();
    this.#options.account?.subscribed(runtime);
    // Trades that are counted, and snapshots, tell more exactly where a loss ended.
    if (!snapshotDue && runtime.descriptor.consecutiveIds !== true) runtime.settle(null);
  }

  /** Rows that nobody keeps up to date are dropped, unless another channel brings them too. */
  #dropRows({ topic, symbol }: Channel): void {
    if (this.channels.covered(topic, symbol).length > 0) return;
    this.#options.store.drop(topic, symbol, this.tellRow);
  }

  #enter(channels: readonly Channel[]): readonly ChannelRuntime[] {
    // Built before they are counted: a channel that the venue does not have must leave nothing behind.
    const built = new Map(channels.map((channel) => [channel, buildChannel(channel, this.#options)]));
    const fresh = this.#uses.add(channels).flatMap((channel) => built.get(channel) ?? []);
    for (const runtime of fresh) this.channels.add(runtime);
    return fresh;
  }
}
