/** One channel of a running feed: its health, rhythm, counters, and the loss that is not marked yet. */
import type { GapKind } from '../../preload/contract/health.ts';
import type { Channel, ChannelDescriptor } from '../exchanges/exchange.ts';
import { channelName } from '../exchanges/exchange.ts';
import type { Clock } from './clock.ts';
import { isoMicros } from './clock.ts';
import { nextCheckMs, wants } from './cure.ts';
import type { ChannelChange, ChannelStatus } from './feed-events.ts';
import { initialHealth, nextHealth } from './health.ts';
import { rulesFor } from './health-rules.ts';
import type { Evidence, Health, HealthRules, Want } from './health-types.ts';
import { beat, interrupted, noRhythm, type Rhythm, stillQuiet } from './rhythm.ts';
import type { TradeDesk } from './trade-desk.ts';
import { tradeIdOrNull } from './trade-ids.ts';

/** A gap as the channel knows it; the feed adds venue and account. */
export interface ChannelGap {
  readonly kind: GapKind;
  readonly from: string | null;
  readonly to: string | null;
  readonly missed: number | null;
}

export interface ChannelPorts {
  changed(change: ChannelChange): void;
  gap(runtime: ChannelRuntime, gap: ChannelGap): void;
}

export interface ChannelOptions {
  readonly channel: Channel;
  readonly descriptor: ChannelDescriptor;
  readonly canLook: boolean;
  readonly stallAfterMs: number | null;
}

export class ChannelRuntime {
  readonly channel: Channel;
  readonly descriptor: ChannelDescriptor;
  readonly name: string;
  /** Only for channels of trades. */
  desk: TradeDesk | null = null;
  /** The venue was asked, and has not answered. */
  awaitsAck = false;
  latencyMs: number | null = null;
  latencyAtMs = Number.NEGATIVE_INFINITY;
  readonly #options: ChannelOptions;
  readonly #clock: Clock;
  readonly #ports: ChannelPorts;
  #health: Health;
  #rules: HealthRules;
  #rhythm = noRhythm;
  /** Of messages and of the heartbeats that prove silences; null while heartbeats prove none. */
  #proofRhythm: Rhythm | null = null;
  #messages = 0;
  #gaps = 0;
  #lastDataMs: number | null = null;
  #reportedDataMs: number | null = null;
  #lastWallMs: number | null = null;
  #suspectedMs = Number.NEGATIVE_INFINITY;
  #loss: { readonly kind: GapKind; readonly from: string | null } | null = null;
  #isRetired = false;

  constructor(options: ChannelOptions, clock: Clock, ports: ChannelPorts) {
    this.channel = options.channel;
    this.descriptor = options.descriptor;
    this.name = channelName(options.channel);
    this.#options = options;
    this.#clock = clock;
    this.#ports = ports;
    this.#health = initialHealth(clock.monoMs());
    this.#rules = this.#currentRules();
  }

  get health(): Health {
    return this.#health;
  }

  get hasData(): boolean {
    return this.#lastDataMs !== null;
  }

  get hasLoss(): boolean {
    return this.#loss !== null;
  }

  /** It has left the feed and says nothing more. */
  get isRetired(): boolean {
    return this.#isRetired;
  }

  /** Hands out what it holds back and leaves. */
  retire(): void {
    this.desk?.release();
    this.settle(null, null);
    this.#isRetired = true;
  }

  /** A message of this channel was applied. Cheap: a live channel's health is told at the next check. */
  note(nowMs: number, wallMs: number): void {
    this.#messages += 1;
    this.#lastDataMs = nowMs;
    this.#lastWallMs = wallMs;
    this.#rhythm = beat(this.#rhythm, nowMs);
    if (this.#proofRhythm !== null) this.#proofRhythm = beat(this.#proofRhythm, nowMs);
    if (this.#health.kind !== 'live') this.#tellData();
  }

  hear(evidence: Evidence): void {
    this.#tellData();
    const before = this.#health;
    this.#health = nextHealth(before, evidence, this.#clock.monoMs(), this.#rules);
    if (breaksRhythm.has(evidence.kind) || isProvenDead(this.#health)) this.#interrupt();
    if (evidence.kind === 'heartbeat' || evidence.kind === 'counter') this.#heardBeat(before, evidence);
    // A channel that is down and tries again has nothing new to say until the attempt has failed.
    const isNewAttempt = this.#health.kind === 'down' && evidence.kind === 'disconnected';
    if (this.#health.kind !== before.kind || isNewAttempt) this.announce();
  }

  /** The user asks again, on an open connection, for what was refused. */
  forgiveRefusal(): void {
    if (this.#health.kind !== 'refused') return;
    this.hear({ kind: 'connecting', afresh: true });
    this.hear({ kind: 'connected' });
  }

  /** What time alone does, and what is due next. */
  check(): Want {
    this.#rules = this.#currentRules();
    this.hear({ kind: 'tick' });
    return wants(this.#health, this.#clock.monoMs(), this.#rules);
  }

  /** When `check` must be called again; null while only evidence can change anything. */
  nextCheckMs(): number | null {
    return nextCheckMs(this.#health, this.#clock.monoMs(), this.#rules);
  }

  announce(): void {
    if (this.#isRetired) return;
    const { kind, reason } = this.#health;
    const retryAtMs = this.#health.kind === 'down' ? this.#health.retryAtMs : null;
    this.#ports.changed({ channel: this.channel, state: kind, reason, retryAtMs });
  }

  /** Something was or may have been lost; the gap is marked when its end is known. */
  lose(kind: GapKind): void {
    this.desk?.lose();
    if (this.#loss !== null) return;
    const since = this.#lastWallMs;
    this.#loss = { kind, from: since === null ? null : isoMicros(since) };
  }

  /** The end of a loss is known: marks the gap before anything that follows it. */
  settle(missed: number | null, to: string | null = isoMicros(this.#clock.wallMs())): void {
    if (this.#loss === null) return;
    const { kind, from } = this.#loss;
    this.#loss = null;
    // A silence in which nothing was missed was the market's, any other was not.
    if (missed !== 0) this.#interrupt();
    this.mark({ kind, from, to, missed });
  }

  /** Something may have been lost just now, and what follows will show whether it was. */
  suspect(kind: GapKind): void {
    const nowMs = this.#clock.monoMs();
    if (nowMs < this.#suspectedMs + suspectEveryMs) return;
    this.#suspectedMs = nowMs;
    const from = this.#lastWallMs === null ? null : isoMicros(this.#lastWallMs);
    this.mark({ kind, from, to: isoMicros(this.#clock.wallMs()), missed: null });
  }

  mark(gap: ChannelGap): void {
    this.#gaps += 1;
    this.#ports.gap(this, gap);
  }

  status(): ChannelStatus {
    const { kind, reason, sinceMs, confirmedMs } = this.#health;
    const isLive = kind === 'live' && this.#lastDataMs !== null;
    return {
      channel: this.channel,
      state: kind,
      reason,
      sinceMs,
      lastDataMs: this.#lastDataMs,
      confirmedMs: isLive ? Math.max(confirmedMs ?? 0, this.#lastDataMs ?? 0) : confirmedMs,
      budget: { softMs: this.#rules.softMs, hardMs: this.#rules.hardMs },
      messages: this.#messages,
      latencyMs: this.latencyMs,
      gaps: this.#gaps,
    };
  }

  #tellData(): void {
    if (this.#lastDataMs === null || this.#lastDataMs === this.#reportedDataMs) return;
    this.#reportedDataMs = this.#lastDataMs;
    const before = this.#health;
    const lastTradeId = this.desk?.newestId ?? null;
    this.#health = nextHealth(before, { kind: 'data', lastTradeId }, this.#lastDataMs, this.#rules);
    if (this.#health.kind !== before.kind) this.announce();
  }

  #currentRules(): HealthRules {
    const { canLook, stallAfterMs } = this.#options;
    return rulesFor(this.descriptor, { canLook, rhythm: this.#rhythmNow(), stallAfterMs });
  }

  #interrupt(): void {
    this.#rhythm = interrupted(this.#rhythm);
    if (this.#proofRhythm !== null) this.#proofRhythm = interrupted(this.#proofRhythm);
  }

  /** Where heartbeats prove every silence, they must not stop any more than a busy market may. */
  #heardBeat(before: Health, evidence: Evidence): void {
    if (this.#health.confirmedMs !== before.confirmedMs) {
      this.#proofRhythm = beat(this.#proofRhythm ?? noRhythm, this.#clock.monoMs());
    } else if (evidence.kind === 'heartbeat' && tradeIdOrNull(evidence.lastTradeId) === null) {
      this.#proofRhythm = null;
    }
  }

  #rhythmNow(): Rhythm {
    const health = this.#health;
    if (this.#proofRhythm !== null) return this.#proofRhythm;
    if (health.kind !== 'quiet' || health.proof !== 'rest') return this.#rhythm;
    const nowMs = this.#clock.monoMs();
    const sinceMs = Math.max(health.lastDataMs ?? 0, health.memory.freshMs);
    return stillQuiet(this.#rhythm, nowMs - sinceMs, nowMs);
  }
}

function isProvenDead(health: Health): boolean {
  return health.kind === 'stalled' && health.cause === 'newer-exists';
}

const breaksRhythm: ReadonlySet<Evidence['kind']> = new Set([
  'disconnected',
  'resync-started',
  'woke',
  'own-delay',
]);

/** A venue that sends nothing but rubbish is not worth a line for every frame. */
const suspectEveryMs = 2_000;
