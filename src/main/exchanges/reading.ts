/** The event for what cannot be read. Its reason may repeat what the venue sent, and stays short all the same. */
import type { FeedEvent } from './exchange.ts';
import { sentence } from './fields.ts';

export function malformed(reason: string): FeedEvent {
  return { kind: 'malformed', reason: sentence(reason) ?? 'nothing in it' };
}
