/**
 * The market and the account together, as one pure stepper. The same seed and number of steps give the same
 * contents; times follow the wall time that each step is given, and with them the minute at which bins
 * close and funding is paid.
 */
import { type Account, createAccount } from './account.ts';
import { createMarket, type Market } from './market.ts';
import { openAccount } from './opening.ts';
import { inventPast } from './past.ts';
import { createPrices } from './prices.ts';
import { createRng } from './rng.ts';
import { createTrader, holdings } from './trader.ts';
import type { VenueEvent } from './venue-event.ts';

export interface Simulation {
  readonly market: Market;
  readonly account: Account;
  step(nowMs: number): StepResult;
}

export interface StepResult {
  readonly events: readonly VenueEvent[];
  readonly movedBooks: readonly string[];
}

const accountId = 1_042_077;

/** At once; a process that has something else to do drives `simulationInParts`. */
export function createSimulation(seed: number, startMs: number, historyMinutes: number): Simulation {
  const parts = simulationInParts(seed, startMs, historyMinutes);
  for (;;) {
    const part = parts.next();
    if (part.done) return part.value;
  }
}

/** The hours before the start are a tenth of a second of work or two; each part of it is short. */
export function* simulationInParts(
  seed: number,
  startMs: number,
  historyMinutes: number,
): Generator<undefined, Simulation> {
  const prices = createPrices(createRng(seed, 'prices'));
  const past = yield* inventPast(seed, prices.fair, historyMinutes);
  const market = yield* createMarket(seed, startMs, prices, past);
  yield;
  const account = createAccount(accountId, market, holdings, createRng(seed, 'account'));
  openAccount(account, market, past, startMs, createRng(seed, 'opening'));
  const trader = createTrader(account, market, createRng(seed, 'trader'));
  // Nobody listens yet: what happened so far is only in the partials.
  market.publish([]);
  account.publish([]);

  return {
    market,
    account,
    step(nowMs) {
      const events: VenueEvent[] = [];
      account.begin(new Date(nowMs).toISOString());
      account.settle(market.move(nowMs));
      account.triggerStops();
      account.payFunding(market.fundingDue);
      trader.step();
      const movedBooks = market.publish(events);
      account.publish(events);
      return { events, movedBooks };
    },
  };
}
