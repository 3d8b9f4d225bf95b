/**
 * What happens to an account of the BitMEX dialect, message by message, in bursts of a few milliseconds: opened,
 * filled in parts, amended, cancelled with its last fill, triggered, funded, liquidated, deleveraged.
 */
import {
  at,
  bought,
  ether,
  fill,
  held0,
  heldEther,
  large,
  marginUsdt,
  marginXbt,
  none,
  nothingHeld,
  position,
  resting,
  stop,
  tether,
} from './bitmex-items.ts';
import { bitmexAccountId as account, type BitmexServer, type Row } from './bitmex-server.ts';

/** The account before its life. */
export function prepare(venue: BitmexServer): void {
  venue.push('margin', 'insert', marginXbt, marginUsdt);
  venue.push('position', 'insert', { ...position, timestamp: at(-9_000) });
  venue.push('execution', 'insert', { ...fill, execID: 'exec-old', timestamp: at(-20 * 3_600_000) });
}

/** Each step is one burst, and each push one message. */
export function life(venue: BitmexServer): readonly (() => void)[] {
  const order = (...rows: readonly Row[]) => venue.push('order', 'update', ...rows.map(ofOrder));
  const report = (execID: string, ...parts: readonly Row[]) =>
    venue.push('execution', 'insert', Object.assign({}, fill, { execID }, ...parts));
  const held = (parts: Row) => venue.push('position', 'update', { ...held0, ...parts });
  const money = (parts: Row) => venue.push('margin', 'update', { account, currency: 'XBt', ...parts });
  const silent = { lastQty: 0, lastPx: null, execComm: null, realisedPnl: null };

  return [
    () => {
      venue.push('order', 'insert', resting);
      order({ workingIndicator: true, timestamp: at(1) });
      report('exec-new', silent, { execType: 'New', ordStatus: 'New', timestamp: at(1) });
      money({ initMargin: 102_345, availableMargin: 897_655, timestamp: at(1) });
    },
    () => {
      report('exec-1', { lastQty: 500, execComm: -1210, timestamp: at(10) });
      order({
        ordStatus: 'PartiallyFilled',
        leavesQty: 99_500,
        cumQty: 500,
        avgPx: 10330.5,
        timestamp: at(10),
      });
      held({
        currentQty: -500,
        avgEntryPrice: 10330.5,
        isOpen: true,
        foreignNotional: 500,
        timestamp: at(10),
      });
      money({ walletBalance: 1_001_210, marginBalance: 1_001_210, timestamp: at(10) });
    },
    // Three fills of one millisecond: two in one message, and what follows from them between.
    () => {
      venue.push(
        'execution',
        'insert',
        { ...fill, execID: 'exec-2', lastQty: 7_000, execComm: -16_940, timestamp: at(20) },
        { ...fill, execID: 'exec-3', lastQty: 254, lastPx: 10331, execComm: -615, timestamp: at(20) },
      );
      order({ leavesQty: 92_246, cumQty: 7_754, avgPx: 10330.516, timestamp: at(20) });
      report('exec-4', { lastQty: 500, execComm: -1210, timestamp: at(20) });
      order({ leavesQty: 91_746, cumQty: 8_254, timestamp: at(20) });
      held({ currentQty: -8_254, avgEntryPrice: 10330.5154, foreignNotional: 8_254, timestamp: at(21) });
      money({ walletBalance: 1_019_975, marginBalance: 1_019_974, unrealisedPnl: -1, timestamp: at(21) });
    },
    () => {
      order({ price: 10329.5, orderQty: 50_000, leavesQty: 41_746, transactTime: at(30), timestamp: at(30) });
      report('exec-amended', silent, { execType: 'Replaced', price: 10329.5, timestamp: at(30) });
    },
    // The last fill, and the cancel that came with it.
    () => {
      report('exec-5', { lastQty: 746, lastPx: 10329.5, execComm: -1805, timestamp: at(40) });
      order({ leavesQty: 41_000, cumQty: 9_000, avgPx: 10330.4312, timestamp: at(40) });
      const text = 'Canceled: Canceled via API.\nSubmitted via API.';
      order({ ordStatus: 'Canceled', workingIndicator: false, leavesQty: 0, text, timestamp: at(40) });
      report('exec-cancelled', silent, { execType: 'Canceled', ordStatus: 'Canceled', timestamp: at(40) });
      held({ currentQty: -9_000, avgEntryPrice: 10330.4312, foreignNotional: 9_000, timestamp: at(41) });
      money({ walletBalance: 1_021_780, initMargin: 0, availableMargin: 1_010_000, timestamp: at(41) });
    },
    // The same messages again, the first one too, and every partial.
    () => {
      venue.say('order', 'insert', resting);
      venue.say('execution', 'insert', { ...fill, execID: 'exec-4', lastQty: 500, timestamp: at(20) });
      venue.say('order', 'update', ofOrder({ ordStatus: 'Canceled', leavesQty: 0, timestamp: at(40) }));
      venue.repeat();
    },
    () => {
      venue.push('order', 'insert', stop);
      venue.push('order', 'insert', { ...resting, orderID: 'refused', ordStatus: 'Rejected', leavesQty: 0 });
      report('exec-refused', silent, { execType: 'Rejected', orderID: 'refused', timestamp: at(50) });
    },
    () => {
      const own = { orderID: 'stop', side: 'Buy', ordType: 'Stop', price: null, stopPx: 10400 };
      order({ orderID: 'stop', triggered: 'StopOrderTriggered', workingIndicator: true, timestamp: at(60) });
      report('exec-triggered', silent, own, { execType: 'TriggeredOrActivatedBySystem', timestamp: at(60) });
      const taken = { lastLiquidityInd: 'Removed', lastPx: 10400.5, execComm: 6490, realisedPnl: -58_712 };
      report('exec-6', own, taken, { lastQty: 9_000, timestamp: at(61) });
      const filled = { ordStatus: 'Filled', leavesQty: 0, cumQty: 9_000, avgPx: 10400.5 };
      order({ orderID: 'stop', ...filled, workingIndicator: false, timestamp: at(61) });
      held({ ...nothingHeld, realisedPnl: -43_422, timestamp: at(61) });
      money({ walletBalance: 956_578, marginBalance: 956_578, unrealisedPnl: 0, timestamp: at(61) });
    },
    // Both at once on the other market, isolated and in tethers, whose figures no double holds.
    () => {
      venue.push('order', 'insert', bought);
      report('exec-7', bought, tether, { lastQty: 3_000, lastPx: 1136.88, timestamp: at(70) });
      const done = {
        orderID: 'bought',
        clOrdID: 'mine',
        symbol: 'ETHUSDT',
        ordStatus: 'Filled',
        leavesQty: 0,
      };
      order({ ...done, cumQty: 3_000, avgPx: 1136.88, timestamp: at(70) });
      venue.push('position', 'insert', ether);
      venue.push('margin', 'update', { ...large, account, currency: 'USDt', timestamp: at(70) });
    },
    () => {
      const funding = {
        ...tether,
        execType: 'Funding',
        orderID: none,
        side: '',
        lastPx: 1137,
        lastLiquidityInd: '',
      };
      report('exec-funding', funding, {
        lastQty: 3_000,
        execComm: 34_110,
        symbol: 'ETHUSDT',
        timestamp: at(80),
      });
      venue.push('position', 'update', { ...heldEther, realisedPnl: -290_604, timestamp: at(80) });
    },
    () => {
      held({
        currentQty: 400,
        avgEntryPrice: 43846.7643,
        isOpen: true,
        foreignNotional: -400,
        timestamp: at(90),
      });
      venue.push('position', 'update', {
        ...heldEther,
        posState: 'Liquidation',
        markPrice: 1001.5,
        timestamp: at(91),
      });
      const taken = {
        orderID: 'liquidation',
        side: 'Sell',
        lastPx: 1000.25,
        lastQty: 3_000,
        symbol: 'ETHUSDT',
      };
      report('exec-liquidation', tether, taken, {
        execType: 'Liquidation',
        text: 'Liquidation',
        timestamp: at(92),
      });
      venue.push('position', 'update', {
        ...heldEther,
        ...nothingHeld,
        posState: 'Liquidated',
        timestamp: at(92),
      });
    },
    () => {
      held({ posState: 'Deleverage', timestamp: at(100) });
      const closed = {
        orderID: none,
        side: 'Sell',
        lastQty: 400,
        lastPx: 43772.75,
        text: 'Deleverage: closed',
      };
      report('exec-deleveraged', closed, { execComm: 0, realisedPnl: -1543, timestamp: at(100) });
      held({ ...nothingHeld, posState: '', timestamp: at(100) });
    },
    () => {
      venue.push('order', 'insert', { ...resting, orderID: 'last', price: 9000, timestamp: at(110) });
      money({ walletBalance: 955_035, marginBalance: 955_035, initMargin: 11_111, timestamp: at(110) });
    },
  ];
}

/** One more fill, behind all others. */
export function fillAgain(venue: BitmexServer, execID: string, timestamp = at(200)): void {
  venue.push('execution', 'insert', { ...fill, execID, timestamp });
}

/** Keys and what comes with every change of an order. */
function ofOrder(parts: Row): Row {
  return { orderID: 'b9193d01', clOrdID: '', account, symbol: 'XBTUSD', ...parts };
}
