/** Does one random fault after the other to a venue, waits until its feeds are well, and watches the calm between. */
import type { FaultClock } from '../support/fault-clock.ts';
import type { FaultVenue, VenueFault } from '../support/fault-venue.ts';
import type { RecordedFeeds } from './recorded-feed.ts';
import type { SoakFault } from './soak-faults.ts';

export interface TormentorOptions {
  readonly name: string;
  readonly venue: FaultVenue;
  readonly feeds: RecordedFeeds;
  readonly faults: readonly SoakFault[];
  readonly clock: FaultClock;
}

export class Tormentor {
  /** What should not have happened. */
  readonly wrong: string[] = [];
  count = 0;
  /** Gaps in the calm after everything was well, when no fault can have caused them. */
  unexplained = 0;
  longestMs = 0;
  readonly #options: TormentorOptions;

  constructor(options: TormentorOptions) {
    this.#options = options;
  }

  async run(endMs: number): Promise<void> {
    const { clock } = this.#options;
    await this.#well('at the start');
    while (clock.monoMs() < endMs) {
      await this.#calm(between(3_000, 12_000));
      await this.#torment();
    }
    await this.#calm(5_000);
  }

  async #torment(): Promise<void> {
    const { faults, venue, clock, name } = this.#options;
    const fault = faults[Math.floor(Math.random() * faults.length)];
    if (fault === undefined) return;
    this.count += 1;
    const words = fault.faults.map(inWords).join(' and ');
    const begunMs = clock.monoMs();
    for (const one of fault.faults) venue.inject(one.kind === 'mute' ? this.#named(one) : one);
    // What a fault does shows a little later.
    await clock.wait(fault.mostMs === 0 ? fault.showsMs : between(2_000, fault.mostMs));
    const endedMs = clock.monoMs();
    if (fault.mostMs > 0) venue.heal();
    await this.#well(words);
    const healedMs = clock.monoMs() - endedMs;
    this.longestMs = Math.max(this.longestMs, healedMs);
    const lasted = fault.mostMs > 0 ? ` for ${seconds(endedMs - begunMs)} s` : '';
    console.log(`${seconds(begunMs)} s  ${name}: ${words}${lasted}; well ${seconds(healedMs)} s later`);
  }

  /** Every channel healthy, and for two seconds, since some losses show only with the next message. */
  async #well(after: string): Promise<void> {
    const { clock, feeds } = this.#options;
    const deadlineMs = clock.monoMs() + patienceMs;
    let wellSinceMs: number | null = null;
    while (wellSinceMs === null || clock.monoMs() < wellSinceMs + 2_000) {
      await clock.wait(20);
      if (!feeds.isWell()) wellSinceMs = null;
      else wellSinceMs ??= clock.monoMs();
      if (clock.monoMs() > deadlineMs) {
        this.wrong.push(`not well within ${patienceMs / 1_000} s after ${after}`);
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

  #named(fault: Extract<VenueFault, { kind: 'mute' }>): VenueFault {
    return fault.symbol === 'first' ? { ...fault, symbol: this.#options.venue.symbols[0] ?? '' } : fault;
  }
}

function inWords(fault: VenueFault): string {
  return Object.values(fault).join(' ');
}

function between(least: number, most: number): number {
  return least + Math.random() * (most - least);
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

/** A refused feed waits for half a minute at most, and a cure or two may have to follow. */
const patienceMs = 90_000;
