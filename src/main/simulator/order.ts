/** One order of the practice account: the row that BitMEX shows, and how it changes. */
import { type Contract, priceOf, roundTo } from './instruments.ts';
import type { Side } from './venue-event.ts';

export interface OrderRequest {
  readonly symbol: string;
  readonly side: Side;
  readonly ordType: 'Limit' | 'Market' | 'Stop';
  readonly quantity: number;
  /** Limit orders only. */
  readonly tick: number | null;
  /** Stop orders only. */
  readonly stopTick: number | null;
  readonly execInst: '' | 'ReduceOnly' | 'ParticipateDoNotInitiate' | 'LastPrice' | 'LastPrice,ReduceOnly';
}

/** Field names and order are BitMEX's. */
export interface OrderRow extends Record<string, unknown> {
  readonly orderID: string;
  readonly clOrdID: string;
  readonly account: number;
  readonly symbol: string;
  readonly side: Side;
  readonly ordType: OrderRequest['ordType'];
  orderQty: number;
  price: number | null;
  stopPx: number | null;
  ordStatus: 'New' | 'PartiallyFilled' | 'Filled' | 'Canceled';
  triggered: '' | 'StopOrderTriggered';
  workingIndicator: boolean;
  leavesQty: number;
  cumQty: number;
  avgPx: number | null;
  text: string;
  transactTime: string;
  timestamp: string;
}

export interface Order {
  readonly contract: Contract;
  readonly row: OrderRow;
  tick: number | null;
  stopTick: number | null;
  /** Sum of quantity × price (inverse: quantity / price) of the fills. */
  fillSum: number;
  readonly placedAtStep: number;
}

export function createOrder(
  request: OrderRequest,
  contract: Contract,
  ids: { readonly orderID: string; readonly clOrdID: string; readonly account: number },
  timestamp: string,
  step: number,
): Order {
  const { tick, stopTick } = request;
  return {
    contract,
    tick,
    stopTick,
    fillSum: 0,
    placedAtStep: step,
    row: {
      orderID: ids.orderID,
      clOrdID: ids.clOrdID,
      clOrdLinkID: '',
      account: ids.account,
      symbol: request.symbol,
      side: request.side,
      orderQty: request.quantity,
      price: tick === null ? null : priceOf(contract, tick),
      displayQty: null,
      stopPx: stopTick === null ? null : priceOf(contract, stopTick),
      pegOffsetValue: null,
      pegPriceType: '',
      currency: contract.quote,
      settlCurrency: contract.settle,
      ordType: request.ordType,
      timeInForce: request.ordType === 'Limit' ? 'GoodTillCancel' : 'ImmediateOrCancel',
      execInst: request.execInst,
      contingencyType: '',
      ordStatus: 'New',
      triggered: '',
      workingIndicator: false,
      ordRejReason: '',
      leavesQty: request.quantity,
      cumQty: 0,
      avgPx: null,
      text: 'Submitted by the practice trader.',
      transactTime: timestamp,
      timestamp,
    },
  };
}

export function isOpen(order: Order): boolean {
  return order.row.ordStatus === 'New' || order.row.ordStatus === 'PartiallyFilled';
}

export type OrderChange = Partial<OrderRow>;

/** What a fill changes; the average price is exact for the contract's kind. */
export function filled(order: Order, quantity: number, price: number): OrderChange {
  const { row, contract } = order;
  const inverse = contract.kind === 'inverse';
  order.fillSum += inverse ? quantity / price : quantity * price;
  const cumQty = row.cumQty + quantity;
  const leavesQty = row.leavesQty - quantity;
  const average = inverse ? cumQty / order.fillSum : order.fillSum / cumQty;
  return {
    ordStatus: leavesQty === 0 ? 'Filled' : 'PartiallyFilled',
    ...(leavesQty === 0 && row.workingIndicator ? { workingIndicator: false } : {}),
    leavesQty,
    cumQty,
    avgPx: roundTo(average, contract.decimals + 3),
  };
}
