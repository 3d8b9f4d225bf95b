/**
 * The made-up life of one Bybit account: two positions, and orders that come, fill in parts, move and go. Amounts
 * are whole numbers of their smallest step, so that every figure is exact.
 */
import { shiftPoint } from '../../exchanges/exact-json.ts';
import type { Rng } from '../rng.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Push {
  readonly topic: 'order' | 'execution' | 'position' | 'wallet';
  readonly data: readonly Row[];
}

interface Market {
  readonly symbol: string;
  readonly positionIdx: number;
  /** In tenths of a tether. */
  price: number;
  /** In thousandths of the coin, negative when short. */
  size: number;
  entry: number;
}

interface Order {
  readonly id: string;
  readonly market: Market;
  readonly side: 'Buy' | 'Sell';
  price: number;
  readonly qty: number;
  filled: number;
  /** Price times size of what is filled. */
  value: number;
  status: 'New' | 'PartiallyFilled' | 'Filled' | 'Cancelled';
  readonly createdTime: string;
  updatedTime: string;
}

export interface BybitLife {
  /** What happens next; prices move with it. */
  step(): readonly Push[];
  orders(): readonly Row[];
  positions(): readonly Row[];
  executions(): readonly Row[];
  wallet(): Row;
  /** null for a symbol that is not traded. */
  ticker(symbol: string): Row | null;
}

export function createBybitLife(rng: Rng, nowMs: () => number): BybitLife {
  const btc: Market = { symbol: 'BTCUSDT', positionIdx: 0, price: 642_105, size: 125, entry: 639_804 };
  const eth: Market = { symbol: 'ETHUSDT', positionIdx: 0, price: 34_102, size: -2_500, entry: 34_418 };
  const markets = [btc, eth];
  const orders: Order[] = [];
  const executions: Row[] = [];
  /** In 10⁻⁹ tether. */
  let balance = 10_000 * unit;
  let count = 0;
  let lastMs = 0;

  /** Every change has a time of its own. */
  function now(): string {
    lastMs = Math.max(lastMs + 1, Math.floor(nowMs()));
    return String(lastMs);
  }

  function place(market: Market, side: Order['side'], away: number, qty: number): Push {
    const price = market.price + (side === 'Buy' ? -away : away);
    const at = now();
    count += 1;
    const id = `practice-order-${count}`;
    const order: Order = {
      ...{ id, market, side, price, qty, filled: 0, value: 0, status: 'New' },
      ...{ createdTime: at, updatedTime: at },
    };
    orders.push(order);
    return { topic: 'order', data: [orderRow(order)] };
  }

  function changed(order: Order): Push {
    order.updatedTime = now();
    return { topic: 'order', data: [orderRow(order)] };
  }

  function fill(order: Order, qty: number): readonly Push[] {
    const { market, side, price } = order;
    const fee = price * qty * feeRate;
    order.filled += qty;
    order.value += price * qty;
    order.status = order.filled === order.qty ? 'Filled' : 'PartiallyFilled';
    const gained = move(market, side === 'Buy' ? qty : -qty, price);
    balance += gained - fee;
    count += 1;
    const execution: Row = {
      ...{ category: 'linear', symbol: market.symbol, orderId: order.id, orderLinkId: '', side },
      ...{ execId: `practice-fill-${count}`, execPrice: digits(price, 1), execQty: digits(qty, 3) },
      ...{
        execFee: digits(fee, 9),
        execType: 'Trade',
        execValue: digits(price * qty, 4),
        feeRate: '0.00055',
      },
      ...{ isMaker: true, execPnl: digits(gained, 9), execTime: now(), createType: 'CreateByUser' },
      ...{ leavesQty: digits(order.qty - order.filled, 3), feeCurrency: 'USDT' },
    };
    executions.push(execution);
    if (executions.length > mostKept) executions.shift();
    return [
      { topic: 'execution', data: [execution] },
      changed(order),
      { topic: 'position', data: [positionRow(market)] },
      { topic: 'wallet', data: [wallet()] },
    ];
  }

  /** Returns what closing a part has gained, in 10⁻⁹ tether. */
  function move(market: Market, by: number, price: number): number {
    const { size, entry } = market;
    market.size += by;
    if (size === 0 || Math.sign(size) === Math.sign(by)) {
      // Entry prices have tenths, as orders have: what is rounded off is gained or lost at once.
      market.entry = Math.round((entry * size + price * by) / market.size);
      return ((market.entry - entry) * size + (market.entry - price) * by) * valueUnit;
    }
    const closed = Math.min(Math.abs(by), Math.abs(size)) * Math.sign(size);
    if (Math.abs(by) > Math.abs(size)) market.entry = price;
    return (price - entry) * closed * valueUnit;
  }

  function step(): readonly Push[] {
    for (const market of markets) market.price += Math.round(rng.normal() * market.price * 0.000_15);
    const happened = act();
    return [
      ...happened,
      ...markets.map((market): Push => ({ topic: 'position', data: [positionRow(market)] })),
    ];
  }

  function act(): readonly Push[] {
    const open = orders.filter(isOpen);
    const order = open[rng.int(open.length)];
    if (order === undefined || open.length < 3) {
      const market = rng.chance(0.6) ? btc : eth;
      // More often against the position than with it, so that none grows without end.
      const side = rng.chance(0.6) === market.size > 0 ? 'Sell' : 'Buy';
      return [place(market, side, 5 + rng.int(400), market === btc ? 20 : 400)];
    }
    const chance = rng.next();
    if (chance < 0.35) return fill(order, Math.min(order.qty - order.filled, Math.ceil(order.qty / 2)));
    if (chance < 0.5) {
      order.price += order.side === 'Buy' ? 3 : -3;
      return [changed(order)];
    }
    if (chance < 0.6) {
      order.status = 'Cancelled';
      return [changed(order)];
    }
    return [];
  }

  function wallet(): Row {
    const unrealised = markets.reduce((sum, market) => sum + unrealisedOf(market), 0);
    const held = markets.reduce((sum, market) => sum + marginOf(market), 0);
    const coin = {
      ...{ coin: 'USDT', walletBalance: digits(balance, 9), equity: digits(balance + unrealised, 9) },
      ...{ unrealisedPnl: digits(unrealised, 9), locked: '0', availableToWithdraw: '' },
      ...{ totalPositionIM: digits(held, 9), totalPositionMM: digits(held / 20, 9) },
      usdValue: digits(balance + unrealised, 9),
    };
    return {
      ...{ accountType: 'UNIFIED', totalEquity: coin.equity, accountIMRate: '', accountMMRate: '' },
      ...{ totalAvailableBalance: digits(balance + unrealised - held, 9), coin: [coin] },
    };
  }

  function positionRow(market: Market): Row {
    const { symbol, positionIdx, size, entry, price } = market;
    const side = size === 0 ? '' : size > 0 ? 'Buy' : 'Sell';
    // At ten times, the margin is gone when the price has moved by nearly a tenth.
    const liquidation = Math.round(entry * (size > 0 ? 0.905 : 1.095));
    return {
      ...{ category: 'linear', symbol, positionIdx, tradeMode: 0, side, size: digits(Math.abs(size), 3) },
      ...{ entryPrice: digits(entry, 1), markPrice: digits(price, 1), leverage: '10' },
      ...{ positionValue: digits(Math.abs(size) * entry, 4), positionIM: digits(marginOf(market), 9) },
      ...{ positionMM: digits(marginOf(market) / 20, 9), unrealisedPnl: digits(unrealisedOf(market), 9) },
      ...{ curRealisedPnl: '0', liqPrice: size === 0 ? '' : digits(liquidation, 1), positionBalance: '0' },
      ...{ positionStatus: 'Normal', createdTime: '1730805600084', updatedTime: now() },
    };
  }

  place(btc, 'Sell', 4_000, 50);
  place(eth, 'Buy', 300, 800);
  return {
    step() {
      if (orders.length > mostKept) orders.shift();
      return step();
    },
    orders: () => orders.map(orderRow),
    positions: () => markets.filter(({ size }) => size !== 0).map(positionRow),
    executions: () => executions,
    wallet,
    ticker(symbol) {
      // The price of a tether in dollars comes from the same coin in both.
      const market = markets.find((one) => one.symbol === symbol || one.symbol === `${symbol}T`);
      if (market === undefined) return null;
      const price = digits(market.price, 1);
      return { symbol, lastPrice: price, markPrice: price, prevPrice24h: digits(market.entry, 1) };
    },
  };
}

function orderRow(order: Order): Row {
  const { id, market, side, price, qty, filled, value, status, createdTime, updatedTime } = order;
  return {
    ...{ category: 'linear', symbol: market.symbol, orderId: id, orderLinkId: '', side, orderType: 'Limit' },
    ...{
      stopOrderType: '',
      cancelType: status === 'Cancelled' ? 'CancelByUser' : 'UNKNOWN',
      triggerPrice: '',
    },
    ...{ price: digits(price, 1), qty: digits(qty, 3), cumExecQty: digits(filled, 3) },
    ...{ leavesQty: status === 'Cancelled' ? '0' : digits(qty - filled, 3), timeInForce: 'GTC' },
    ...{
      cumExecValue: digits(value, 4),
      avgPrice: filled === 0 ? '' : digits(Math.round(value / filled), 1),
    },
    ...{
      orderStatus: status,
      positionIdx: market.positionIdx,
      reduceOnly: false,
      rejectReason: 'EC_NoError',
    },
    ...{ createdTime, updatedTime },
  };
}

function isOpen({ status }: Pick<Order, 'status'>): boolean {
  return status === 'New' || status === 'PartiallyFilled';
}

function unrealisedOf({ price, entry, size }: Market): number {
  return (price - entry) * size * valueUnit;
}

function marginOf({ entry, size }: Market): number {
  return (Math.abs(size) * entry * valueUnit) / 10;
}

function digits(amount: number, places: number): string {
  return shiftPoint(String(amount), -places);
}

/** A tether in 10⁻⁹. */
const unit = 1_000_000_000;
/** A tenth of a tether times a thousandth of a coin, in 10⁻⁹ tether. */
const valueUnit = 100_000;
/** 0.055 %, of a value in 10⁻⁴ tether, in 10⁻⁹. */
const feeRate = 55;
const mostKept = 500;
