/** Reads a market's past minute candles from its venue, where the venue keeps them. */
import type { Item } from '../exchanges/exchange.ts';
import type { Clock } from '../feeds/clock.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';
import { httpGet } from '../feeds/http-get.ts';
import type { Fetch } from '../feeds/http-read.ts';

// Four hours: what a chart of one minute candles shows at the start.
const minutes = 240;

export type LoadCandles = (feed: FeedSpec, symbol: string) => Promise<readonly Item[] | null>;

/** null where the venue keeps none, or did not give them. */
export function candleLoader(fetch: Fetch, clock: Clock, ended: AbortSignal): LoadCandles {
  return async ({ exchange, rest, endpoint }, symbol) => {
    if (exchange.candles === undefined || rest === null) return null;
    const answer = await httpGet(exchange.candles.url(rest, symbol, minutes, endpoint), fetch, clock, ended);
    return answer.ok ? exchange.candles.parse(answer.text) : null;
  };
}
