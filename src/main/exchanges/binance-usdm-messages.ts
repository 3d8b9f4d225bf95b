/**
 * What a frame of Binance USD-M futures says. Account events get the names their fields have over REST.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams, read 2026-11-24
 */
import { answerEvent, tradeEvent } from './binance-public.ts';
import { digitsOf } from './exact-json.ts';
import type { FeedEvent, Item } from './exchange.ts';
import { isItem, text } from './fields.ts';
import { malformed, readFrame } from './reading.ts';

export const usdmStreams = { trade: 'aggTrade', instrument: 'markPrice@1s' };

export function parseUsdm(frame: string): readonly FeedEvent[] {
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  switch (message.e) {
    case 'aggTrade':
      return [tradeEvent(message, 'a')];
    case 'markPriceUpdate':
      return [instrumentEvent(message)];
    case 'ORDER_TRADE_UPDATE':
      return isItem(message.o) ? orderEvents(message, message.o) : [malformed('order update without order')];
    case 'ALGO_UPDATE':
      return isItem(message.o) ? [algoEvent(message, message.o)] : [malformed('algo update without order')];
    case 'ACCOUNT_UPDATE':
      return isItem(message.a)
        ? accountEvents(message, message.a)
        : [malformed('account update without data')];
    case 'listenKeyExpired':
      return [{ kind: 'notice', message: 'the listen key has expired', reconnect: true }];
    case 'MARGIN_CALL':
      return [
        { kind: 'notice', message: 'margin call: positions are close to liquidation', reconnect: false },
      ];
    case 'serverShutdown':
      return [{ kind: 'notice', message: 'the server shuts down', reconnect: true }];
    default:
      return [answerEvent(message, usdmStreams) ?? { kind: 'ignored', policy: 'unknown-message' }];
  }
}

// There is no snapshot: every message holds the whole row, and takes its place.
function instrumentEvent(message: Item): FeedEvent {
  const symbol = text(message.s);
  if (symbol === null) return malformed('mark price without symbol');
  const { E: time, p: markPrice, i: indexPrice, r: lastFundingRate, T: nextFundingTime } = message;
  const row = { symbol, time, markPrice, indexPrice, lastFundingRate, nextFundingTime };
  return {
    kind: 'table',
    table: 'instrument',
    action: 'partial',
    keys: ['symbol'],
    filter: { symbol },
    rows: [row],
  };
}

function orderEvents(message: Item, o: Item): readonly FeedEvent[] {
  const symbol = text(o.s);
  const orderId = digitsOf(o.i);
  if (symbol === null || orderId === null) return [malformed('order update without symbol or id')];
  const clientOrderId = text(o.c);
  const time = o.T ?? message.T;
  const order: Item = {
    ...{ symbol, orderId, algoId: '', clientOrderId, side: o.S, type: o.o, timeInForce: o.f },
    ...{ origQty: o.q, price: o.p, avgPrice: o.ap, stopPrice: o.sp, status: o.X, executedQty: o.z },
    ...{ reduceOnly: o.R, closePosition: o.cp, origType: o.ot, positionSide: o.ps, workingType: o.wt },
    ...{ updateTime: time, executionType: o.x },
    // Only the first message is from the time the order was made.
    ...(o.x === 'NEW' ? { time } : {}),
  };
  const events: FeedEvent[] = [table('order', [order])];
  // `x` is CALCULATED for liquidations, and AMENDMENT and others move nothing.
  if (Number(digitsOf(o.l) ?? 0) === 0 || digitsOf(o.t) === null) return events;
  const execution: Item = {
    ...{ symbol, id: digitsOf(o.t), orderId, side: o.S, positionSide: o.ps, price: o.L, qty: o.l },
    ...{ commission: o.n, commissionAsset: o.N, realizedPnl: o.rp, maker: o.m, time },
    autoCloseType: autoCloseType(clientOrderId),
  };
  events.push(table('execution', [execution]));
  return events;
}

/** The venue's own orders are known by the name it gives them; null: it is the user's. */
export function autoCloseType(clientOrderId: unknown): 'LIQUIDATION' | 'ADL' | 'SETTLEMENT' | null {
  const name = text(clientOrderId) ?? '';
  if (name.startsWith('autoclose-')) return 'LIQUIDATION';
  if (name.startsWith('adl_autoclose')) return 'ADL';
  return name.startsWith('settlement_autoclose-') ? 'SETTLEMENT' : null;
}

function algoEvent(message: Item, o: Item): FeedEvent {
  const symbol = text(o.s);
  const algoId = digitsOf(o.aid);
  if (symbol === null || algoId === null) return malformed('algo update without symbol or id');
  const time = message.T;
  return table('order', [
    {
      ...{ symbol, orderId: '', algoId, clientAlgoId: o.caid, algoStatus: o.X, orderType: o.o },
      ...{ side: o.S, positionSide: o.ps, timeInForce: o.f, quantity: o.q, price: o.p, triggerPrice: o.tp },
      ...{ reduceOnly: o.R, closePosition: o.cp, workingType: o.wt, actualOrderId: o.ai },
      ...{ actualPrice: o.ap, updateTime: time },
      ...(o.X === 'NEW' ? { createTime: time } : {}),
    },
  ]);
}

function accountEvents(message: Item, account: Item): readonly FeedEvent[] {
  const updateTime = message.T;
  const events: FeedEvent[] = [];
  const balances = listOf(account.B).map(({ a, wb, cw }) => ({
    ...{ asset: a, walletBalance: wb, crossWalletBalance: cw, updateTime },
  }));
  if (balances.length > 0) events.push(table('margin', balances));
  const positions = listOf(account.P).map((row) => ({
    ...{ symbol: row.s, positionSide: row.ps, positionAmt: row.pa, entryPrice: row.ep },
    ...{ breakEvenPrice: row.bep, unRealizedProfit: row.up, accumulatedRealized: row.cr },
    ...{ marginType: row.mt, isolatedWallet: row.iw, updateTime },
  }));
  if (positions.length > 0) events.push(table('position', positions));
  // Of a funding in cross margin it names no symbol.
  if (account.m === 'FUNDING_FEE') events.push({ kind: 'unread', table: 'execution' });
  return events.length > 0 ? events : [{ kind: 'ignored', policy: 'empty-message' }];
}

function listOf(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value.filter(isItem) : [];
}

function table(name: string, rows: readonly Item[]): FeedEvent {
  return { kind: 'table', table: name, action: 'insert', keys: null, filter: null, rows };
}
