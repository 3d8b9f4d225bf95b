/** Index prices: instruments that nobody trades, announced as trades of nothing. */
import { type InstrumentRow, indexRow } from './instrument-row.ts';
import { indices, roundTo } from './instruments.ts';
import type { Prices } from './prices.ts';
import { createRing, type Ring } from './ring.ts';
import type { Rng } from './rng.ts';
import type { Row, VenueEvent } from './venue-event.ts';

export interface IndexMarket {
  readonly rows: ReadonlyMap<string, InstrumentRow>;
  readonly trades: ReadonlyMap<string, Ring<Row>>;
  publish(timestamp: string, out: VenueEvent[]): void;
}

const zeroGuid = '00000000-0000-0000-0000-000000000000';

export function createIndexMarket(prices: Prices, start: string, rng: Rng): IndexMarket {
  const rows = new Map<string, InstrumentRow>();
  const trades = new Map<string, Ring<Row>>();
  for (const index of indices) {
    const price = roundTo(prices.fair(index.underlying), index.decimals);
    const dayBefore = roundTo(price * Math.exp(rng.normal() * 0.012), index.decimals);
    rows.set(index.symbol, { ...indexRow(index, price, dayBefore), timestamp: start });
    trades.set(index.symbol, createRing<Row>(500));
  }

  return {
    rows,
    trades,
    publish(timestamp, out) {
      for (const { symbol, underlying, decimals } of indices) {
        const row = rows.get(symbol);
        const before = Number(row?.lastPrice);
        const price = roundTo(prices.fair(underlying), decimals);
        if (row === undefined || before === price) continue;
        const lastTickDirection = price > before ? 'PlusTick' : 'MinusTick';
        const lastChangePcnt = roundTo(price / Number(row.prevPrice24h) - 1, 4);
        const fields = { lastPrice: price, lastTickDirection, lastChangePcnt, markPrice: price, timestamp };
        Object.assign(row, fields);
        const trade = indexTrade(symbol, price, lastTickDirection, timestamp);
        trades.get(symbol)?.push(trade);
        out.push({ table: 'instrument', action: 'update', symbol, rows: [{ symbol, ...fields }] });
        out.push({ table: 'trade', action: 'insert', symbol, rows: [trade] });
      }
    },
  };
}

// Size 0 and the zero guid, as recorded for .BETH on 2020-10-12.
function indexTrade(symbol: string, price: number, tickDirection: string, timestamp: string): Row {
  return {
    timestamp,
    symbol,
    side: tickDirection === 'PlusTick' ? 'Buy' : 'Sell',
    size: 0,
    price,
    tickDirection,
    trdMatchID: zeroGuid,
    grossValue: null,
    homeNotional: null,
    foreignNotional: null,
    trdType: 'Regular',
  };
}
