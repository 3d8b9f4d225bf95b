/** A local venue for public trades: a market that trades by itself, REST history, and faults to order. */
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import type { FaultClock } from './fault-clock.ts';
import type { Asked, FaultVenue, VenueFault } from './fault-venue.ts';
import { type ScriptedClient, startScriptedVenue } from './scripted-venue.ts';

export interface VenueTrade {
  readonly symbol: string;
  readonly id: number;
  readonly timeMs: number;
}

/** How one venue says these things. */
export interface TradeDialect {
  readonly exchange: Exchange;
  readonly symbols: readonly string[];
  /** Ids grow by this. */
  readonly idStep: number;
  read(
    text: string,
  ):
    | { readonly kind: 'subscribe' | 'unsubscribe'; readonly symbols: readonly string[] }
    | { readonly kind: 'ping' }
    | null;
  readonly pong: string | null;
  acknowledge(kind: 'subscribe' | 'unsubscribe', symbols: readonly string[]): string;
  /** Sent after the acknowledgement, where the venue begins with its newest trade. */
  opening(newest: VenueTrade): string | null;
  trade(trade: VenueTrade): string;
  /** null where the venue has none. */
  heartbeat(symbol: string, lastId: number, timeMs: number): string | null;
  /** The answer to a request for past trades, or null when it is something else. */
  history(path: string, trades: (symbol: string) => readonly VenueTrade[]): string | null;
}

export interface MarketPace {
  /** Mean time between two trades of a symbol. */
  readonly meanMs: number;
  readonly random: () => number;
}

export async function startTradeVenue(
  dialect: TradeDialect,
  clock: FaultClock,
  pace: MarketPace,
): Promise<FaultVenue> {
  const server = await startScriptedVenue();
  const trades = new Map<string, VenueTrade[]>(dialect.symbols.map((symbol) => [symbol, []]));
  const subscribed = new Map<ScriptedClient, Set<string>>();
  const dead = new Set<ScriptedClient>();
  const asked: Asked[] = [];
  let muted: { readonly symbol: string | null; readonly heartbeats: boolean } | null = null;
  let isHole = false;
  let isQuiet = false;
  let isAckOnly = false;
  let hasZeroes = false;

  function make(symbol: string): VenueTrade {
    const list = trades.get(symbol) ?? [];
    const id = (list.at(-1)?.id ?? 1_000) + dialect.idStep;
    const trade = { symbol, id, timeMs: clock.wallMs() };
    list.push(trade);
    // A soak lasts as long as one likes.
    if (list.length > mostTrades) trades.set(symbol, list.slice(-mostTrades / 2));
    return trade;
  }
  function send(client: ScriptedClient, text: string | null): void {
    if (text !== null && !isHole && !dead.has(client) && client.isOpen) client.send(text);
  }
  function isMuted(symbol: string): boolean {
    return muted !== null && (muted.symbol === null || muted.symbol === symbol);
  }
  function publish(symbol: string, text: string | null): void {
    for (const [client, symbols] of subscribed) {
      if (!client.isOpen) subscribed.delete(client);
      else if (symbols.has(symbol)) send(client, text);
    }
  }
  function trade(symbol: string): void {
    const made = make(symbol);
    if (!isMuted(symbol)) publish(symbol, dialect.trade(made));
  }
  function beat(): void {
    for (const symbol of dialect.symbols) {
      if (isMuted(symbol) && muted?.heartbeats === false) continue;
      const lastId = hasZeroes ? 0 : (trades.get(symbol)?.at(-1)?.id ?? 0);
      publish(symbol, dialect.heartbeat(symbol, lastId, clock.wallMs()));
    }
  }

  for (const symbol of dialect.symbols) for (let count = 0; count < 5; count += 1) make(symbol);
  const cancelTrading = clock.every(tickMs, () => {
    if (isQuiet) return;
    for (const symbol of dialect.symbols) if (pace.random() < tickMs / pace.meanMs) trade(symbol);
  });
  const cancelBeats = clock.every(1_000, beat);

  server.onRest = (path) => dialect.history(path, (symbol) => trades.get(symbol) ?? []) ?? { status: 404 };
  server.onText = (client, text) => {
    const said = dialect.read(text);
    if (said === null || isHole || dead.has(client)) return;
    if (said.kind === 'ping') {
      send(client, dialect.pong);
      return;
    }
    const own = subscribed.get(client) ?? new Set<string>();
    subscribed.set(client, own);
    if (said.kind === 'subscribe') {
      const channels = said.symbols.map((symbol) => `trade:${symbol}`);
      asked.push({ atMs: clock.monoMs(), channels });
      venue.onAsked(channels);
    }
    send(client, dialect.acknowledge(said.kind, said.symbols));
    for (const symbol of said.symbols) {
      if (said.kind === 'unsubscribe') own.delete(symbol);
      else if (!isAckOnly) {
        own.add(symbol);
        const newest = trades.get(symbol)?.at(-1);
        if (newest !== undefined && !isMuted(symbol)) send(client, dialect.opening(newest));
      }
    }
  };

  function inject(fault: VenueFault): void {
    const open = server.clients.filter((client) => client.isOpen);
    switch (fault.kind) {
      case 'mute':
        muted = { symbol: fault.symbol ?? null, heartbeats: fault.heartbeats !== 'stop' };
        return;
      case 'black-hole':
        isHole = true;
        server.isDeaf = true;
        server.isHanging = true;
        return;
      case 'half-open':
        for (const client of open) {
          dead.add(client);
          client.stopReading();
        }
        clock.after(giveUpMs, () => {
          for (const client of open) client.cut();
        });
        return;
      case 'drop':
        for (const client of open) client.cut();
        return;
      case 'close':
        for (const client of open) {
          if (fault.code === 1006) client.cut();
          else client.close(fault.code, 'told so');
        }
        return;
      case 'refuse':
        for (let count = 0; count < fault.times; count += 1) {
          const { status, retryAfterSeconds } = fault;
          server.refusals.push(
            retryAfterSeconds === undefined ? { status } : { status, retryAfter: String(retryAfterSeconds) },
          );
        }
        return;
      case 'bad-frame':
        for (const client of open) {
          if (fault.frame === 'binary') client.sendBinary(Buffer.from([0, 159, 146, 150]));
          else client.send(badTexts[fault.frame]());
        }
        return;
      case 'lose': {
        const symbol = dialect.symbols[0] ?? '';
        for (let count = 0; count < fault.count; count += 1) make(symbol);
        trade(symbol);
        return;
      }
      case 'ack-only':
        isAckOnly = true;
        return;
      case 'quiet':
        isQuiet = true;
        return;
      case 'repeat':
        for (const symbol of dialect.symbols) {
          const newest = trades.get(symbol)?.slice(-3) ?? [];
          for (const one of newest) publish(symbol, dialect.trade(one));
        }
        return;
      case 'zero-heartbeats':
        hasZeroes = true;
        return;
      default:
        throw new Error(`${dialect.exchange.name} has no ${fault.kind}`);
    }
  }

  const venue: FaultVenue = {
    exchange: dialect.exchange,
    url: server.url,
    rest: server.rest,
    signer: null,
    channels: dialect.symbols.map((symbol) => `trade:${symbol}`),
    symbols: dialect.symbols,
    asked,
    get upgradesMs() {
      return server.upgradesMs.map(clock.at);
    },
    get clients() {
      return server.clients.filter((client) => client.isOpen).length;
    },
    inject,
    heal() {
      muted = null;
      isHole = false;
      isAckOnly = false;
      server.isDeaf = false;
      server.isHanging = false;
      server.refusals.length = 0;
    },
    freeze() {
      isQuiet = true;
    },
    truth: async (symbol) => (trades.get(symbol) ?? []).map((one) => String(one.id)),
    differences: async () => [],
    async close() {
      cancelTrading();
      cancelBeats();
      await server.close();
    },
    onAsked: () => {},
  };
  return venue;
}

const tickMs = 50;
/** A machine in between forgets a line that is dead. */
const giveUpMs = 60_000;
const mostTrades = 600;
const badTexts = {
  truncated: () => '{"type":"match","trade_id":10',
  'not-json': () => 'Service Unavailable',
  oversized: () => 'x'.repeat(20_000_000),
} as const;
