/** The state of a Binance spot account and what happens to it: the truth behind the practice server's frames. */
import Big from 'big.js';
import type { Row } from './binance-usdm-account.ts';

interface NewSpotOrder {
  readonly symbol?: string;
  readonly side?: 'BUY' | 'SELL';
  readonly type?: string;
  readonly qty?: string;
  readonly price?: string;
  readonly stopPrice?: string;
}

export class SpotAccount {
  /** REST rows; the stream's are made from them. */
  readonly orders: Row[] = [];
  readonly trades: Row[] = [];
  readonly balances = new Map<string, { free: Big; locked: Big }>([
    ['USDT', { free: new Big('10000'), locked: new Big(0) }],
  ]);
  updateTime: number;
  readonly #wallMs: () => number;
  #lastMs = 0;
  #ids = 12345677;

  constructor(wallMs: () => number) {
    this.#wallMs = wallMs;
    this.updateTime = this.now();
  }

  /** Every change has a time of its own. */
  now(): number {
    this.#lastMs = Math.max(this.#lastMs + 1, Math.floor(this.#wallMs()));
    return this.#lastMs;
  }

  place(order: NewSpotOrder = {}): { readonly id: number; readonly events: readonly Row[] } {
    this.#ids += 1;
    const time = this.now();
    const row: Row = {
      ...{ symbol: order.symbol ?? 'ETHUSDT', orderId: this.#ids, clientOrderId: `x-${this.#ids}` },
      ...{
        price: order.price ?? '0.00000000',
        origQty: order.qty ?? '1.00000000',
        executedQty: '0.00000000',
      },
      ...{
        cummulativeQuoteQty: '0.00000000',
        status: 'NEW',
        timeInForce: 'GTC',
        type: order.type ?? 'LIMIT',
      },
      ...{ side: order.side ?? 'BUY', stopPrice: order.stopPrice ?? '0.00000000', time, updateTime: time },
      isWorking: order.stopPrice === undefined,
    };
    this.orders.push(row);
    return {
      id: this.#ids,
      events: [this.#told(row, 'NEW'), ...this.#lock(row, this.#value(row, String(row.origQty)))],
    };
  }

  amend(id: number, origQty: string): readonly Row[] {
    return [this.#told(this.#change(id, { origQty }), 'REPLACED')];
  }

  cancel(id: number): readonly Row[] {
    const order = this.#change(id, { status: 'CANCELED' });
    const told = { ...this.#told(order, 'CANCELED'), c: `cancel-${id}`, C: order.clientOrderId };
    const left = new Big(String(order.origQty)).minus(String(order.executedQty)).toString();
    return [told, ...this.#lock(order, this.#value(order, left).times(-1))];
  }

  trigger(id: number): readonly Row[] {
    return [this.#told(this.#change(id, { isWorking: true }), 'NEW')];
  }

  /** One trade with what follows from it: the order, then the balances. */
  fill(id: number, qty: string, price: string): readonly Row[] {
    const order = this.#order(id);
    const filled = new Big(String(order.executedQty)).plus(qty);
    const value = new Big(qty).times(price);
    this.#change(id, {
      status: filled.eq(String(order.origQty)) ? 'FILLED' : 'PARTIALLY_FILLED',
      executedQty: filled.toFixed(8),
      cummulativeQuoteQty: value.plus(String(order.cummulativeQuoteQty)).toFixed(8),
    });
    const isBuyer = order.side === 'BUY';
    const [base, quote] = assetsOf(order);
    const commission = (isBuyer ? new Big(qty) : value).times('0.001').toFixed(8);
    const trade: Row = {
      ...{ symbol: order.symbol, id: 98765432 + this.trades.length, orderId: id, price, qty },
      ...{ quoteQty: value.toFixed(8), commission, commissionAsset: isBuyer ? base : quote, isBuyer },
      ...{ time: order.updateTime, isMaker: true, isBestMatch: true },
    };
    this.trades.push(trade);
    const [spent, got] = isBuyer ? [quote, base] : [base, quote];
    const paid = this.#balance(spent);
    paid.locked = paid.locked.minus(isBuyer ? this.#value(order, qty) : qty);
    const received = this.#balance(got);
    received.free = received.free.plus(isBuyer ? qty : value).minus(commission);
    return [this.#told(order, 'TRADE', trade), this.#position(spent, got)];
  }

  deposit(asset: string, amount: string): readonly Row[] {
    const time = this.now();
    const balance = this.#balance(asset);
    balance.free = balance.free.plus(amount);
    return [{ e: 'balanceUpdate', E: time, a: asset, d: amount, T: time }, this.#position(asset)];
  }

  /** What somebody else locks, of which the stream tells the difference only. */
  lock(asset: string, amount: string): readonly Row[] {
    const time = this.now();
    const balance = this.#balance(asset);
    balance.free = balance.free.minus(amount);
    balance.locked = balance.locked.plus(amount);
    this.updateTime = time;
    return [{ e: 'externalLockUpdate', E: time, a: asset, d: amount, T: time }];
  }

  rows(): readonly Row[] {
    const held = [...this.balances].filter(([, { free, locked }]) => free.plus(locked).gt(0));
    return held.map(([asset, { free, locked }]) => ({
      asset,
      free: free.toFixed(8),
      locked: locked.toFixed(8),
    }));
  }

  #lock(order: Row, amount: Big): readonly Row[] {
    const [base, quote] = assetsOf(order);
    const asset = order.side === 'BUY' ? quote : base;
    const balance = this.#balance(asset);
    balance.free = balance.free.minus(amount);
    balance.locked = balance.locked.plus(amount);
    return [this.#position(asset)];
  }

  #value(order: Row, qty: string): Big {
    return order.side === 'BUY' ? new Big(qty).times(String(order.price)) : new Big(qty);
  }

  #balance(asset: string): { free: Big; locked: Big } {
    const balance = this.balances.get(asset) ?? { free: new Big(0), locked: new Big(0) };
    this.balances.set(asset, balance);
    return balance;
  }

  #position(...assets: readonly string[]): Row {
    this.updateTime = this.now();
    const B = assets.map((asset) => {
      const { free, locked } = this.#balance(asset);
      return { a: asset, f: free.toFixed(8), l: locked.toFixed(8) };
    });
    return { e: 'outboundAccountPosition', E: this.updateTime, u: this.updateTime, B };
  }

  #told(row: Row, x: string, trade: Row | null = null): Row {
    return {
      ...{ e: 'executionReport', E: row.updateTime, s: row.symbol, c: row.clientOrderId, S: row.side },
      ...{
        o: row.type,
        f: row.timeInForce,
        q: row.origQty,
        p: row.price,
        P: row.stopPrice,
        x,
        X: row.status,
      },
      ...{ r: 'NONE', i: row.orderId, l: trade?.qty ?? '0.00000000', z: row.executedQty, C: '' },
      ...{ L: trade?.price ?? '0.00000000', n: trade?.commission ?? '0', N: trade?.commissionAsset ?? null },
      ...{ T: row.updateTime, t: trade?.id ?? -1, w: row.isWorking, m: trade !== null, O: row.time },
      Z: row.cummulativeQuoteQty,
    };
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

function assetsOf({ symbol }: Row): readonly [string, string] {
  return [String(symbol).slice(0, -4), String(symbol).slice(-4)];
}
