/** Reads what a person typed to watch a market: what can be asked for, or what is wrong with it. */

export interface MarketDraft {
  readonly venue: string;
  readonly symbols: string;
  readonly endpoint: string;
}

export interface MarketRequest {
  readonly venue: string;
  readonly symbols: string[];
  readonly endpoint: string | null;
}

export type Checked =
  | { readonly ok: true; readonly request: MarketRequest }
  | { readonly ok: false; readonly field: 'symbols' | 'endpoint'; readonly message: string };

export interface WatchableVenue {
  readonly id: string;
  readonly name: string;
  readonly example: string;
  /** The venue has no address of its own that still answers. */
  readonly needsEndpoint: boolean;
}

export const watchableVenues: readonly WatchableVenue[] = [
  { id: 'coinbase', name: 'Coinbase Exchange', example: 'BTC-USD, ETH-USD', needsEndpoint: false },
  { id: 'poloniex', name: 'Poloniex', example: 'BTC_USDT, ETH_USDT', needsEndpoint: false },
  { id: 'bitmex', name: 'BitMEX-compatible server', example: 'XBTUSD, ETHUSD', needsEndpoint: true },
];

const mostSymbols = 50;

export function checkMarket(draft: MarketDraft): Checked {
  const venue = watchableVenues.find(({ id }) => id === draft.venue);
  const symbols = [...new Set(draft.symbols.split(/[\s,;]+/).filter((symbol) => symbol !== ''))];
  const example = venue?.example ?? '';
  if (symbols.length === 0) {
    return { ok: false, field: 'symbols', message: `Name at least one symbol, for example ${example}.` };
  }
  if (symbols.length > mostSymbols) {
    return {
      ok: false,
      field: 'symbols',
      message: `One feed takes at most ${mostSymbols} symbols; there are ${symbols.length}.`,
    };
  }
  const long = symbols.find((symbol) => symbol.length > 60);
  if (long !== undefined) {
    return { ok: false, field: 'symbols', message: `“${long.slice(0, 20)}…” is too long for a symbol.` };
  }
  const endpoint = draft.endpoint.trim();
  if (endpoint === '' && venue?.needsEndpoint === true) {
    return {
      ok: false,
      field: 'endpoint',
      message: 'This venue has closed; give the address of a server that speaks its dialect.',
    };
  }
  if (endpoint !== '' && !isSocketAddress(endpoint)) {
    return { ok: false, field: 'endpoint', message: 'An address starts with wss:// or ws://.' };
  }
  return {
    ok: true,
    request: { venue: draft.venue, symbols, endpoint: endpoint === '' ? null : endpoint },
  };
}

function isSocketAddress(text: string): boolean {
  try {
    const { protocol, host } = new URL(text);
    return (protocol === 'wss:' || protocol === 'ws:') && host !== '';
  } catch {
    // Not an address at all, which is the answer.
    return false;
  }
}
