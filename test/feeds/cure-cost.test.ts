/** What the cures of silent channels cost in connections. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Budget } from '../../src/main/exchanges/exchange.ts';
import { findVenue, supportedVenues } from '../../src/main/exchanges/registry.ts';
import { Caretaker } from '../../src/main/feeds/caretaker.ts';
import { channelMap } from '../../src/main/feeds/channel-map.ts';
import { ChannelRuntime } from '../../src/main/feeds/channel-runtime.ts';
import type { Evidence } from '../../src/main/feeds/health-types.ts';
import { type VenueLimit, venueBudget } from '../../src/main/feeds/venue-budget.ts';
import { manualClock } from '../support/manual-clock.ts';

interface SilentFeed {
  readonly budgets: readonly Budget[];
  /** What proves that a silence is none: nothing, or a session that does not answer. */
  readonly proof: 'none' | 'session';
  readonly limit: VenueLimit;
  readonly forMs: number;
}

/** A feed whose channels are acknowledged on every connection and never say a word. */
function stayOn({ budgets, proof, limit, forMs }: SilentFeed) {
  const clock = manualClock();
  const budget = venueBudget(limit);
  let connections = 0;
  const channels = channelMap();
  for (const [index, own] of budgets.entries()) {
    const channel = { topic: `table ${index}`, symbol: null };
    const descriptor = { scope: 'venue', budget: own, proof } as const;
    const options = { channel, descriptor, canLook: false, stallAfterMs: null };
    const ports = { changed: () => caretaker.attend(runtime), gap: () => {} };
    const runtime: ChannelRuntime = new ChannelRuntime(options, clock, ports);
    channels.add(runtime);
  }
  const caretaker = new Caretaker(channels, clock, {
    look: () => new Promise(() => {}),
    resubscribe: (runtimes) => {
      for (const runtime of runtimes) runtime.hear({ kind: 'subscribed', snapshotDue: false });
    },
    reconnect() {
      caretaker.stop();
      hear({ kind: 'disconnected', code: null, reason: '', retryAtMs: clock.monoMs() });
      connect();
    },
    canReconnect: hasRoom,
    ...{ ownDelay() {}, tidy() {}, guard: (run: () => void) => run() },
  });
  function hasRoom(): boolean {
    return budget.freeMs(clock.monoMs(), clock.monoMs()) <= clock.monoMs();
  }
  function hear(evidence: Evidence): void {
    for (const runtime of channels.all) runtime.hear(evidence);
  }
  function connect(): void {
    const nowMs = clock.monoMs();
    const atMs = budget.book(nowMs, nowMs);
    connections += 1;
    clock.after(atMs - nowMs, () => {
      hear({ kind: 'connecting', afresh: false });
      hear({ kind: 'connected' });
      hear({ kind: 'subscribed', snapshotDue: false });
      caretaker.start();
    });
  }
  connect();
  clock.advance(forMs);
  return { connections, hasRoom: hasRoom() };
}

const hour = 3_600_000;
const plenty: VenueLimit = { count: 1_000, perMs: 1_000 };
const anyBudget = fc.integer({ min: 6, max: 300 }).map((seconds) => budgetOf(seconds * 1_000));

function budgetOf(hardMs: number): Budget {
  return { softMs: hardMs / 3, hardMs };
}

test('several silent channels of a feed ask for no more connections than the one of them that asks most', () => {
  const forMs = hour / 2;
  fc.assert(
    fc.property(fc.array(anyBudget, { minLength: 2, maxLength: 4 }), (budgets) => {
      const feed = { proof: 'none', limit: plenty, forMs } as const;
      const alone = budgets.map((budget) => stayOn({ ...feed, budgets: [budget] }).connections);
      // They need not begin at the same time.
      expect(stayOn({ ...feed, budgets }).connections).toBeLessThanOrEqual(Math.max(...alone) + 1);
    }),
    { numRuns: 30 },
  );
});

test('however long a feed was silent, its venue lets another that is lost meanwhile connect at once', () => {
  for (const id of supportedVenues) {
    const found = findVenue(id);
    if (found.kind !== 'supported') throw new Error(`${id} is not supported`);
    const limit = found.exchange.limits.connections;
    for (const proof of ['none', 'session'] as const) {
      const feed = stayOn({ budgets: [budgetOf(6_000)], proof, limit, forMs: 6 * hour });
      expect([id, proof, feed.hasRoom]).toEqual([id, proof, true]);
      // It does not give up either.
      expect(feed.connections).toBeGreaterThan(170);
    }
  }
});
