/** Asks a venue's REST for trades: to fill holes, and to prove that a silent market is only quiet. */
import type { Exchange, ParsedTrade, TradeHistory, TradeMark } from '../exchanges/exchange.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { Clock } from './clock.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { LookAnswer } from './health-types.ts';
import { type HttpAnswer, httpGet } from './http-get.ts';
import type { Fetch } from './http-read.ts';
import type { TradeDesk } from './trade-desk.ts';
import { type Fill, fillTrades } from './trade-fill.ts';

export interface RefillOptions {
  readonly exchange: Exchange;
  readonly rest: string | null;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly skew: ClockSkew;
  readonly fetch: Fetch;
  readonly ended: AbortSignal;
}

export class Refill {
  readonly #options: RefillOptions;
  readonly #history: TradeHistory | null;
  readonly #rest: string;
  #blockedUntilMs = 0;

  constructor(options: RefillOptions) {
    this.#options = options;
    this.#history = options.rest === null ? null : (options.exchange.history ?? null);
    this.#rest = (options.rest ?? '').replace(/\/+$/, '');
  }

  get isPossible(): boolean {
    return this.#history !== null;
  }

  async fill(symbol: string, after: TradeMark, before: TradeMark | null): Promise<Fill> {
    const history = this.#history;
    if (history === null) return { trades: [], why: 'no REST address' };
    const get = (url: string) => this.#patiently(url);
    return fillTrades({
      history,
      rest: this.#rest,
      endpoint: this.#options.endpoint,
      symbol,
      after,
      before,
      get,
    });
  }

  /** One look at the newest trade. `sinceMs`: wall time from which we should have heard everything. */
  async look(runtime: ChannelRuntime, sinceMs: number): Promise<LookAnswer> {
    const history = this.#history;
    const { desk, channel } = runtime;
    if (history === null || desk === null || channel.symbol === null) {
      return { kind: 'failed', why: 'no trades to look at' };
    }
    const answer = await this.#get(history.newestUrl(this.#rest, channel.symbol, this.#options.endpoint));
    if (!answer.ok) return { kind: 'failed', why: answer.why };
    const trades = history.parse(answer.text);
    if (trades === null) return { kind: 'failed', why: 'the venue answered with something else than trades' };
    return this.#compare(desk, trades.at(-1) ?? null, sinceMs);
  }

  #compare(desk: TradeDesk, newest: ParsedTrade | null, sinceMs: number): LookAnswer {
    if (newest === null || desk.knows(newest)) return { kind: 'nothing-newer' };
    const venueSinceMs = sinceMs + (this.#options.skew.skewMs ?? 0);
    const isFromBefore = desk.newestId === null && Date.parse(newest.time) < venueSinceMs + slackMs;
    if (!isFromBefore) {
      desk.expect(newest);
      return { kind: 'newer', newestId: newest.id };
    }
    desk.startAt(newest.id, newest.time);
    return { kind: 'nothing-newer' };
  }

  async #patiently(url: string): Promise<HttpAnswer> {
    const first = await this.#get(url);
    if (first.ok || (first.retryAfterMs ?? 0) > mostPatienceMs || this.#options.ended.aborted) return first;
    await new Promise<void>((resolve) => {
      this.#options.clock.after(first.retryAfterMs ?? retryMs, resolve);
    });
    return this.#get(url);
  }

  async #get(url: string): Promise<HttpAnswer> {
    const { fetch, clock, ended, skew } = this.#options;
    const startedMs = clock.monoMs();
    if (startedMs < this.#blockedUntilMs) {
      return { ok: false, why: 'the venue asked us to wait', retryAfterMs: this.#blockedUntilMs - startedMs };
    }
    const sentMs = clock.wallMs();
    const answer = await httpGet(url, fetch, clock, ended);
    if (!answer.ok) this.#blockedUntilMs = clock.monoMs() + (answer.retryAfterMs ?? 0);
    else if (answer.dateMs !== null) skew.measureDate(answer.dateMs, sentMs, clock.wallMs());
    return answer;
  }
}

const retryMs = 1_000;
/** Live trades wait while a fill is out; they do not wait longer than this for a venue that is busy. */
const mostPatienceMs = 10_000;
/** A trade this close to our subscription may have been made just before it. */
const slackMs = 2_000;
