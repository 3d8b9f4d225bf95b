/** Makes what the window shows of a live row: the canonical row and the figures derived from it. */
import type {
  CanonicalRows,
  Decimal,
  InstrumentRow,
  OrderStatus,
  PositionRow,
  TradeRow,
} from '../../preload/contract/rows.ts';
import type {
  InstrumentView,
  OrderView,
  PositionView,
  PublishedTables,
} from '../../preload/contract/views.ts';
import type { Item, RowContext } from '../exchanges/exchange.ts';
import {
  change24hPercent,
  contractOf,
  liquidationDistance,
  markDistance,
  settledNotional,
} from './derive.ts';
import type { LiveRow, LiveRows } from './live-rows.ts';
import { instrumentKey } from './published-key.ts';
import type { Rates } from './rates.ts';
import type { RowTable } from './row-tables.ts';

import { canonicalRow } from './views.ts';

export interface RowViewOptions {
  readonly instruments: LiveRows;
  /** The newest trade behind an instrument's row, for venues that send no instruments. */
  readonly lastTrade: (key: string) => TradeRow | null;
  readonly rates: Rates;
  readonly currency: () => string;
}

export interface RowViews {
  /** null for an item that is no such row. */
  view<T extends RowTable>(table: T, row: LiveRow): PublishedTables[T] | null;
  canonical<T extends RowTable>(table: T, row: LiveRow): CanonicalRows[T] | null;
  instrument(row: LiveRow): InstrumentRow | null;
}

const closedStatuses: ReadonlySet<OrderStatus> = new Set(['filled', 'cancelled', 'rejected', 'expired']);

export function isClosed(status: OrderStatus | null): boolean {
  return status !== null && closedStatuses.has(status);
}

export function createRowViews(options: RowViewOptions): RowViews {
  // Every row of a symbol asks for its mark: an instrument is converted once for each of its items.
  const converted = new WeakMap<Item, InstrumentRow>();

  function contextOf(venue: string): RowContext {
    return { instrument: (symbol) => options.instruments.get(instrumentKey(venue, symbol))?.item ?? null };
  }

  function instrument(row: LiveRow): InstrumentRow | null {
    const known = converted.get(row.item);
    if (known !== undefined) return known;
    const made = makeInstrument(row);
    if (made !== null) converted.set(row.item, made);
    return made;
  }

  function makeInstrument(row: LiveRow): InstrumentRow | null {
    const { feed, symbol } = row;
    if (feed.exchange.rows.instrument !== undefined) {
      return canonicalRow(feed, 'instrument', row.item, row.receivedMs, contextOf(feed.venue));
    }
    const trade = symbol === null ? null : options.lastTrade(instrumentKey(feed.venue, symbol));
    return trade === null ? null : { ...nothingSaid, ...lastPriceOf(trade) };
  }

  function canonical<T extends RowTable>(table: T, row: LiveRow): CanonicalRows[T] | null {
    return canonicalRow(row.feed, table, row.item, row.receivedMs, contextOf(row.feed.venue));
  }

  function markOf(row: LiveRow): Decimal | null {
    if (row.symbol === null) return null;
    const found = options.instruments.get(instrumentKey(row.feed.venue, row.symbol));
    return found === null ? null : (instrument(found)?.markPrice ?? null);
  }

  function display(venue: string, amount: Decimal | null, currency: string | null): Decimal | null {
    if (amount === null || currency === null) return null;
    return options.rates.convert(venue, amount, currency, options.currency());
  }

  /** By the money that the contract pays in, where nothing leads from its quote currency, such as for quanto. */
  function settled(venue: string, made: PositionRow, terms: InstrumentRow | null): Decimal | null {
    if (terms === null) return null;
    const amount = settledNotional(made.size, made.markPrice, contractOf(terms));
    return display(venue, amount, terms.settle);
  }

  function position(row: LiveRow): PositionView | null {
    const made = canonical('position', row);
    if (made === null) return null;
    const found =
      row.symbol === null ? null : options.instruments.get(instrumentKey(row.feed.venue, row.symbol));
    const terms = found === null ? null : instrument(found);
    const { venue } = row.feed;
    const derived = {
      liquidationDistance:
        made.side === 'flat' ? null : liquidationDistance(made.markPrice, made.liquidationPrice),
      notionalDisplay: display(venue, made.notional, terms?.quote ?? null) ?? settled(venue, made, terms),
      unrealisedPnlDisplay: display(venue, made.unrealisedPnl, made.pnlCurrency),
    };
    return { ...made, derived };
  }

  function order(row: LiveRow): OrderView | null {
    const made = canonical('order', row);
    if (made === null) return null;
    // The venue dropped an open order: it is closed, and nobody said how.
    const status = row.isGone && !isClosed(made.status) ? null : made.status;
    const derived = {
      markDistance: markDistance(markOf(row), made.price ?? made.triggerPrice),
      closedMs: row.closedMs,
    };
    return { ...made, status, derived };
  }

  function instrumentView(row: LiveRow): InstrumentView | null {
    const made = instrument(row);
    if (made === null) return null;
    const before = row.feed.exchange.price24hAgo?.(row.item) ?? null;
    return { ...made, derived: { change24hPercent: change24hPercent(made.lastPrice, before) } };
  }

  const views: { readonly [T in RowTable]: (row: LiveRow) => PublishedTables[T] | null } = {
    position,
    order,
    execution: (row) => canonical('execution', row),
    margin: (row) => canonical('margin', row),
    instrument: instrumentView,
    quote: (row) => canonical('quote', row),
  };

  return {
    view: (table, row) => views[table](row),
    canonical,
    instrument,
  };
}

function lastPriceOf(trade: TradeRow) {
  return {
    venue: trade.venue,
    symbol: trade.symbol,
    updatedAt: trade.time,
    receivedAt: trade.receivedAt,
    lastPrice: trade.price,
  };
}

const nothingSaid = {
  account: null,
  kind: null,
  base: null,
  quote: null,
  settle: null,
  contractValue: null,
  inverse: null,
  tickSize: null,
  lotSize: null,
  markPrice: null,
  indexPrice: null,
  fundingRate: null,
  nextFundingAt: null,
  openInterest: null,
  volume24h: null,
  state: null,
};
