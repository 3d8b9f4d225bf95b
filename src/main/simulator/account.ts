/** The practice account: its orders, positions, balances and executions, and how a match changes them. */
import { type AccountBoard, createBoard } from './account-board.ts';
import { executionRow, fundingRow, transactRow } from './account-rows.ts';
import { type Contract, contractValue } from './instruments.ts';
import type { FundingDue, Market } from './market.ts';
import { createOrder, filled, isOpen, type Order, type OrderChange, type OrderRequest } from './order.ts';
import { applyFill, openPosition, type Position } from './position.ts';
import { book, emptyPurse, type Purse, type Settle, transfer } from './purse.ts';
import { createRing, type Ring } from './ring.ts';
import type { Rng } from './rng.ts';
import { type OwnFill, type SymbolMarket, wouldCross } from './symbol-market.ts';
import type { TradeRow } from './trade-row.ts';
import type { Row, VenueEvent } from './venue-event.ts';

export interface Account {
  readonly id: number;
  readonly board: AccountBoard;
  readonly executions: Ring<Row>;
  readonly transactions: Ring<Row>;
  /** Every order still open, and the newest closed ones. */
  readonly orders: readonly Order[];
  openOrders(symbol: string): Order[];
  position(symbol: string): Position;
  wallet(currency: Settle): number;
  begin(timestamp: string): void;
  /** null when the order would trade at once, or another of ours rests at its price. */
  place(request: OrderRequest): Order | null;
  /** A fill of long ago, for the account's past. */
  remember(request: OrderRequest, trade: TradeRow, maker: boolean): void;
  fillNow(order: Order, quantity: number, trade: TradeRow, maker: boolean): void;
  move(order: Order, tick: number): void;
  cancel(order: Order): void;
  transfer(currency: Settle, amount: number, text: string): void;
  settle(fills: readonly OwnFill[]): void;
  triggerStops(): void;
  payFunding(due: readonly FundingDue[]): void;
  publish(out: VenueEvent[]): void;
}

export interface Holding {
  readonly contract: Contract;
  readonly crossMargin: boolean;
  readonly leverage: number;
}

const keptClosedOrders = 200;

export function createAccount(id: number, market: Market, holdings: readonly Holding[], rng: Rng): Account {
  const positions = new Map(
    holdings.map((held) => [
      held.contract.symbol,
      openPosition(held.contract, held.crossMargin, held.leverage),
    ]),
  );
  const purses = new Map(currencies.map((currency) => [currency, emptyPurse(currency)]));
  const executions = createRing<Row>(1000);
  const transactions = createRing<Row>(200);
  const touched = new Set<string>();
  const board = createBoard({
    id,
    positions,
    purses,
    markPrice: (symbol) => marketOf(symbol).ticker.markPrice,
    orderMargin,
  });
  let orders: Order[] = [];
  let events: VenueEvent[] = [];
  let timestamp = '';
  let count = 0;

  function marketOf(symbol: string): SymbolMarket {
    const found = market.symbols.get(symbol);
    if (found === undefined) throw new Error(`The practice venue lists no ${symbol}.`);
    return found;
  }

  function position(symbol: string): Position {
    const found = positions.get(symbol);
    if (found === undefined) throw new Error(`The practice account does not trade ${symbol}.`);
    return found;
  }

  function purse(currency: Settle): Purse {
    const found = purses.get(currency);
    if (found === undefined) throw new Error(`The practice account has no ${currency}.`);
    return found;
  }

  function orderMargin(currency: Settle): number {
    let sum = 0;
    for (const order of orders) {
      const { row, contract } = order;
      if (!isOpen(order) || contract.settle !== currency || String(row.execInst).includes('ReduceOnly'))
        continue;
      const price = row.price ?? row.stopPx ?? 0;
      sum += Math.round(
        Math.abs(contractValue(contract, row.leavesQty, price)) / position(row.symbol).leverage,
      );
    }
    return sum;
  }

  function change(order: Order, fields: OrderChange): void {
    const { orderID, clOrdID, symbol } = order.row;
    Object.assign(order.row, fields, { timestamp });
    const row = { orderID, ...fields, clOrdID, account: id, symbol, timestamp };
    events.push({ table: 'order', action: 'update', symbol, rows: [row] });
    touched.add(symbol);
  }

  function announce(request: OrderRequest): Order {
    count += 1;
    const ids = { orderID: rng.guid(), clOrdID: `practice-${count}`, account: id };
    const { contract } = marketOf(request.symbol);
    const order = createOrder(request, contract, ids, timestamp, market.steps);
    orders.push(order);
    events.push({ table: 'order', action: 'insert', symbol: request.symbol, rows: [{ ...order.row }] });
    touched.add(request.symbol);
    return order;
  }

  function fillNow(order: Order, quantity: number, trade: TradeRow, maker: boolean): void {
    const { symbol, side } = order.row;
    const rate = maker ? order.contract.makerFee : order.contract.takerFee;
    const result = applyFill(position(symbol), side, quantity, trade.price, rate);
    book(purse(order.contract.settle), result.gain, result.commission);
    change(order, filled(order, quantity, trade.price));
    const row = executionRow(rng.guid(), order, quantity, trade, result, maker);
    executions.push(row);
    events.push({ table: 'execution', action: 'insert', symbol, rows: [row] });
  }

  function takeNow(order: Order): void {
    const { symbol, side } = order.row;
    const reduces = String(order.row.execInst).includes('ReduceOnly');
    const quantity = reduces ? Math.min(order.row.leavesQty, reducible(symbol, side)) : order.row.leavesQty;
    for (const trade of marketOf(symbol).take(side, quantity)) fillNow(order, trade.size, trade, false);
    if (order.row.leavesQty > 0) close(order, 'Canceled: nothing left to trade with.');
    keepReducing(symbol);
  }

  /** How much an order of this side can take off the position. */
  function reducible(symbol: string, side: 'Buy' | 'Sell'): number {
    const { quantity } = position(symbol);
    return side === 'Sell' ? Math.max(0, quantity) : Math.max(0, -quantity);
  }

  /** Invariant: resting reduce-only orders never add up to more than the position. */
  function keepReducing(symbol: string): void {
    for (const side of ['Buy', 'Sell'] as const) {
      let left = reducible(symbol, side);
      for (const order of openOrders(symbol)) {
        const { row } = order;
        if (row.side !== side || row.ordType !== 'Limit' || row.execInst !== 'ReduceOnly') continue;
        if (row.leavesQty > left) cancel(order);
        else left -= row.leavesQty;
      }
    }
  }

  function close(order: Order, text: string): void {
    change(order, {
      ordStatus: 'Canceled',
      ...(order.row.workingIndicator ? { workingIndicator: false } : {}),
      leavesQty: 0,
      text,
    });
  }

  function cancel(order: Order): void {
    const { symbol, side, leavesQty } = order.row;
    if (!isOpen(order)) return;
    if (order.tick !== null) marketOf(symbol).withdraw(side, order.tick, leavesQty);
    close(order, 'Canceled: Canceled via API.\nSubmitted by the practice trader.');
  }

  function openOrders(symbol: string): Order[] {
    return orders.filter((order) => order.row.symbol === symbol && isOpen(order));
  }

  function canRest(symbol: string, side: 'Buy' | 'Sell', tick: number): boolean {
    return (
      !wouldCross(marketOf(symbol), side, tick) && !openOrders(symbol).some((order) => order.tick === tick)
    );
  }

  return {
    id,
    board,
    executions,
    transactions,
    get orders() {
      return orders;
    },
    openOrders,
    position,
    wallet: (currency) => purse(currency).wallet,
    begin(now) {
      timestamp = now;
    },
    place(request) {
      const { symbol, side, tick } = request;
      if (tick !== null && !canRest(symbol, side, tick)) return null;
      const order = announce(request);
      if (request.ordType === 'Market') {
        takeNow(order);
      } else if (tick !== null) {
        marketOf(symbol).rest(side, tick, request.quantity);
        change(order, { workingIndicator: true });
      }
      return order;
    },
    remember(request, trade, maker) {
      timestamp = trade.timestamp;
      fillNow(announce(request), request.quantity, trade, maker);
    },
    fillNow,
    move(order, tick) {
      const { symbol, side, leavesQty } = order.row;
      const price = marketOf(symbol).contract.tickSize * tick;
      if (order.row.ordType === 'Stop') {
        order.stopTick = tick;
        change(order, { stopPx: Number(price.toFixed(order.contract.decimals)) });
      } else if (order.tick !== null && canRest(symbol, side, tick)) {
        marketOf(symbol).withdraw(side, order.tick, leavesQty);
        marketOf(symbol).rest(side, tick, leavesQty);
        order.tick = tick;
        change(order, { price: Number(price.toFixed(order.contract.decimals)) });
      }
    },
    cancel,
    transfer(currency, amount, text) {
      const money = purse(currency);
      transfer(money, amount);
      const row = transactRow(rng.guid(), id, money, amount, text, timestamp);
      transactions.push(row);
      events.push({ table: 'transact', action: 'insert', symbol: null, rows: [row] });
      for (const held of holdings) if (held.contract.settle === currency) touched.add(held.contract.symbol);
    },
    settle(fills) {
      for (const fill of fills) {
        const order = openOrders(fill.symbol).find(
          (open) => open.row.side === fill.side && open.tick === fill.tick,
        );
        if (order === undefined) throw new Error(`A fill of ${fill.symbol} belongs to no order.`);
        fillNow(order, fill.quantity, fill.trade, true);
        keepReducing(fill.symbol);
      }
    },
    triggerStops() {
      for (const order of orders) {
        const { stopTick, row } = order;
        if (stopTick === null || !isOpen(order)) continue;
        const last = marketOf(row.symbol).lastTick;
        if (row.side === 'Buy' ? last < stopTick : last > stopTick) continue;
        change(order, { triggered: 'StopOrderTriggered', workingIndicator: true });
        takeNow(order);
      }
    },
    payFunding(due) {
      for (const { symbol, rate, markPrice } of due) {
        const held = positions.get(symbol);
        if (held === undefined || held.quantity === 0) continue;
        const value = contractValue(held.contract, held.quantity, markPrice);
        // Longs pay shorts when the rate is positive; the value's own sign depends on the contract's kind.
        const payment = Math.round(Math.abs(value) * rate) * Math.sign(held.quantity) + 0;
        book(purse(held.contract.settle), 0, payment);
        held.realised -= payment;
        held.fees += payment;
        touched.add(symbol);
        const row = fundingRow(rng.guid(), id, held, markPrice, rate, value, payment, timestamp);
        executions.push(row);
        events.push({ table: 'execution', action: 'insert', symbol, rows: [row] });
      }
    },
    publish(out) {
      out.push(...events);
      events = [];
      for (const { contract } of market.marked) {
        if ((positions.get(contract.symbol)?.quantity ?? 0) !== 0) touched.add(contract.symbol);
      }
      if (touched.size > 0) board.refresh(touched, timestamp, out);
      touched.clear();
      if (orders.length > keptClosedOrders * 2) {
        const open = orders.filter(isOpen);
        orders = [...orders.filter((order) => !isOpen(order)).slice(-keptClosedOrders), ...open];
      }
    },
  };
}

const currencies = ['XBt', 'USDt'] as const;
