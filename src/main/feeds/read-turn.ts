/**
 * Shares one turn of the event loop among all sockets. A read takes whatever the system has buffered, which
 * may be megabytes; timers, the window and the other feeds would wait until every frame of it was handled.
 */
import { nextTurn } from './clock.ts';

/** Reading can be stopped and started again. */
export interface Reader {
  rest(): void;
  goOn(): void;
}

let spent = 0;
let resting: Reader[] = [];

/** A reader handled a message of so many bytes; it rests until the next turn when this one is used up. */
export function spendTurn(reader: Reader, bytes: number): void {
  if (spent === 0) nextTurn(begin);
  spent += bytes + messageCost;
  if (spent < turnCost || resting.includes(reader)) return;
  resting.push(reader);
  reader.rest();
}

function begin(): void {
  const rested = resting;
  spent = 0;
  resting = [];
  for (const reader of rested) reader.goOn();
}

/** What a message costs beside its length, in bytes that cost as much to parse. */
const messageCost = 256;
/** A few milliseconds of work. */
const turnCost = 400_000;
