/** The account's past and the state in which a new user finds it: three positions, four orders, a few fills. */
import type { Account } from './account.ts';
import { priceOf, roundTo } from './instruments.ts';
import type { Market } from './market.ts';
import type { OrderRequest } from './order.ts';
import type { Rng } from './rng.ts';
import type { SymbolMarket } from './symbol-market.ts';
import { createTradePrinter, type TradeRow } from './trade-row.ts';
import type { Side } from './venue-event.ts';

/** What is in the account after its first deposits, in minor units. */
export const startingWallet = { XBt: 2_940_000, USDt: 21_840_000_000 } as const;

export function openAccount(account: Account, market: Market, startMs: number, rng: Rng): void {
  const xbt = find(market, 'XBTUSD');
  const eth = find(market, 'ETHUSDT');
  const sol = find(market, 'SOLUSDT');
  const firstDay = new Date(startMs - 26 * 3_600_000).toISOString();
  account.begin(firstDay);
  account.transfer('XBt', startingWallet.XBt, 'First deposit of the practice account.');
  account.transfer('USDt', startingWallet.USDt, 'First deposit of the practice account.');

  buildUp(xbt, 'Buy', 20_000, 0);
  buildUp(eth, 'Sell', 560_000, 0);
  buildUp(sol, 'Buy', 1_200_000, 0);
  buildUp(xbt, 'Buy', 10_000, 3);

  const sale = recent(xbt, 'Buy');
  account.remember(limit(xbt, 'Sell', Math.min(5_000, sale.trade.size), sale.tick), sale.trade, true);
  const now = new Date(startMs).toISOString();
  const cover = recent(eth, 'Sell');
  account.begin(cover.trade.timestamp);
  const tick = Math.min(cover.tick, eth.touch.bidTick);
  const order = account.place({ ...limit(eth, 'Buy', 420_000, tick), execInst: 'ReduceOnly' });
  if (order !== null) {
    for (const quantity of [105_000, 35_000]) {
      const trade = {
        ...cover.trade,
        price: priceOf(eth.contract, tick),
        size: quantity,
        trdMatchID: rng.guid(),
      };
      eth.withdraw('Buy', tick, quantity);
      account.fillNow(order, quantity, trade, true);
    }
  }
  account.begin(now);
  account.place({ ...limit(xbt, 'Buy', 10_000, away(xbt, -0.005)), execInst: 'ParticipateDoNotInitiate' });
  account.place({ ...limit(xbt, 'Sell', 25_000, away(xbt, 0.01)), execInst: 'ReduceOnly' });
  account.place({
    symbol: 'SOLUSDT',
    side: 'Sell',
    ordType: 'Stop',
    quantity: 1_200_000,
    tick: null,
    stopTick: away(sol, -0.038),
    execInst: 'LastPrice,ReduceOnly',
  });

  /** A position of some time ago, bought low or sold high as far as the candles allow. */
  function buildUp(symbol: SymbolMarket, side: Side, quantity: number, rank: number): void {
    const bins = symbol.bins
      .newest('1m', 1440)
      .toSorted((a, b) => (side === 'Buy' ? a.low - b.low : b.high - a.high));
    const bin = bins[rank * 7] ?? bins[0];
    const price = bin === undefined ? undefined : side === 'Buy' ? bin.low : bin.high;
    const fallback = roundTo(symbol.lastTick * (side === 'Buy' ? 0.995 : 1.005), 0);
    const tick = price === undefined ? fallback : Math.round(price / symbol.contract.tickSize);
    const timestamp = bin?.timestamp ?? firstDay;
    const printer = createTradePrinter(symbol.contract, tick);
    const match = { side: side === 'Buy' ? 'Sell' : 'Buy', tick, size: quantity } as const;
    const trade = printer.print(match, rng.guid(), timestamp, 0);
    account.remember(limit(symbol, side, quantity, tick), trade, rank === 0);
  }

  /** A public trade of the last minutes that could have hit an order of the other side. */
  function recent(symbol: SymbolMarket, taker: Side): { trade: TradeRow; tick: number } {
    const fitting = symbol.trades.newest(90).filter((trade) => trade.side === taker);
    const trade = fitting[Math.floor(fitting.length / 2)] ?? symbol.trades.last;
    if (trade === undefined) throw new Error(`${symbol.contract.symbol} has never traded.`);
    return { trade, tick: Math.round(trade.price / symbol.contract.tickSize) };
  }
}

function limit(symbol: SymbolMarket, side: Side, quantity: number, tick: number): OrderRequest {
  return {
    symbol: symbol.contract.symbol,
    side,
    ordType: 'Limit',
    quantity,
    tick,
    stopTick: null,
    execInst: '',
  };
}

/** The tick that lies this fraction from the last price. */
function away(symbol: SymbolMarket, fraction: number): number {
  return Math.round(symbol.lastTick * (1 + fraction));
}

function find(market: Market, symbol: string): SymbolMarket {
  const found = market.symbols.get(symbol);
  if (found === undefined) throw new Error(`The practice venue lists no ${symbol}.`);
  return found;
}
