/** Does one random fault after the other to a venue, waits until its feeds are well, and watches the calm between. */
import type { FaultClock } from '../support/fault-clock.ts';
import type { FaultVenue, VenueFault } from '../support/fault-venue.ts';
import type { RecordedFeeds } from './recorded-feed.ts';
import type { SoakFault } from './soak-faults.ts';
import { type Kept, type TradeAudit, tradeAudit } from './trade-audit.ts';

export interface TormentorOptions {
  readonly name: string;
  readonly venue: FaultVenue;
  readonly feeds: RecordedFeeds;
  readonly faults: readonly SoakFault[];
  readonly clock: FaultClock;
  readonly random: () => number;
}

export class Tormentor {
  /** What should not have happened. */
  readonly wrong: string[] = [];
  count = 0;
  /** Gaps in the calm after everything was well, when no fault can have caused them. */
  unexplained = 0;
  longestMs = 0;
  kept: Kept = { lost: 0, doubled: 0 };
  readonly #options: TormentorOptions;
  readonly #audit: TradeAudit;

  constructor(options: TormentorOptions) {
    this.#options = options;
    this.#audit = tradeAudit(options.venue, options.feeds.takeTrades);
  }

  async run(endMs: number): Promise<void> {
    const { clock } = this.#options;
    await this.#well('the start', clock.monoMs());
    while (clock.monoMs() < endMs) {
      await this.#calm(this.#between(3_000, 12_000));
      const begunMs = clock.monoMs();
      await this.#torment();
      if (!(await this.audit())) this.#tellSince(begunMs);
    }
    await this.#calm(5_000);
  }

  /** Counts what was lost or doubled since it was counted last; false when something was. */
  async audit(isLast = false): Promise<boolean> {
    const { lost, doubled } = await this.#audit.check(isLast);
    this.kept = { lost: this.kept.lost + lost, doubled: this.kept.doubled + doubled };
    return lost + doubled === 0;
  }

  async #torment(): Promise<void> {
    const { faults, venue, clock, name, random } = this.#options;
    const fault = faults[Math.floor(random() * faults.length)];
    if (fault === undefined) return;
    this.count += 1;
    const words = fault.faults.map(inWords).join(' and ');
    const begunMs = clock.monoMs();
    for (const one of fault.faults) venue.inject(one.kind === 'mute' ? this.#named(one) : one);
    // What a fault does shows a little later.
    await clock.wait(fault.mostMs === 0 ? fault.showsMs : this.#between(fault.leastMs, fault.mostMs));
    const endedMs = clock.monoMs();
    if (fault.mostMs > 0) venue.heal();
    await this.#well(words, begunMs);
    const healedMs = clock.monoMs() - endedMs - steadyMs;
    this.longestMs = Math.max(this.longestMs, healedMs);
    const lasted = fault.mostMs > 0 ? ` for ${seconds(endedMs - begunMs)} s` : '';
    console.log(`${seconds(begunMs)} s  ${name}: ${words}${lasted}; well ${seconds(healedMs)} s later`);
  }

  /** Every channel healthy, and for longer than the busy ones may be silent: what REST filled in looks well, too. */
  async #well(after: string, sinceMs: number): Promise<void> {
    const { clock, feeds } = this.#options;
    const deadlineMs = clock.monoMs() + patienceMs;
    let wellSinceMs: number | null = null;
    while (wellSinceMs === null || clock.monoMs() < wellSinceMs + steadyMs) {
      await clock.wait(20);
      if (!feeds.isWell()) wellSinceMs = null;
      else wellSinceMs ??= clock.monoMs();
      if (clock.monoMs() > deadlineMs) {
        this.wrong.push(`not well within ${patienceMs / 1_000} s after ${after}`);
        this.#tellSince(sinceMs);
        return;
      }
    }
  }

  async #calm(ms: number): Promise<void> {
    const { clock, feeds } = this.#options;
    const gaps = feeds.gaps.length;
    const said = feeds.said.length;
    await clock.wait(ms);
    for (const { channel, kind } of feeds.gaps.slice(gaps)) {
      this.unexplained += 1;
      this.wrong.push(`a gap (${kind}) of ${channel} without a fault`);
    }
    for (const { channel, state, reason } of feeds.said.slice(said)) {
      if (state === 'stalled' || state === 'down')
        this.wrong.push(`${channel} ${state} without a fault: ${reason}`);
    }
  }

  /** What was said and asked, for whoever wants to know why. */
  #tellSince(sinceMs: number): void {
    const { name, feeds, venue } = this.#options;
    const said = feeds.said.map(({ atMs, channel, state, reason }) => ({
      atMs,
      words: `${channel} ${state}: ${reason}`,
    }));
    const asked = venue.asked.map(({ atMs, channels }) => ({
      atMs,
      words: `asked for ${channels.join(', ')}`,
    }));
    for (const { atMs, words } of [...said, ...asked].sort((left, right) => left.atMs - right.atMs)) {
      if (atMs >= sinceMs) console.log(`    ${seconds(atMs)} s  ${name}: ${words}`);
    }
  }

  #between(least: number, most: number): number {
    return least + this.#options.random() * (most - least);
  }

  #named(fault: Extract<VenueFault, { kind: 'mute' }>): VenueFault {
    return fault.symbol === 'first' ? { ...fault, symbol: this.#options.venue.symbols[0] ?? '' } : fault;
  }
}

function inWords(fault: VenueFault): string {
  return Object.values(fault).join(' ');
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

const steadyMs = 6_000;
/** A refused feed waits for half a minute at most, and a cure or two may have to follow. */
const patienceMs = 90_000;
