/** Reads what a venue sends as JSON: frames, which say so where they cannot be read, and answers of its REST. */
import type { AccountRead, FailureCause } from './account.ts';
import { parseExact } from './exact-json.ts';
import type { FeedEvent, Item } from './exchange.ts';
import { isItem, sentence } from './fields.ts';

/** Hands on the object that a frame is; anything else is malformed. */
export function readFrame(
  frame: string,
  read: (message: Item) => readonly FeedEvent[],
): readonly FeedEvent[] {
  let message: unknown;
  try {
    message = parseExact(frame);
  } catch {
    return [malformed(`not JSON: ${frame.slice(0, 80)}`)];
  }
  return isItem(message) ? read(message) : [malformed('not an object')];
}

/** A reason may repeat what the venue sent, and stays short all the same. */
export function malformed(reason: string): FeedEvent {
  return { kind: 'malformed', reason: sentence(reason) ?? 'nothing in it' };
}

/** A read that says why it does not reach as far as was asked for; `shortfall` null: it does. */
export function shortened(read: AccountRead, shortfall: string | null): AccountRead {
  if (shortfall === null) return read;
  return {
    ...read,
    parse(answer, cursor) {
      const page = read.parse(answer, cursor);
      return page === null ? null : { ...page, shortfall };
    },
  };
}

/** null for text that is not JSON. */
export function jsonIn(answer: string): unknown {
  try {
    return parseExact(answer);
  } catch {
    return null;
  }
}

/** null for anything but an object. */
export function objectIn(answer: string): Item | null {
  const value = jsonIn(answer);
  return isItem(value) ? value : null;
}

/** What is wrong with a key, where the status is all that an answer says of it. */
export function causeOfStatus(status: number): FailureCause {
  if (status === 429) return 'rate-limit';
  if (status >= 500) return 'busy';
  return status === 401 ? 'key' : status === 403 ? 'permission' : 'other';
}
