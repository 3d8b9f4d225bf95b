/** The rows that a partial of each table holds now. */
import { type BinSize, binSizes } from './bins.ts';
import { type BookFeed, type BookTable, bookTables } from './book-feed.ts';
import { isOpen } from './order.ts';
import type { Simulation } from './simulation.ts';
import type { Row } from './venue-event.ts';

/** A partial sends this many of the newest; the venue keeps more for REST. */
const newestTrades = 100;
const newestBins = 500;
const newestExecutions = 100;

export interface Snapshots {
  /** `symbol` null: every symbol. */
  rows(table: string, symbol: string | null, timestamp: string): readonly Row[];
  /** True for a symbol that can be subscribed. */
  knows(symbol: string): boolean;
}

export function createSnapshots(simulation: Simulation, books: BookFeed): Snapshots {
  const { market, account } = simulation;

  function symbolRows(table: string, symbol: string, timestamp: string): readonly Row[] {
    const found = market.symbols.get(symbol);
    if (found === undefined) {
      const index = market.indices.rows.get(symbol);
      if (index === undefined) return [];
      if (table === 'instrument') return [{ ...index }];
      return table === 'trade' ? (market.indices.trades.get(symbol)?.newest(1) ?? []) : [];
    }
    if (isBookTable(table)) return books.snapshot(table, found, timestamp);
    switch (table) {
      case 'instrument':
        return [{ ...found.row }];
      case 'trade':
        return found.trades.newest(newestTrades);
      case 'quote':
        return [found.quote];
      case 'funding':
        return market.funding.history.newest(200).filter((row) => row.symbol === symbol);
      default: {
        const size = binSize(table);
        return size === null ? [] : found.bins.newest(size, newestBins);
      }
    }
  }

  function accountRows(table: string): readonly Row[] | null {
    switch (table) {
      case 'order':
        return account.orders.filter(isOpen).map((order) => ({ ...order.row }));
      case 'execution':
        return account.executions.newest(newestExecutions);
      case 'position':
      case 'margin':
      case 'wallet':
        return account.board.rows(table);
      case 'transact':
        return account.transactions.newest(100);
      default:
        return null;
    }
  }

  function platformRows(table: string, timestamp: string): readonly Row[] | null {
    if (table === 'connected') return [{ id: 1, users: 1, bots: 0 }];
    if (table === 'insurance') {
      return [
        { currency: 'XBt', timestamp, walletBalance: 3_512_084_110_202 },
        { currency: 'USDt', timestamp, walletBalance: 41_206_118_940_000 },
      ];
    }
    if (table !== 'announcement') return null;
    return [
      {
        id: 1,
        link: '',
        title: 'This is the practice venue',
        content: 'A made-up market and account that run on this computer.',
        date: timestamp,
      },
    ];
  }

  return {
    knows: (symbol) => market.symbols.has(symbol) || market.indices.rows.has(symbol),
    rows(table, symbol, timestamp) {
      const whole = accountRows(table) ?? platformRows(table, timestamp);
      if (whole !== null) return symbol === null ? whole : whole.filter((row) => row.symbol === symbol);
      if (symbol !== null) return symbolRows(table, symbol, timestamp);
      return [...market.symbols.keys(), ...market.indices.rows.keys()].flatMap((one) =>
        symbolRows(table, one, timestamp),
      );
    },
  };
}

function isBookTable(table: string): table is BookTable {
  return (bookTables as readonly string[]).includes(table);
}

function binSize(table: string): BinSize | null {
  const size = table.startsWith('tradeBin') ? table.slice('tradeBin'.length) : '';
  return Object.hasOwn(binSizes, size) ? (size as BinSize) : null;
}
