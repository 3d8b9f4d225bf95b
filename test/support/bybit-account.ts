/** The state of a Bybit account and what happens to it: the truth behind the practice server's frames. */
import Big from 'big.js';

export type Row = Record<string, unknown>;
export interface Push {
  readonly topic: 'order' | 'execution' | 'position' | 'wallet';
  readonly data: readonly Row[];
}

interface NewOrder {
  readonly symbol?: string;
  readonly category?: string;
  readonly side?: 'Buy' | 'Sell';
  readonly qty?: string;
  readonly price?: string;
  readonly triggerPrice?: string;
  /** 0 one-way; 1 and 2 the two sides of hedge mode. */
  readonly positionIdx?: number;
  readonly reduceOnly?: boolean;
}

export class BybitAccount {
  readonly orders = new Map<string, Row>();
  readonly positions = new Map<string, Row>();
  readonly executions: Row[] = [];
  balance = new Big('10000');
  info: Row = { marginMode: 'REGULAR_MARGIN', unifiedMarginStatus: 5 };
  readonly #wallMs: () => number;
  #lastMs = 0;
  #orders = 0;
  #executions = 0;
  #seq = 1_000;

  constructor(wallMs: () => number) {
    this.#wallMs = wallMs;
  }

  /** Every change has a time of its own. */
  now(): string {
    this.#lastMs = Math.max(this.#lastMs + 1, Math.floor(this.#wallMs()));
    return String(this.#lastMs);
  }

  place(order: NewOrder = {}): { readonly id: string; readonly pushes: readonly Push[] } {
    const id = `order-${++this.#orders}`;
    const at = this.now();
    const isConditional = order.triggerPrice !== undefined;
    const row: Row = {
      category: order.category ?? 'linear',
      symbol: order.symbol ?? 'BTCUSDT',
      orderId: id,
      orderLinkId: '',
      side: order.side ?? 'Buy',
      orderType: order.price === undefined ? 'Market' : 'Limit',
      stopOrderType: isConditional ? 'Stop' : '',
      cancelType: 'UNKNOWN',
      price: order.price ?? '0',
      triggerPrice: order.triggerPrice ?? '',
      qty: order.qty ?? '0.010',
      leavesQty: order.qty ?? '0.010',
      cumExecQty: '0',
      cumExecValue: '0',
      avgPrice: '',
      timeInForce: 'GTC',
      orderStatus: isConditional ? 'Untriggered' : 'New',
      positionIdx: order.positionIdx ?? 0,
      reduceOnly: order.reduceOnly ?? false,
      rejectReason: 'EC_NoError',
      createdTime: at,
      updatedTime: at,
    };
    this.orders.set(id, row);
    return { id, pushes: [this.#push('order', row)] };
  }

  amend(id: string, change: { readonly price?: string; readonly qty?: string }): readonly Push[] {
    const order = this.#order(id);
    const qty = change.qty ?? String(order.qty);
    const leavesQty = new Big(qty).minus(String(order.cumExecQty)).toString();
    return [this.#change(order, { ...change, qty, leavesQty })];
  }

  trigger(id: string): readonly Push[] {
    const order = this.#order(id);
    return [this.#change(order, { orderStatus: 'Triggered' }), this.#change(order, { orderStatus: 'New' })];
  }

  cancel(id: string): readonly Push[] {
    const order = this.#order(id);
    return [this.#change(order, { orderStatus: 'Cancelled', cancelType: 'CancelByUser', leavesQty: '0' })];
  }

  /** One trade of an order, with what follows from it, in the order in which Bybit sends it. */
  fill(id: string, qty: string, price: string, execution: Row = {}): readonly Push[] {
    const order = this.#order(id);
    const filled = new Big(String(order.cumExecQty)).plus(qty);
    const leaves = new Big(String(order.qty)).minus(filled);
    const value = new Big(String(order.cumExecValue)).plus(new Big(qty).times(price));
    const isDone = leaves.eq(0);
    const fee = new Big(qty).times(price).times('0.00055').toString();
    const at = this.now();
    const exec: Row = {
      ...{ category: order.category, symbol: order.symbol, orderId: id, orderLinkId: '', side: order.side },
      ...{
        execId: `exec-${++this.#executions}`,
        execPrice: price,
        execQty: qty,
        execFee: fee,
        execType: 'Trade',
      },
      ...{
        execValue: new Big(qty).times(price).toString(),
        feeRate: '0.00055',
        isMaker: false,
        execPnl: '0',
      },
      ...{ execTime: at, leavesQty: leaves.toString(), createType: 'CreateByUser', feeCurrency: 'USDT' },
      ...execution,
    };
    this.executions.push(exec);
    this.balance = this.balance.minus(fee);
    const changed = this.#change(order, {
      orderStatus: isDone ? 'Filled' : 'PartiallyFilled',
      cumExecQty: filled.toString(),
      cumExecValue: value.toString(),
      leavesQty: leaves.toString(),
      avgPrice: value.div(filled).round(2).toString(),
    });
    return [this.#push('execution', exec), changed, this.#move(order, qty, price), this.#wallet()];
  }

  /** The exchange takes a position over, or closes it against another trader. */
  forceClose(symbol: string, price: string, kind: 'liquidation' | 'adl', positionIdx = 0): readonly Push[] {
    const held = this.positions.get(`${symbol}|${positionIdx}`);
    if (held === undefined) throw new Error(`no position in ${symbol}`);
    const side = held.side === 'Buy' ? 'Sell' : 'Buy';
    const { id, pushes } = this.place({
      symbol,
      side,
      qty: String(held.size),
      positionIdx,
      reduceOnly: true,
    });
    const execution =
      kind === 'adl'
        ? { execType: 'AdlTrade', createType: 'CreateByAdl_PassThrough' }
        : { execType: 'BustTrade', createType: 'CreateByLiq' };
    return [...pushes, ...this.fill(id, String(held.size), price, execution)];
  }

  funding(symbol: string, fee: string): readonly Push[] {
    const held = this.positions.get(`${symbol}|0`);
    const exec: Row = {
      ...{
        category: 'linear',
        symbol,
        orderId: '',
        side: held?.side ?? 'Buy',
        execId: `exec-${++this.#executions}`,
      },
      ...{
        execPrice: '30000',
        execQty: held?.size ?? '0',
        execFee: fee,
        execType: 'Funding',
        isMaker: false,
      },
      ...{ execTime: this.now(), execPnl: '0', feeCurrency: 'USDT' },
    };
    this.executions.push(exec);
    this.balance = this.balance.minus(fee);
    return [this.#push('execution', exec), this.#wallet()];
  }

  wallet(): Row {
    const balance = this.balance.toString();
    const coin = {
      ...{ coin: 'USDT', equity: balance, walletBalance: balance, locked: '0', unrealisedPnl: '0' },
      ...{ totalPositionIM: '30.5', totalPositionMM: '1.52', availableToWithdraw: '', usdValue: balance },
    };
    return {
      ...{ accountType: 'UNIFIED', accountIMRate: '0.0031', accountMMRate: '0.0002', totalEquity: balance },
      ...{ totalAvailableBalance: balance, coin: [coin] },
    };
  }

  #move(order: Row, qty: string, price: string): Push {
    const symbol = String(order.symbol);
    const key = `${symbol}|${order.positionIdx}`;
    const before = this.positions.get(key);
    const signed = (side: unknown, size: unknown) => new Big(String(size)).times(side === 'Sell' ? -1 : 1);
    const held = before === undefined ? new Big(0) : signed(before.side, before.size);
    const size = held.plus(signed(order.side, qty));
    const isSame = held.times(size).gt(0) && size.abs().lt(held.abs());
    const entry = isSame ? String(before?.entryPrice) : size.eq(0) ? '0' : price;
    const row: Row = {
      ...{ category: order.category, symbol, positionIdx: order.positionIdx, tradeMode: 0 },
      side: size.eq(0) ? '' : size.gt(0) ? 'Buy' : 'Sell',
      size: size.abs().toString(),
      entryPrice: entry,
      positionValue: size.abs().times(entry).toString(),
      ...{ leverage: '10', markPrice: price, liqPrice: size.eq(0) ? '' : '21000.5', positionBalance: '0' },
      ...{ positionIM: '30.5', positionMM: '1.52', unrealisedPnl: '0', curRealisedPnl: '-0.165' },
      ...{
        positionStatus: 'Normal',
        createdTime: '1730805600084',
        updatedTime: this.now(),
        seq: ++this.#seq,
      },
    };
    this.positions.set(key, row);
    return this.#push('position', row);
  }

  #wallet(): Push {
    return { topic: 'wallet', data: [this.wallet()] };
  }

  #order(id: string): Row {
    const order = this.orders.get(id);
    if (order === undefined) throw new Error(`no order ${id}`);
    return order;
  }

  /** Rows that were sent stay as they were. */
  #change(order: Row, change: Row): Push {
    Object.assign(order, change, { updatedTime: this.now() });
    return this.#push('order', order);
  }

  #push(topic: Push['topic'], row: Row): Push {
    return { topic, data: [{ ...row }] };
  }
}
