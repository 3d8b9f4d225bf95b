/** One currency of the practice account, in whole minor units. */
import type { Contract } from './instruments.ts';

export type Settle = Contract['settle'];

export interface Purse {
  readonly currency: Settle;
  wallet: number;
  /** Gains and costs since the start. */
  realised: number;
  /** Commissions and funding paid; negative when more was received. */
  fees: number;
  deposited: number;
  withdrawn: number;
}

export function emptyPurse(currency: Settle): Purse {
  return { currency, wallet: 0, realised: 0, fees: 0, deposited: 0, withdrawn: 0 };
}

/** Books a gross gain and what it cost. */
export function book(purse: Purse, gain: number, cost: number): void {
  purse.wallet += gain - cost;
  purse.realised += gain - cost;
  purse.fees += cost;
}

/** A deposit when positive, else a withdrawal. */
export function transfer(purse: Purse, amount: number): void {
  purse.wallet += amount;
  if (amount > 0) purse.deposited += amount;
  else purse.withdrawn -= amount;
}
