import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Contract, contracts, contractValue } from '../../src/main/simulator/instruments.ts';
import {
  applyFill,
  entryPrice,
  figuresOf,
  openPosition,
  priceAtLoss,
} from '../../src/main/simulator/position.ts';

function find(symbol: string): Contract {
  const found = contracts.find((one) => one.symbol === symbol);
  if (found === undefined) throw new Error(`${symbol} is not listed.`);
  return found;
}

test('contracts are worth what the documented rows say', () => {
  // Recorded on 2024-11-24: 100 XBTUSD at 98570.9, grossValue 101450.
  expect(contractValue(find('XBTUSD'), 100, 98_570.9)).toBe(-101_450);
  // 1000 contracts of SOLUSDT are 0.1 SOL.
  expect(contractValue(find('SOLUSDT'), 1_000, 188.35)).toBe(18_835_000);
  expect(contractValue(find('ETHUSD'), 1, 3_318)).toBe(331_800);
});

test('a long inverse position gains when the price rises, and its value is negative', () => {
  const position = openPosition(find('XBTUSD'), true, 100);
  applyFill(position, 'Buy', 25_000, 96_820.5, 0.0005);
  const figures = figuresOf(position, 97_411);
  expect(figures.markValue).toBeLessThan(0);
  // 25,000 × (1/96820.5 − 1/97411) = 0.0015653 XBT, up to the rounding of one contract to 1/100 XBt.
  expect(Math.abs(figures.unrealised - 156_530)).toBeLessThanOrEqual(250);
  expect(entryPrice(position)).toBe(96_820.5);
});

test('a short linear position gains when the price falls', () => {
  const position = openPosition(find('ETHUSDT'), false, 8);
  applyFill(position, 'Sell', 420_000, 3_341.2, 0.0002);
  // 4.2 ETH × (3341.20 − 3318.44) = 95.592 USDT.
  expect(figuresOf(position, 3_318.44).unrealised).toBe(95_592_000);
});

test('cost and gains of any fills add up exactly, through zero and back', () => {
  const fills = fc.array(
    fc.record({
      side: fc.constantFrom('Buy' as const, 'Sell' as const),
      lots: fc.integer({ min: 1, max: 400 }),
      ticks: fc.integer({ min: -4_000, max: 4_000 }),
      maker: fc.boolean(),
    }),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(fc.constantFrom(...contracts), fills, (contract, steps) => {
      const position = openPosition(contract, false, 5);
      const middle = { XBT: 97_411, ETH: 3_318, SOL: 188, XRP: 2.41, DOGE: 0.39, LINK: 17.8 }[
        contract.underlying
      ];
      let quantity = 0;
      let costs = 0;
      let gains = 0;
      let fees = 0;
      for (const step of steps) {
        const price = middle + step.ticks * contract.tickSize * 0.1;
        const size = step.lots * contract.lotSize;
        const result = applyFill(
          position,
          step.side,
          size,
          price,
          step.maker ? contract.makerFee : contract.takerFee,
        );
        quantity += step.side === 'Buy' ? size : -size;
        costs += result.cost;
        gains += result.gain;
        fees += result.commission;
        expect(position.quantity).toBe(quantity);
        expect(gains).toBe(position.openCost - costs);
        if (quantity === 0) expect(position.openCost).toBe(0);
      }
      expect(position.realised).toBe(gains - fees);
      expect(position.bought - position.sold).toBe(quantity);
    }),
  );
});

test('at the liquidation price the margin is down to what must remain', () => {
  for (const [symbol, side, quantity, price] of [
    ['XBTUSD', 'Buy', 25_000, 96_820.5],
    ['ETHUSDT', 'Sell', 420_000, 3_341.2],
    ['SOLUSDT', 'Buy', 1_200_000, 184.115],
  ] as const) {
    const contract = find(symbol);
    const position = openPosition(contract, false, 8);
    applyFill(position, side, quantity, price, contract.takerFee);
    const now = figuresOf(position, price);
    const liquidation = priceAtLoss(position, now.posMargin - now.posMaint) ?? 0;
    const then = figuresOf(position, liquidation);
    // Rounded to the tick on the safe side, so at most one tick's worth above.
    const tickWorth =
      Math.abs(contractValue(contract, quantity, liquidation)) * (contract.tickSize / liquidation);
    const left = now.posMargin + then.unrealised - now.posMaint;
    expect(left).toBeGreaterThanOrEqual(-quantity * 0.01);
    expect(left).toBeLessThanOrEqual(tickWorth * 1.1 + quantity * 0.01);
  }
});

test('an inverse short that its margin covers at any price has no liquidation price', () => {
  const position = openPosition(find('XBTUSD'), true, 100);
  applyFill(position, 'Sell', 1_000, 97_000, 0);
  expect(priceAtLoss(position, 2_000_000)).toBeNull();
});
