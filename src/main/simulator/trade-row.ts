/** The public trade rows of one symbol, with tick directions that follow from the one before. */
import { type Contract, contractValue, priceOf, roundTo, wholeUnits } from './instruments.ts';
import type { Row, Side } from './venue-event.ts';

export interface TradeRow extends Row {
  readonly timestamp: string;
  readonly symbol: string;
  readonly side: Side;
  readonly size: number;
  readonly price: number;
  readonly tickDirection: TickDirection;
  readonly trdMatchID: string;
  readonly grossValue: number;
  readonly homeNotional: number;
  readonly foreignNotional: number;
  readonly trdType: 'Regular';
}

type TickDirection = 'PlusTick' | 'ZeroPlusTick' | 'MinusTick' | 'ZeroMinusTick';

export interface Match {
  readonly side: Side;
  readonly tick: number;
  readonly size: number;
}

/** What a match is worth; the amounts are always positive. */
export type MatchValue = Pick<TradeRow, 'price' | 'size' | 'grossValue' | 'homeNotional' | 'foreignNotional'>;

export interface TradePrinter {
  /** `xbtPrice` values a quanto contract, which is settled in XBT. */
  print(match: Match, id: string, timestamp: string, xbtPrice: number): TradeRow;
  /** Only the numbers, for a match that nobody sees as a row. */
  value(match: Match, xbtPrice: number): MatchValue;
  readonly lastTick: number;
  readonly direction: TickDirection;
}

export function createTradePrinter(contract: Contract, firstTick: number): TradePrinter {
  let lastTick = firstTick;
  let direction: TickDirection = 'ZeroPlusTick';

  function value(match: Match, xbtPrice: number): MatchValue {
    direction = nextDirection(direction, lastTick, match.tick);
    lastTick = match.tick;
    const price = priceOf(contract, match.tick);
    const grossValue = Math.abs(contractValue(contract, match.size, price));
    const amounts = notionals(contract, match.size, price, grossValue, xbtPrice);
    return { price, size: match.size, grossValue, ...amounts };
  }

  return {
    get lastTick() {
      return lastTick;
    },
    get direction() {
      return direction;
    },
    value,
    print(match, id, timestamp, xbtPrice) {
      const { price, size, grossValue, homeNotional, foreignNotional } = value(match, xbtPrice);
      return {
        timestamp,
        symbol: contract.symbol,
        side: match.side,
        size,
        price,
        tickDirection: direction,
        trdMatchID: id,
        grossValue,
        homeNotional,
        foreignNotional,
        trdType: 'Regular',
      };
    },
  };
}

/** Amounts in the base and in the quote currency. */
export function notionals(
  contract: Contract,
  size: number,
  price: number,
  grossValue: number,
  xbtPrice: number,
): { homeNotional: number; foreignNotional: number } {
  if (contract.kind === 'inverse') return { homeNotional: grossValue / 1e8, foreignNotional: size };
  if (contract.kind === 'linear') {
    return {
      homeNotional: size / (contract.positionMultiplier ?? 1),
      foreignNotional: wholeUnits(contract.settle, grossValue),
    };
  }
  const foreignNotional = roundTo((grossValue / 1e8) * xbtPrice, 6);
  return { homeNotional: roundTo(foreignNotional / price, 8), foreignNotional };
}

function nextDirection(before: TickDirection, lastTick: number, tick: number): TickDirection {
  if (tick > lastTick) return 'PlusTick';
  if (tick < lastTick) return 'MinusTick';
  return before === 'PlusTick' || before === 'ZeroPlusTick' ? 'ZeroPlusTick' : 'ZeroMinusTick';
}
