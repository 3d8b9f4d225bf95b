/** The trades of one symbol on their way out: each once, in order, holes filled before what came after. */
import type { ChannelDescriptor, ParsedTrade, TradeMark } from '../exchanges/exchange.ts';
import type { Fill } from './trade-fill.ts';
import { countingLedger, missedIn, recentLedger, type TradeLedger } from './trade-ledger.ts';

export interface TradeDeskPorts {
  emit(trade: ParsedTrade, action: 'partial' | 'insert', isBackfilled: boolean): void;
  /** The size of what was missed since the loss or the last trade; null: nobody knows. */
  missed(count: number | null, from: string | null, to: string | null): void;
  /** Asks the venue for what lies between; null where it keeps no history or has no address. */
  readonly fill: ((after: TradeMark, before: TradeMark | null, ended: (fill: Fill) => void) => void) | null;
  fillStarted(missed: number | null): void;
  /** `shortfall`: why not everything could be filled in, or null. */
  fillEnded(result: FillResult): void;
}

interface FillResult {
  readonly refilled: number;
  readonly shortfall: string | null;
}

interface Held {
  readonly trade: ParsedTrade;
  readonly action: 'partial' | 'insert';
  readonly isBackfilled: boolean;
}

/** A fill that was asked for; its trades belong before the held one at `index`. */
interface Outstanding {
  index: number;
  /** Asked for on a suspicion: what it brings was missed, and is marked only then. */
  readonly doubt: { readonly from: string; readonly to: string } | null;
}

export class TradeDesk {
  readonly #ports: TradeDeskPorts;
  readonly #ledger: TradeLedger;
  readonly #countsIds: boolean;
  readonly #startsWithPartial: boolean;
  #newest: TradeMark | null = null;
  /** A connection or subscription was lost since the last trade, so that a hole may lie before the next. */
  #isAfterLoss = false;
  #expected: TradeMark | null = null;
  /** What was traded before the next trade is not known. */
  #isJoining = false;
  #isOpen: boolean;
  /** Trades that wait until every fill that is out has ended. */
  #held: Held[] = [];
  #out: Outstanding[] = [];
  #refilled = 0;
  #shortfall: string | null = null;

  constructor(descriptor: ChannelDescriptor, ports: TradeDeskPorts) {
    this.#ports = ports;
    this.#countsIds = descriptor.consecutiveIds === true;
    this.#startsWithPartial = descriptor.snapshot === true;
    this.#isOpen = !this.#startsWithPartial;
    this.#ledger = this.#countsIds ? countingLedger() : recentLedger();
  }

  /** Of the newest trade seen or named by the venue. */
  get newestId(): string | null {
    return this.#ledger.newestId;
  }

  get isFilling(): boolean {
    return this.#out.length > 0;
  }

  /** Whether a trade that the venue names as its newest is no news. */
  knows(trade: TradeMark): boolean {
    if (this.#ledger.has(trade)) return true;
    return !this.#countsIds && this.#newest !== null && trade.time < this.#newest.time;
  }

  /** The venue has this trade, and we should: if later ones come without it, it was lost. */
  expect(trade: TradeMark): void {
    if (!this.#countsIds) this.#expected = trade;
  }

  /** Trades may have been lost just now; what comes next is a reason to look. */
  doubt(): void {
    if (!this.#countsIds) this.#isJoining = this.#newest !== null;
  }

  /** What follows may not join what came before. */
  lose(): void {
    this.#expected = null;
    this.#isAfterLoss = this.#newest !== null;
    this.#isOpen = !this.#startsWithPartial;
    this.#isJoining = false;
  }

  /** Returns how many were new; the others were duplicates. */
  partial(trades: readonly ParsedTrade[]): number {
    this.#isOpen = true;
    const fresh = this.#unseen(trades);
    const settled = this.#isAfterLoss ? this.#settleByOverlap(trades, fresh) : null;
    for (const trade of fresh) this.#hand(trade, 'partial', true);
    this.#newest = fresh.at(-1) ?? this.#newest;
    if (settled !== null && !this.isFilling) this.#ports.fillEnded(settled);
    return fresh.length;
  }

  /** Returns how many were new, or null when the snapshot that they need has not come. */
  insert(trades: readonly ParsedTrade[]): number | null {
    if (!this.#isOpen) return null;
    let count = 0;
    for (const trade of trades) count += this.#one(trade);
    return count;
  }

  /** The venue names the newest trade before our subscription. */
  startAt(id: string, time: string): void {
    const hole = this.#ledger.startAt({ id, time });
    if (hole !== null) this.#report(missedIn(hole), time);
    else if (this.#isAfterLoss && this.#countsIds) this.#report(0, time);
    if (this.#countsIds) this.#isAfterLoss = false;
    // The edge after the hole is the next trade, which has not come yet.
    if (hole !== null) this.#fill({ id: String(hole.lastId + 1), time }, missedIn(hole));
    if (hole !== null || this.#newest === null) this.#newest = { id, time };
  }

  /** Subscribed again at a venue that sends no snapshot: asks for what was missed without waiting. */
  resume(): void {
    if (!this.#isAfterLoss || this.#countsIds || this.#startsWithPartial) return;
    this.#isAfterLoss = false;
    this.#isJoining = true;
    this.#report(null, null);
    this.#fill(null, null);
  }

  /** Hands out what waits; the trades of a fill that ends later still come, after it. */
  release(): void {
    this.#out = [];
    const held = this.#held;
    this.#held = [];
    for (const one of held) this.#ports.emit(one.trade, one.action, one.isBackfilled);
  }

  #one(trade: ParsedTrade): number {
    const sighting = this.#ledger.see(trade);
    if (sighting === 'duplicate') return 0;
    const missed = sighting === 'new' ? 0 : missedIn(sighting);
    if (this.#isAfterLoss) {
      this.#isAfterLoss = false;
      const known = this.#countsIds ? missed : null;
      this.#report(known, trade.time);
      if (known !== 0) this.#fill(trade, known);
    } else if (missed > 0) {
      this.#report(missed, trade.time);
      this.#fill(trade, missed);
    } else if (this.#isJoining) {
      this.#isJoining = false;
      // A venue may take its time between acknowledging and serving, and its history may lag.
      this.#fill(trade, null, true);
    } else if (this.#lacksExpected(trade)) {
      this.#report(null, trade.time);
      this.#fill(trade, null);
    }
    this.#hand(trade, 'insert', false);
    this.#newest = trade;
    return 1;
  }

  #lacksExpected(trade: TradeMark): boolean {
    const expected = this.#expected;
    if (expected === null || trade.time <= expected.time) return false;
    this.#expected = null;
    return !this.#ledger.has(expected);
  }

  #unseen(trades: readonly ParsedTrade[]): ParsedTrade[] {
    return trades.filter((trade) => this.#ledger.see(trade) !== 'duplicate');
  }

  /** A snapshot that still holds our newest trade leaves no hole; any other may. */
  #settleByOverlap(trades: readonly ParsedTrade[], fresh: readonly ParsedTrade[]): FillResult {
    this.#isAfterLoss = false;
    const newestId = this.#newest?.id;
    const joins = trades.some((trade) => trade.id === newestId);
    this.#report(joins ? fresh.length : null, trades[0]?.time ?? null);
    if (!joins) this.#fill(trades[0] ?? null, null);
    // What the snapshot brings was missed, too, and is back.
    this.#refilled = (this.isFilling ? this.#refilled : 0) + fresh.length;
    return { refilled: this.#refilled, shortfall: joins ? null : 'the venue keeps no earlier trades for us' };
  }

  #report(missed: number | null, to: string | null): void {
    this.#ports.missed(missed, this.#newest?.time ?? null, to);
  }

  #hand(trade: ParsedTrade, action: Held['action'], isBackfilled: boolean): void {
    if (!this.isFilling) this.#ports.emit(trade, action, isBackfilled);
    else if (this.#held.push({ trade, action, isBackfilled }) > mostHeld) this.release();
  }

  #fill(before: TradeMark | null, missed: number | null, isDoubt = false): void {
    const after = this.#newest;
    if (this.#ports.fill === null || after === null) return;
    if (!this.isFilling) {
      this.#refilled = 0;
      this.#shortfall = null;
    }
    const doubt = isDoubt && before !== null ? { from: after.time, to: before.time } : null;
    const outstanding: Outstanding = { index: this.#held.length, doubt };
    this.#out.push(outstanding);
    this.#ports.fillStarted(missed);
    this.#ports.fill(after, before, (fill) => this.#filled(outstanding, fill));
  }

  #filled(outstanding: Outstanding, fill: Fill): void {
    const missing = fill.trades.filter((trade) => this.#ledger.refill(trade));
    const held = missing.map((trade): Held => ({ trade, action: 'insert', isBackfilled: true }));
    const { doubt } = outstanding;
    if (doubt !== null && held.length > 0) this.#ports.missed(held.length, doubt.from, doubt.to);
    this.#refilled += held.length;
    this.#shortfall ??= fill.why;
    const isStillOut = this.#out.includes(outstanding);
    if (!isStillOut) {
      for (const one of held) this.#ports.emit(one.trade, one.action, one.isBackfilled);
      return;
    }
    this.#held.splice(outstanding.index, 0, ...held);
    this.#out = this.#out.filter((other) => other !== outstanding);
    for (const other of this.#out) {
      if (other.index > outstanding.index) other.index += held.length;
    }
    if (this.isFilling) return;
    this.release();
    this.#ports.fillEnded({ refilled: this.#refilled, shortfall: this.#shortfall });
  }
}

const mostHeld = 20_000;
