/** A real feed against a local server, with everything it says written down. */

import type { Exchange, Signer } from '../../src/main/exchanges/exchange.ts';
import { channelName, parseChannelName } from '../../src/main/exchanges/exchange.ts';
import { type Clock, systemClock } from '../../src/main/feeds/clock.ts';
import type { ChannelRefill, FeedStatus } from '../../src/main/feeds/feed-events.ts';
import { createSupervisor, type Supervisor } from '../../src/main/feeds/supervisor.ts';
import type { RowChange } from '../../src/main/tables/table-store.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import type { Gap } from '../../src/preload/contract/health.ts';
import type { TradeRow } from '../../src/preload/contract/rows.ts';

export interface OpenedFeed {
  readonly supervisor: Supervisor;
  /** `trade:BTC-USD live`, in the order they came. */
  readonly states: readonly string[];
  readonly reasons: readonly string[];
  readonly gaps: readonly Gap[];
  readonly trades: readonly TradeRow[];
  readonly rows: readonly RowChange[];
  readonly refills: readonly ChannelRefill[];
  readonly log: readonly string[];
  /** Everything in one list, to see what came before what. */
  readonly story: readonly string[];
  status(): FeedStatus;
  stateOf(channel: string): string;
}

export interface FeedSetup {
  readonly exchange: Exchange;
  readonly endpoint: string;
  readonly rest?: string | null;
  readonly channels: readonly string[];
  readonly signer?: Signer | null;
  readonly stallAfterMs?: number | null;
  /** 0: every wait is as short as it can be; 1: as long. */
  readonly random?: () => number;
  readonly clock?: Clock;
}

export function openFeed(setup: FeedSetup): OpenedFeed {
  const states: string[] = [];
  const reasons: string[] = [];
  const gaps: Gap[] = [];
  const trades: TradeRow[] = [];
  const rows: RowChange[] = [];
  const refills: ChannelRefill[] = [];
  const log: string[] = [];
  const story: string[] = [];
  const supervisor = createSupervisor({
    clock: setup.clock ?? systemClock,
    random: setup.random ?? (() => 0),
    fetch,
    createStore: createTableStore,
    log: (level, message) => log.push(`${level} ${message}`),
    stallAfterMs: setup.stallAfterMs ?? null,
    listener: {
      row(_feed, change) {
        rows.push(change);
        story.push(`${change.action} ${change.key}`);
      },
      trade(_feed, trade) {
        trades.push(trade);
        story.push(`trade ${trade.id}${trade.backfilled ? ' backfilled' : ''}`);
      },
      channel(_feed, { channel, state, reason }) {
        states.push(`${channelName(channel)} ${state}`);
        reasons.push(reason);
        story.push(state);
      },
      gap(_feed, gap) {
        gaps.push(gap);
        story.push(`gap ${gap.kind} ${gap.missed ?? '?'}`);
      },
      refill(_feed, refill) {
        refills.push(refill);
        story.push(`refilled ${refill.refilled}`);
      },
    },
  });
  supervisor.open({
    id: 'test',
    venue: setup.exchange.id,
    exchange: setup.exchange,
    account: setup.signer ? 'main' : null,
    endpoint: setup.endpoint,
    rest: setup.rest ?? null,
    channels: setup.channels.map(parseChannelName),
    signer: setup.signer ?? null,
  });
  function status(): FeedStatus {
    const feed = supervisor.status()[0];
    if (feed === undefined) throw new Error('the feed is closed');
    return feed;
  }
  return {
    ...{ supervisor, states, reasons, gaps, trades, rows, refills, log, story, status },
    stateOf: (name) => {
      const found = status().channels.find(({ channel }) => channelName(channel) === name);
      return found?.state ?? 'no such channel';
    },
  };
}
