/** A venue's file for the feed of an account: keys that the venue repeats are taken out before anything is read. */
import type { Exchange } from '../exchanges/exchange.ts';
import { redact } from '../vault/redact.ts';

export function guardedExchange(exchange: Exchange): Exchange {
  const { account } = exchange;
  return {
    ...exchange,
    parse: (text) => exchange.parse(redact(text)),
    closeReason: redact,
    ...(account === undefined
      ? {}
      : { account: { ...account, failure: (status, body) => account.failure(status, redact(body)) } }),
  };
}
