/**
 * OKX's stop, take-profit, trigger and trailing orders as canonical orders: conditions that send out an order of
 * its own when they are met. https://www.okx.com/docs-v5/en/#order-book-trading-algo-trading, read 2026-11-25
 */
import type { OrderStatus } from '../../preload/contract/rows.ts';
import { digitsOf } from './exact-json.ts';
import type { Item, RowFields } from './exchange.ts';
import { idOf, sideOf, text } from './fields.ts';
import { okxTime } from './okx-messages.ts';

/** Named apart from the order that it sends out, whose id it tells too once that exists. */
export function algoItem(row: Item): Item {
  const id = idOf(row.algoId);
  return { ...row, ordId: id === '' ? '' : `${prefix}${id}` };
}

export function isAlgo({ ordId }: Item): boolean {
  return text(ordId)?.startsWith(prefix) === true;
}

export function algoOrder(item: Item): RowFields<'order'> {
  const status = statuses.get(item.state) ?? null;
  const { kind, trigger, limit } = conditionOf(item);
  const price = limit === '-1' ? null : limit;
  return {
    symbol: text(item.instId),
    updatedAt: okxTime(item.uTime) ?? okxTime(item.cTime),
    id: idOf(item.ordId),
    clientId: text(item.algoClOrdId),
    side: sideOf(item.side),
    type: price === null ? kind : `${kind}-limit`,
    price,
    triggerPrice: trigger,
    // None where it closes a part of the position, whatever its size is then.
    size: digitsOf(item.sz),
    // What is filled is told by the order that goes out.
    filled: status === 'untriggered' ? '0' : null,
    remaining: status === 'untriggered' ? null : '0',
    averagePrice: null,
    status,
    timeInForce: null,
    reduceOnly: item.reduceOnly === 'true' ? true : item.reduceOnly === 'false' ? false : null,
    postOnly: null,
    createdAt: okxTime(item.cTime),
  };
}

/** Of two conditions, the stop: it is the one that protects. */
function conditionOf(item: Item) {
  const stop = digitsOf(item.slTriggerPx);
  if (item.ordType === 'conditional' || item.ordType === 'oco') {
    const kind = item.ordType === 'oco' ? 'oco' : stop === null ? 'take-profit' : 'stop';
    return stop === null
      ? { kind, trigger: digitsOf(item.tpTriggerPx), limit: digitsOf(item.tpOrdPx) }
      : { kind, trigger: stop, limit: digitsOf(item.slOrdPx) };
  }
  if (item.ordType === 'move_order_stop') {
    return { kind: 'trailing-stop', trigger: digitsOf(item.moveTriggerPx), limit: null };
  }
  return { kind: 'trigger', trigger: digitsOf(item.triggerPx), limit: digitsOf(item.ordPx) };
}

const prefix = 'algo-';

// What is in effect has become an order, and the condition is over.
const statuses = new Map<unknown, OrderStatus>([
  ['live', 'untriggered'],
  ['pause', 'untriggered'],
  ['partially_effective', 'untriggered'],
  ['effective', 'expired'],
  ['order_failed', 'rejected'],
  ['partially_failed', 'rejected'],
  ['canceled', 'cancelled'],
]);
