/**
 * Accounts of Binance USD-M futures: a listen key opens the stream, which pushes changes only; every table is
 * read over REST first. https://developers.binance.com/docs/derivatives/usds-margined-futures, read 2026-11-24
 */
import type { AccountProtocol } from './account.ts';
import { isOlderByTime, isOlderOrder, updateTimeOf } from './binance-items.ts';
import { asking, binanceFailure, binanceRights, binanceTime } from './binance-requests.ts';
import { assets, executionAsks, isClosed, orderAsks, positions, shortfallOf } from './binance-usdm-reads.ts';
import { factsOf, isNone, isZero, plain } from './comparing.ts';
import { isItem, text, timeMs } from './fields.ts';
import { jsonIn, shortened } from './reading.ts';

const whole = { covers: 'whole', snapshotByRest: true } as const;

export const usdmAccount = {
  endpoints: { ws: 'wss://fstream.binance.com', rest: 'https://fapi.binance.com' },
  needsPassphrase: false,
  // What is not named here is not sent.
  address: (base, token) =>
    `${base.replace(/\/(?:(?:public|market|private)(?:\/ws)?)?\/*$/, '')}/private/ws?listenKey=${token ?? ''}&events=${events}`,
  prepare: {
    // Asking again while the key lives extends it by 60 minutes.
    request: (rest, { signer }) => ({
      method: 'POST',
      url: `${rest}/fapi/v1/listenKey`,
      headers: { 'X-MBX-APIKEY': signer.keyId },
      body: null,
    }),
    parse(answer) {
      const body = jsonIn(answer);
      const token = isItem(body) ? text(body.listenKey) : null;
      return token === null ? null : { token, renewMs: 30 * 60_000 };
    },
  },
  authenticate: () => null,
  subscribe: () => [],
  unsubscribe: () => [],
  tables: {
    position: {
      ...whole,
      keys: ['symbol', 'positionSide'],
      reads: ({ rows }) => [asking([positions(rows('position'))])],
      timeMs: updateTimeOf,
      isOlder: isOlderByTime,
      // A new size has a new liquidation price, so that the old one does not last.
      lasting: ['leverage', 'marginType', 'markPrice'],
      facts: ({ positionAmt }) => (isNone(positionAmt) ? null : plain(positionAmt)),
    },
    order: {
      ...whole,
      keys: ['symbol', 'orderId', 'algoId'],
      reads: (known) => [asking(orderAsks(known))],
      timeMs: updateTimeOf,
      isOlder: (got, have) => isOlderOrder(got, have, isClosed),
      lasting: ['time', 'createTime'],
      facts: (row) =>
        isClosed(row)
          ? null
          : factsOf(row.status ?? row.algoStatus, row.executedQty, row.origQty ?? row.quantity, row.price),
    },
    execution: {
      covers: 'history',
      snapshotByRest: true,
      keys: ['symbol', 'id'],
      reads: (known) => [shortened(asking(executionAsks(known)), shortfallOf(known))],
      timeMs: ({ time }) => timeMs(time),
      isOlder: () => false,
      // The stream tells of a funding without its symbol, and may do so before the list has it.
      isByRestOnly: ({ incomeType }) => incomeType !== undefined,
      facts: ({ id }) => text(id),
    },
    margin: {
      ...whole,
      keys: ['asset'],
      reads: () => [asking([assets])],
      timeMs: updateTimeOf,
      isOlder: isOlderByTime,
      // They move with every price, and are as old as the last read either way.
      lasting: ['marginBalance', 'availableBalance', 'initialMargin', 'maintMargin'],
      facts: ({ walletBalance }) => (isZero(walletBalance) ? null : plain(walletBalance)),
    },
  },
  failure: binanceFailure,
  time: binanceTime('/fapi/v1/time'),
  rights: binanceRights,
} as const satisfies AccountProtocol;

const events = [
  'ORDER_TRADE_UPDATE',
  'ACCOUNT_UPDATE',
  'ALGO_UPDATE',
  'MARGIN_CALL',
  'listenKeyExpired',
].join('/');
