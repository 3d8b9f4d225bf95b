/** Finds order books whose best bid is not below their best ask: somewhere a message was lost. */
import type { Exchange } from '../exchanges/exchange.ts';
import type { TableStore } from '../tables/table-store.ts';
import type { ChannelMap } from './channel-map.ts';
import type { ChannelRuntime } from './channel-runtime.ts';

interface Top {
  bid: number;
  ask: number;
}

/**
 * Returns a check to be called about once a second. It looks at whole books, so it does that rarely; and
 * since a book may be crossed between two frames of one change, it believes only what it sees twice.
 */
export function crossedBookCheck(
  exchange: Exchange,
  store: TableStore,
  channels: ChannelMap,
): (nowMs: number) => readonly ChannelRuntime[] {
  let checkedMs = 0;
  let suspects: ReadonlySet<ChannelRuntime> = new Set();
  return (nowMs) => {
    if (exchange.bookLevel === undefined || nowMs < checkedMs + everyMs) return [];
    checkedMs = nowMs;
    const crossed = new Set<ChannelRuntime>();
    for (const topic of new Set(channels.all.map((runtime) => runtime.channel.topic))) {
      for (const symbol of crossedSymbols(exchange, store, topic)) {
        for (const runtime of channels.covered(topic, symbol)) {
          if (runtime.health.kind === 'live') crossed.add(runtime);
        }
      }
    }
    const confirmed = [...crossed].filter((runtime) => suspects.has(runtime));
    suspects = crossed;
    return confirmed;
  };
}

function crossedSymbols(exchange: Exchange, store: TableStore, topic: string): readonly string[] {
  const tops = new Map<string, Top>();
  for (const [, item] of store.rows(topic)) {
    const level = exchange.bookLevel?.(topic, item) ?? null;
    // The first row shows whether the table holds a book at all.
    if (level === null) return [];
    const symbol = String(item.symbol);
    const top = tops.get(symbol) ?? { bid: Number.NEGATIVE_INFINITY, ask: Number.POSITIVE_INFINITY };
    const price = Number(level.price);
    if (level.side === 'bid') top.bid = Math.max(top.bid, price);
    else top.ask = Math.min(top.ask, price);
    tops.set(symbol, top);
  }
  return [...tops].flatMap(([symbol, { bid, ask }]) => (bid >= ask ? [symbol] : []));
}

const everyMs = 5_000;
