/** The practice trader: places, moves and cancels orders at random within limits that keep the account alive. */
import type { Account, Holding } from './account.ts';
import { contracts } from './instruments.ts';
import type { Market } from './market.ts';
import { startingWallet } from './opening.ts';
import type { Order, OrderRequest } from './order.ts';
import type { Settle } from './purse.ts';
import type { Rng } from './rng.ts';
import type { SymbolMarket } from './symbol-market.ts';
import type { Side } from './venue-event.ts';

/** How one symbol is traded; sizes in contracts. */
interface Plan {
  readonly symbol: string;
  /** The position stays between these, but for a stop that takes it all. */
  readonly lowest: number;
  readonly highest: number;
  readonly smallest: number;
  readonly largest: number;
  /** Limit orders at once. */
  readonly limits: number;
  readonly protects: boolean;
}

const plans: readonly Plan[] = [
  {
    symbol: 'XBTUSD',
    lowest: 14_000,
    highest: 34_000,
    smallest: 1_000,
    largest: 6_000,
    limits: 2,
    protects: false,
  },
  {
    symbol: 'ETHUSDT',
    lowest: -600_000,
    highest: -260_000,
    smallest: 20_000,
    largest: 140_000,
    limits: 1,
    protects: false,
  },
  {
    symbol: 'SOLUSDT',
    lowest: 700_000,
    highest: 1_500_000,
    smallest: 40_000,
    largest: 240_000,
    limits: 1,
    protects: true,
  },
  {
    symbol: 'XRPUSDT',
    lowest: -120_000,
    highest: 120_000,
    smallest: 10_000,
    largest: 60_000,
    limits: 1,
    protects: false,
  },
];

export const holdings: readonly Holding[] = [
  { symbol: 'XBTUSD', crossMargin: true, leverage: 25 },
  { symbol: 'ETHUSDT', crossMargin: false, leverage: 8 },
  { symbol: 'SOLUSDT', crossMargin: false, leverage: 8 },
  { symbol: 'XRPUSDT', crossMargin: false, leverage: 5 },
].flatMap(({ symbol, ...rest }) =>
  contracts.filter((one) => one.symbol === symbol).map((contract) => ({ contract, ...rest })),
);

/** Closer to liquidation than this, the trader shrinks the position. */
const safeDistance = 0.08;
/** In steps. */
const checkEvery = 100;
const purseCheckEvery = 1200;

export interface Trader {
  step(): void;
}

export function createTrader(account: Account, market: Market, rng: Rng): Trader {
  const waits = new Map(plans.map((plan) => [plan.symbol, 60 + rng.int(160)]));
  let steps = 0;

  function marketOf(plan: Plan): SymbolMarket {
    const found = market.symbols.get(plan.symbol);
    if (found === undefined) throw new Error(`The practice venue lists no ${plan.symbol}.`);
    return found;
  }

  function act(plan: Plan): void {
    const open = account.openOrders(plan.symbol);
    const limits = open.filter((order) => order.row.ordType === 'Limit');
    if (
      plan.protects &&
      !open.some((order) => order.row.ordType === 'Stop' && reduces(plan, order.row.side))
    ) {
      protect(plan);
    } else if (limits.length < plan.limits) {
      placeLimit(plan);
    } else {
      change(plan, limits, open);
    }
  }

  function change(plan: Plan, limits: readonly Order[], open: readonly Order[]): void {
    const draw = rng.next();
    const chosen = limits[rng.int(limits.length)];
    const breakout = open.some((order) => order.row.execInst === 'LastPrice');
    if (draw < 0.45 && chosen !== undefined) account.move(chosen, nearTick(plan, chosen.row.side));
    else if (draw < 0.7 && chosen !== undefined) account.cancel(chosen);
    else if (draw < 0.8) placeMarket(plan);
    else if (draw < 0.9 && !breakout) placeBreakout(plan);
    else trail(plan, open);
  }

  /** True when an order of this side makes the position smaller. */
  function reduces(plan: Plan, side: Side): boolean {
    const { quantity } = account.position(plan.symbol);
    return side === 'Sell' ? quantity > 0 : quantity < 0;
  }

  function oneSided(plan: Plan): boolean {
    return plan.lowest > 0 === plan.highest > 0;
  }

  /** Contracts that may still be ordered on this side. */
  function room(plan: Plan, side: Side): number {
    const { quantity } = account.position(plan.symbol);
    let ordered = 0;
    let reducing = 0;
    for (const { row } of account.openOrders(plan.symbol)) {
      if (row.side !== side) continue;
      if (row.ordType === 'Limit' || !String(row.execInst).includes('ReduceOnly')) ordered += row.leavesQty;
      if (row.ordType === 'Limit') reducing += row.leavesQty;
    }
    const free = side === 'Buy' ? plan.highest - quantity : quantity - plan.lowest;
    if (oneSided(plan) && reduces(plan, side)) return Math.min(free - ordered, Math.abs(quantity) - reducing);
    return free - ordered;
  }

  function draw(plan: Plan): { side: Side; quantity: number } | null {
    const first: Side = rng.chance(0.5) ? 'Buy' : 'Sell';
    const { lotSize } = marketOf(plan).contract;
    for (const side of [first, first === 'Buy' ? 'Sell' : 'Buy'] as const) {
      const wanted = Math.round(rng.between(plan.smallest, plan.largest) / lotSize) * lotSize;
      const quantity = Math.min(wanted, Math.floor(room(plan, side) / lotSize) * lotSize);
      if (quantity >= plan.smallest) return { side, quantity };
    }
    return null;
  }

  function instruction(
    plan: Plan,
    side: Side,
    otherwise: OrderRequest['execInst'],
  ): OrderRequest['execInst'] {
    return oneSided(plan) && reduces(plan, side) ? 'ReduceOnly' : otherwise;
  }

  function nearTick(plan: Plan, side: Side): number {
    const { touch, lastTick } = marketOf(plan);
    const ticks = rng.chance(0.65) ? rng.int(4) : Math.round(lastTick * rng.between(0.0004, 0.006));
    return side === 'Buy' ? touch.bidTick - ticks : touch.askTick + ticks;
  }

  function placeLimit(plan: Plan): void {
    const wish = draw(plan);
    if (wish === null) return;
    const { side, quantity } = wish;
    const tick = nearTick(plan, side);
    const execInst = instruction(plan, side, 'ParticipateDoNotInitiate');
    account.place({ symbol: plan.symbol, side, ordType: 'Limit', quantity, tick, stopTick: null, execInst });
  }

  function placeMarket(plan: Plan): void {
    const wish = draw(plan);
    if (wish === null) return;
    const { side, quantity } = wish;
    const execInst = instruction(plan, side, '');
    account.place({
      symbol: plan.symbol,
      side,
      ordType: 'Market',
      quantity,
      tick: null,
      stopTick: null,
      execInst,
    });
  }

  /** A stop that adds to the position when the price breaks out; it triggers within minutes. */
  function placeBreakout(plan: Plan): void {
    const side: Side = oneSided(plan) ? (plan.lowest > 0 ? 'Buy' : 'Sell') : rng.chance(0.5) ? 'Buy' : 'Sell';
    if (room(plan, side) < plan.smallest) return;
    const { lastTick } = marketOf(plan);
    const far = Math.max(3, Math.round(lastTick * rng.between(0.0003, 0.0018)));
    account.place({
      symbol: plan.symbol,
      side,
      ordType: 'Stop',
      quantity: plan.smallest,
      tick: null,
      stopTick: lastTick + (side === 'Buy' ? far : -far),
      execInst: 'LastPrice',
    });
  }

  function protect(plan: Plan): void {
    const { quantity } = account.position(plan.symbol);
    if (quantity === 0) return;
    const { lastTick } = marketOf(plan);
    account.place({
      symbol: plan.symbol,
      side: quantity > 0 ? 'Sell' : 'Buy',
      ordType: 'Stop',
      quantity: Math.abs(quantity),
      tick: null,
      stopTick: Math.round(lastTick * (quantity > 0 ? 0.962 : 1.038)),
      execInst: 'LastPrice,ReduceOnly',
    });
  }

  /** Brings a stop back that the market has left far behind. */
  function trail(plan: Plan, open: readonly Order[]): void {
    const { lastTick } = marketOf(plan);
    for (const order of open) {
      if (order.stopTick === null) continue;
      const distance = order.stopTick / lastTick - 1;
      const near = reduces(plan, order.row.side) ? 0.038 : 0.0012;
      if (Math.abs(distance) > near * 1.4) {
        account.move(order, Math.round(lastTick * (1 + Math.sign(distance) * near)));
      }
    }
  }

  function keepSafe(plan: Plan): void {
    const row = account.board.position(plan.symbol);
    const { quantity } = account.position(plan.symbol);
    const liquidation = row?.liquidationPrice;
    const mark = row?.markPrice;
    if (quantity === 0 || typeof liquidation !== 'number' || typeof mark !== 'number') return;
    if (Math.abs(liquidation / mark - 1) >= safeDistance) return;
    account.place({
      symbol: plan.symbol,
      side: quantity > 0 ? 'Sell' : 'Buy',
      ordType: 'Market',
      quantity: Math.min(plan.largest, Math.abs(quantity)),
      tick: null,
      stopTick: null,
      execInst: 'ReduceOnly',
    });
  }

  /** Gains are withdrawn and losses are refilled, so that liquidation prices stay where they mean something. */
  function keepPurse(currency: Settle): void {
    const usual = startingWallet[currency];
    const wallet = account.wallet(currency);
    if (wallet > usual * 1.3) account.transfer(currency, usual - wallet, 'Gains taken out.');
    if (wallet < usual * 0.78) account.transfer(currency, usual - wallet, 'Balance refilled.');
  }

  return {
    step() {
      steps += 1;
      for (const plan of plans) {
        const left = (waits.get(plan.symbol) ?? 0) - 1;
        waits.set(plan.symbol, left > 0 ? left : 100 + rng.int(400));
        if (left <= 0) act(plan);
        if (steps % checkEvery === 0) keepSafe(plan);
      }
      if (steps % purseCheckEvery === 0) {
        keepPurse('XBt');
        keepPurse('USDt');
      }
    },
  };
}
