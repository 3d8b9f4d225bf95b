/** Builds a channel of a feed and joins its trades to gaps, refills and health. */
import type { Channel, ChannelDescriptor, ParsedTrade } from '../exchanges/exchange.ts';
import { channelName } from '../exchanges/exchange.ts';
import type { AccountTables } from './account-tables.ts';
import { ChannelRuntime } from './channel-runtime.ts';
import { type Clock, isoMicros } from './clock.ts';
import type { FeedCounters, FeedListener, FeedSpec } from './feed-events.ts';
import type { Refill } from './refill.ts';
import { TradeDesk } from './trade-desk.ts';

export interface FeedChannelOptions {
  readonly spec: FeedSpec;
  readonly clock: Clock;
  readonly counters: FeedCounters;
  readonly refill: Refill;
  readonly out: Required<FeedListener>;
  readonly stallAfterMs: number | null;
  readonly guard: (run: () => void) => void;
  /** null on public feeds. */
  readonly account: AccountTables | null;
  readonly changed: (runtime: ChannelRuntime) => void;
  readonly emit: (
    runtime: ChannelRuntime,
    trade: ParsedTrade,
    action: 'partial' | 'insert',
    isBackfilled: boolean,
  ) => void;
}

export function buildChannel(channel: Channel, options: FeedChannelOptions): ChannelRuntime {
  const { spec, clock, counters, out, refill, stallAfterMs } = options;
  const descriptor: ChannelDescriptor | undefined = spec.exchange.channels[channel.topic];
  if (descriptor === undefined) throw new Error(`${spec.venue} has no channel ${channelName(channel)}`);
  const isTrade = channel.topic === 'trade';
  const canLook = isTrade
    ? channel.symbol !== null && refill.isPossible
    : descriptor.scope === 'account' && options.account?.canLook(channel.topic) === true;
  const runtime: ChannelRuntime = new ChannelRuntime({ channel, descriptor, canLook, stallAfterMs }, clock, {
    changed(change) {
      out.channel(spec, change);
      options.changed(runtime);
    },
    gap: ({ name }, gap) => {
      counters.gaps += 1;
      const { venue, account } = spec;
      out.gap(spec, { venue, account, channel: name, ...gap, time: isoMicros(clock.wallMs()) });
    },
  });
  if (isTrade) runtime.desk = buildDesk(runtime, options);
  return runtime;
}

function buildDesk(runtime: ChannelRuntime, options: FeedChannelOptions): TradeDesk {
  const { spec, clock, refill, out, guard, emit } = options;
  const { channel, descriptor } = runtime;
  const { symbol } = channel;
  return new TradeDesk(descriptor, {
    emit: (trade, action, isBackfilled) => emit(runtime, trade, action, isBackfilled),
    missed(count, from, to) {
      if (runtime.hasLoss) runtime.settle(count);
      else if (count !== 0) runtime.mark({ kind: 'sequence', from, to, missed: count });
    },
    fill:
      symbol === null || !refill.isPossible
        ? null
        : (after, before, ended) => {
            void refill.fill(symbol, after, before).then((fill) => {
              if (!runtime.isRetired) guard(() => ended(fill));
            });
          },
    fillStarted(missed) {
      const count = missed === null ? 'the trades that were' : `${missed} trades that were`;
      runtime.hear({ kind: 'resync-started', cause: `reading ${count} missed` });
    },
    fillEnded({ refilled, shortfall }) {
      out.refill(spec, { channel, refilled, shortfall, time: isoMicros(clock.wallMs()) });
      runtime.hear({ kind: 'resynced' });
    },
  });
}
