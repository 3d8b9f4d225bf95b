/** Reads the trades of a hole over REST, page by page, as far as the venue still has them. */
import type { ParsedTrade, TradeHistory, TradeMark, TradeWindow } from '../exchanges/exchange.ts';
import type { HttpAnswer } from './http-get.ts';

export interface Fill {
  /** In the order of time; may hold trades that were seen, never ones from `before` on. */
  readonly trades: readonly ParsedTrade[];
  /** Why the answers do not reach from one edge of the hole to the other; null when they do. */
  readonly why: string | null;
}

export interface FillRequest {
  readonly history: TradeHistory;
  readonly rest: string;
  readonly endpoint: string;
  readonly symbol: string;
  readonly after: TradeMark;
  readonly before: TradeMark | null;
  /** One read, with whatever patience the venue's rate limit needs. */
  get(url: string): Promise<HttpAnswer>;
}

export async function fillTrades(request: FillRequest): Promise<Fill> {
  const found = new Map<string, ParsedTrade>();
  let window: TradeWindow = { after: request.after, before: request.before, offset: 0 };
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await request.get(
      request.history.url(request.rest, request.symbol, window, request.endpoint),
    );
    if (!answer.ok) return partly(found, request, answer.why);
    const trades = request.history.parse(answer.text);
    if (trades === null) return partly(found, request, 'the venue answered with something else than trades');
    const before = found.size;
    for (const trade of trades) found.set(trade.id, trade);
    if (isDone(trades, request)) return { trades: inOrder(found, request), why: null };
    const next = nextWindow(window, trades, request.history);
    if (next === null || found.size === before) return partly(found, request, atTheEnd);
    window = next;
  }
  return partly(found, request, `more than ${mostPages} pages are missing`);
}

/** Whether this page closes the hole. */
function isDone(trades: readonly ParsedTrade[], request: FillRequest): boolean {
  const { paging, pageSize } = request.history;
  if (paging === 'forward') {
    return trades.length < pageSize || trades.some((trade) => trade.id === request.before?.id);
  }
  const oldest = trades[0];
  if (oldest === undefined) return false;
  // Ids that can be counted say how far back a page reaches even when it skips the edge itself.
  const reaches = Number(oldest.id) <= Number(request.after.id) + 1;
  return reaches || trades.some((trade) => trade.id === request.after.id);
}

function nextWindow(
  window: TradeWindow,
  trades: readonly ParsedTrade[],
  history: TradeHistory,
): TradeWindow | null {
  const oldest = trades[0];
  if (oldest === undefined || trades.length < history.pageSize) return null;
  switch (history.paging) {
    case 'forward':
      return { ...window, offset: window.offset + trades.length };
    case 'backward':
      return { ...window, before: { id: oldest.id, time: oldest.time } };
    default:
      return null;
  }
}

function partly(found: Map<string, ParsedTrade>, request: FillRequest, why: string): Fill {
  return { trades: inOrder(found, request), why };
}

/** Up to the first trade after the hole, which came over the stream. */
function inOrder(found: Map<string, ParsedTrade>, request: FillRequest): ParsedTrade[] {
  const byPage = [...found.values()];
  const { paging } = request.history;
  const trades = paging === 'backward' ? byPage.sort(byId) : byPage;
  const end = trades.findIndex((trade) => trade.id === request.before?.id);
  const older = end < 0 ? trades : trades.slice(0, end);
  // A page of the newest reaches back as far as it likes: what is older than the hole was never missed.
  return paging === 'newest' ? older.filter((trade) => trade.time >= request.after.time) : older;
}

function byId(left: ParsedTrade, right: ParsedTrade): number {
  return Number(left.id) - Number(right.id);
}

const atTheEnd = 'filled up to what the venue still has';
const mostPages = 50;
