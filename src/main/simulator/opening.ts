/** The account's past and the state in which a new user finds it: three positions, four orders, a few fills. */
import type { Account } from './account.ts';
import { priceOf } from './instruments.ts';
import type { Market } from './market.ts';
import type { OrderRequest } from './order.ts';
import type { Past } from './past.ts';
import type { Rng } from './rng.ts';
import type { SymbolMarket } from './symbol-market.ts';
import { createTradePrinter, type TradeRow } from './trade-row.ts';
import type { Side } from './venue-event.ts';

/** What is in the account after its first deposits, in minor units. */
export const startingWallet = { XBt: 2_940_000, USDt: 21_840_000_000 } as const;

export function openAccount(account: Account, market: Market, past: Past, startMs: number, rng: Rng): void {
  const xbt = find(market, 'XBTUSD');
  const eth = find(market, 'ETHUSDT');
  const sol = find(market, 'SOLUSDT');
  const firstDay = new Date(startMs - 26 * 3_600_000).toISOString();
  account.begin(firstDay);
  account.transfer('XBt', startingWallet.XBt, 'First deposit of the practice account.');
  account.transfer('USDt', startingWallet.USDt, 'First deposit of the practice account.');

  buildUp(xbt, 'Buy', 20_000, 1, 'taker');
  buildUp(eth, 'Sell', 560_000, 1, 'maker');
  buildUp(sol, 'Buy', 1_200_000, 1, 'taker');
  buildUp(xbt, 'Buy', 10_000, 0.3, 'maker');

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

  /** A position of some time ago, bought low or sold high as far as the newest `share` of the past allows. */
  function buildUp(
    symbol: SymbolMarket,
    side: Side,
    quantity: number,
    share: number,
    role: 'maker' | 'taker',
  ): void {
    const all = past.get(symbol.contract.symbol) ?? [];
    const late = all.slice(Math.floor(all.length * (1 - share)));
    const first = { ageMs: 3_600_000, tick: away(symbol, side === 'Buy' ? -0.004 : 0.004) };
    const best = late.reduce<{ ageMs: number; tick: number }>(
      (found, trade) =>
        (side === 'Buy' ? trade.tick < found.tick : trade.tick > found.tick) ? trade : found,
      late[0] ?? first,
    );
    const printer = createTradePrinter(symbol.contract, best.tick);
    const match = { side: side === 'Buy' ? 'Sell' : 'Buy', tick: best.tick, size: quantity } as const;
    const trade = printer.print(match, rng.guid(), new Date(startMs - best.ageMs).toISOString(), 0);
    account.remember(limit(symbol, side, quantity, best.tick), trade, role === 'maker');
  }

  /** The largest public trade of the last minutes that could have hit an order of the other side. */
  function recent(symbol: SymbolMarket, taker: Side): { trade: TradeRow; tick: number } {
    const fitting = symbol.trades.newest(120).filter((trade) => trade.side === taker);
    const trade = fitting.toSorted((a, b) => b.size - a.size)[0] ?? symbol.trades.last;
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
