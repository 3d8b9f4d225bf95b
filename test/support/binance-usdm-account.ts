/** The state of a Binance USD-M account and what happens to it: the truth behind the practice server's frames. */
import Big from 'big.js';

export type Row = Record<string, unknown>;

export interface NewOrder {
  readonly symbol?: string;
  readonly side?: 'BUY' | 'SELL';
  readonly type?: string;
  readonly qty?: string;
  readonly price?: string;
  readonly positionSide?: 'BOTH' | 'LONG' | 'SHORT';
  readonly clientOrderId?: string;
  readonly timeInForce?: string;
}

export class UsdmAccount {
  /** REST rows; the stream's are made from them. */
  readonly orders: Row[] = [];
  readonly algos: Row[] = [];
  readonly positions = new Map<string, Row>();
  readonly trades: Row[] = [];
  readonly incomes: Row[] = [];
  readonly forced: Row[] = [];
  balance = new Big('10000.00000000');
  balanceMs = 0;
  readonly #wallMs: () => number;
  #lastMs = 0;
  #ids = 8886773;

  constructor(wallMs: () => number) {
    this.#wallMs = wallMs;
  }

  /** Every change has a time of its own. */
  now(): number {
    this.#lastMs = Math.max(this.#lastMs + 1, Math.floor(this.#wallMs()));
    return this.#lastMs;
  }

  place(order: NewOrder = {}): { readonly id: number; readonly events: readonly Row[] } {
    this.#ids += 1;
    const time = this.now();
    const type = order.type ?? (order.price === undefined ? 'MARKET' : 'LIMIT');
    const row: Row = {
      ...{ orderId: this.#ids, symbol: order.symbol ?? 'BTCUSDT', status: 'NEW', type, origType: type },
      ...{
        clientOrderId: order.clientOrderId ?? `web_${this.#ids}`,
        price: order.price ?? '0',
        avgPrice: '0.00',
      },
      ...{ origQty: order.qty ?? '0.030', executedQty: '0.000', cumQuote: '0', side: order.side ?? 'BUY' },
      ...{ timeInForce: order.timeInForce ?? 'GTC', reduceOnly: false, closePosition: false, stopPrice: '0' },
      ...{
        positionSide: order.positionSide ?? 'BOTH',
        workingType: 'CONTRACT_PRICE',
        time,
        updateTime: time,
      },
    };
    this.orders.push(row);
    return { id: this.#ids, events: [this.#told(row, 'NEW')] };
  }

  amend(id: number, change: { readonly price?: string; readonly origQty?: string }): readonly Row[] {
    return [this.#told(this.#change(id, change), 'AMENDMENT')];
  }

  cancel(id: number): readonly Row[] {
    return [this.#told(this.#change(id, { status: 'CANCELED' }), 'CANCELED')];
  }

  /** One trade with what follows from it: first the order, then the account. */
  fill(id: number, qty: string, price: string, realizedPnl = '0'): readonly Row[] {
    const order = this.#order(id);
    const filled = new Big(String(order.executedQty)).plus(qty);
    const value = new Big(String(order.cumQuote)).plus(new Big(qty).times(price));
    const isDone = filled.eq(String(order.origQty));
    this.#change(id, {
      status: isDone ? 'FILLED' : 'PARTIALLY_FILLED',
      executedQty: filled.toFixed(3),
      cumQuote: value.toString(),
      avgPrice: value.div(filled).toFixed(5),
    });
    const commission = new Big(qty).times(price).times('0.0004').toFixed(8);
    const trade: Row = {
      ...{ symbol: order.symbol, id: 12345678 + this.trades.length, orderId: id, side: order.side },
      ...{ price, qty, realizedPnl, quoteQty: new Big(qty).times(price).toString(), commission },
      ...{ commissionAsset: 'USDT', time: order.updateTime, positionSide: order.positionSide, buyer: true },
      maker: false,
    };
    this.trades.push(trade);
    this.#income(String(order.symbol), 'COMMISSION', `-${commission}`, String(trade.id));
    this.balance = this.balance.minus(commission).plus(realizedPnl);
    const told = this.#told(order, 'TRADE', trade);
    return [told, this.#moved('ORDER', order, qty, price)];
  }

  /** The exchange takes a position over, or closes it against another trader. */
  forceClose(symbol: string, price: string, clientOrderId: string, side: 'BOTH' | 'LONG' | 'SHORT' = 'BOTH') {
    const held = new Big(String(this.positions.get(`${symbol} ${side}`)?.positionAmt));
    const qty = held.abs().toFixed(3);
    const { id, events } = this.place({
      ...{ symbol, qty, price, positionSide: side, clientOrderId, timeInForce: 'IOC' },
      side: held.gt(0) ? 'SELL' : 'BUY',
    });
    this.forced.push(this.#order(id));
    return [...events, ...this.fill(id, qty, price, '-12.50000000')];
  }

  funding(symbol: string, income: string): readonly Row[] {
    this.#income(symbol, 'FUNDING_FEE', income, '');
    this.balance = this.balance.plus(income);
    const time = this.now();
    this.balanceMs = time;
    return [{ e: 'ACCOUNT_UPDATE', E: time, T: time, a: { m: 'FUNDING_FEE', B: [this.#balance(income)] } }];
  }

  placeAlgo(order: NewOrder & { readonly triggerPrice: string }): {
    readonly id: number;
    readonly events: readonly Row[];
  } {
    this.#ids += 1;
    const time = this.now();
    const row: Row = {
      ...{ algoId: this.#ids, clientAlgoId: `algo_${this.#ids}`, algoType: 'CONDITIONAL' },
      ...{ orderType: 'STOP_MARKET', symbol: order.symbol ?? 'BTCUSDT', side: order.side ?? 'SELL' },
      ...{ positionSide: 'BOTH', timeInForce: 'GTC', quantity: order.qty ?? '0.010', algoStatus: 'NEW' },
      ...{ actualOrderId: '', actualPrice: '0.00000', triggerPrice: order.triggerPrice, price: '0.00' },
      ...{
        workingType: 'CONTRACT_PRICE',
        closePosition: false,
        reduceOnly: true,
        createTime: time,
        updateTime: time,
      },
    };
    this.algos.push(row);
    return { id: this.#ids, events: [this.#algo(row)] };
  }

  /** A condition is met: an order of its own goes out, and is filled. */
  trigger(id: number, price: string): readonly Row[] {
    const row = this.algos.find(({ algoId }) => algoId === id);
    if (row === undefined) throw new Error(`no algo order ${id}`);
    const qty = String(row.quantity);
    const placed = this.place({ symbol: String(row.symbol), side: 'SELL', qty });
    Object.assign(row, { algoStatus: 'TRIGGERED', actualOrderId: String(placed.id), updateTime: this.now() });
    const triggered = this.#algo(row);
    const filled = this.fill(placed.id, qty, price);
    Object.assign(row, { algoStatus: 'FINISHED', actualPrice: price, updateTime: this.now() });
    return [triggered, ...placed.events, ...filled, this.#algo(row, qty)];
  }

  asset(): Row {
    const balance = this.balance.toFixed(8);
    return {
      ...{
        asset: 'USDT',
        walletBalance: balance,
        unrealizedProfit: '1.50000000',
        crossWalletBalance: balance,
      },
      ...{
        marginBalance: this.balance.plus('1.5').toFixed(8),
        maintMargin: '3.20000000',
        initialMargin: '30.5',
      },
      ...{ availableBalance: balance, updateTime: this.balanceMs },
    };
  }

  #moved(reason: string, order: Row, qty: string, price: string): Row {
    const key = `${order.symbol} ${order.positionSide}`;
    const before = new Big(String(this.positions.get(key)?.positionAmt ?? 0));
    const size = order.side === 'BUY' ? before.plus(qty) : before.minus(qty);
    const updateTime = this.now();
    this.balanceMs = updateTime;
    const row: Row = {
      ...{ symbol: order.symbol, positionAmt: size.toFixed(3), entryPrice: size.eq(0) ? '0.0' : price },
      ...{ breakEvenPrice: size.eq(0) ? '0.0' : price, markPrice: price, unRealizedProfit: '0.00000000' },
      ...{ liquidationPrice: size.eq(0) ? '0' : '21000.5', leverage: '10', marginType: 'cross' },
      ...{ isolatedMargin: '0.00000000', isolatedWallet: '0', positionSide: order.positionSide },
      ...{ notional: size.times(price).toFixed(8), updateTime },
    };
    this.positions.set(key, row);
    const { symbol, positionSide, positionAmt, entryPrice, breakEvenPrice, unRealizedProfit } = row;
    const position = {
      ...{ s: symbol, pa: plain(positionAmt), ep: plain(entryPrice), bep: plain(breakEvenPrice), cr: '0' },
      ...{ up: unRealizedProfit, mt: 'cross', iw: '0', ps: positionSide },
    };
    const a = { m: reason, B: [this.#balance('0')], P: [position] };
    return { e: 'ACCOUNT_UPDATE', E: updateTime, T: updateTime, a };
  }

  #balance(bc: string): Row {
    const wb = this.balance.toFixed(8);
    return { a: 'USDT', wb, cw: wb, bc };
  }

  #told(row: Row, x: string, trade: Row | null = null): Row {
    const o = {
      ...{
        s: row.symbol,
        c: row.clientOrderId,
        S: row.side,
        o: row.type,
        f: row.timeInForce,
        q: row.origQty,
      },
      ...{ p: row.price, ap: row.avgPrice, sp: row.stopPrice, x, X: row.status, i: row.orderId },
      ...{
        l: trade?.qty ?? '0',
        z: row.executedQty,
        L: trade?.price ?? '0',
        T: row.updateTime,
        t: trade?.id ?? 0,
      },
      ...{ m: false, R: row.reduceOnly, wt: row.workingType, ot: row.origType, ps: row.positionSide },
      ...{ cp: row.closePosition, rp: trade?.realizedPnl ?? '0' },
      ...(trade === null ? {} : { N: trade.commissionAsset, n: trade.commission }),
    };
    return { e: 'ORDER_TRADE_UPDATE', E: row.updateTime, T: row.updateTime, o };
  }

  #algo(row: Row, aq = '0.00000'): Row {
    const o = {
      ...{ caid: row.clientAlgoId, aid: row.algoId, at: row.algoType, o: row.orderType, s: row.symbol },
      ...{ S: row.side, ps: row.positionSide, f: row.timeInForce, q: row.quantity, X: row.algoStatus },
      ...{ ai: row.actualOrderId, ap: row.actualPrice, aq, tp: row.triggerPrice, p: row.price },
      ...{ wt: row.workingType, cp: row.closePosition, R: row.reduceOnly },
    };
    return { e: 'ALGO_UPDATE', T: row.updateTime, E: row.updateTime, o };
  }

  #income(symbol: string, incomeType: string, income: string, tradeId: string): void {
    const tranId = 9689322392 + this.incomes.length;
    const time = this.now();
    this.incomes.push({ symbol, incomeType, income, asset: 'USDT', info: '', time, tranId, tradeId });
  }

  #order(id: number): Row {
    const order = this.orders.find(({ orderId }) => orderId === id);
    if (order === undefined) throw new Error(`no order ${id}`);
    return order;
  }

  #change(id: number, change: Row): Row {
    return Object.assign(this.#order(id), change, { updateTime: this.now() });
  }
}

/** The stream drops zeros that REST writes. */
function plain(value: unknown): string {
  return new Big(String(value)).toString();
}
