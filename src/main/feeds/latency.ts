/** Measures how old messages are when they arrive, once a second and channel. */
import type { Exchange, RowContext } from '../exchanges/exchange.ts';
import type { RowChange } from '../tables/table-store.ts';
import type { ChannelRuntime } from './channel-runtime.ts';

export function isLatencyDue(runtime: ChannelRuntime, nowMs: number): boolean {
  return nowMs >= runtime.latencyAtMs + everyMs;
}

/** Age of a message; `wallMs` is our time on the venue's clock. null where nothing can be said. */
export function latencyMs(venueTime: string | null, wallMs: number): number | null {
  const ms = venueTime === null ? Number.NaN : wallMs - Date.parse(venueTime);
  // Recordings are years old, and a clock can be days off: such a figure says nothing of the way.
  return Math.abs(ms) < nonsenseMs ? Math.max(0, ms) : null;
}

/** The venue's time of a row of the tables that move with the market. */
export function timeOfRow(exchange: Exchange, change: RowChange): string | null {
  switch (change.table) {
    case 'quote':
      return exchange.rows.quote?.(change.item, noContext)?.updatedAt ?? null;
    case 'instrument':
      return exchange.rows.instrument?.(change.item, noContext)?.updatedAt ?? null;
    default:
      return null;
  }
}

const noContext: RowContext = { instrument: () => null };
const everyMs = 1_000;
const nonsenseMs = 3_600_000;
