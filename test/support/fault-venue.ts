/** What the fault suite asks of a local venue: faults to order, and the truth to compare with. */
import type { Exchange, Signer } from '../../src/main/exchanges/exchange.ts';
import type { TableStore } from '../../src/main/tables/table-store.ts';

export type VenueFault =
  /** Data stops, pongs go on; `heartbeats` too where the venue has them and they are not said to stop. */
  | { readonly kind: 'mute'; readonly symbol?: string; readonly heartbeats?: 'stop' }
  /** Nothing is answered any more, not even an upgrade, until it heals. */
  | { readonly kind: 'black-hole' }
  /** The connections that exist are dead, new ones are served. */
  | { readonly kind: 'half-open' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'close'; readonly code: number }
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly times: number;
      readonly retryAfterSeconds?: number;
    }
  | { readonly kind: 'bad-frame'; readonly frame: 'truncated' | 'binary' | 'not-json' | 'oversized' }
  /** Trades of the first symbol are made and not sent, and then one that is. */
  | { readonly kind: 'lose'; readonly count: number }
  /** Subscriptions are acknowledged and not served. */
  | { readonly kind: 'ack-only' }
  /** Nothing is traded and nothing changes. */
  | { readonly kind: 'quiet' }
  /** Snapshots, or the last trades, are sent again; of a table perhaps without its first rows. */
  | { readonly kind: 'repeat'; readonly withoutRows?: number }
  | { readonly kind: 'unknown-row'; readonly topic: string; readonly action: 'update' | 'delete' }
  /** Heartbeats name 0 as the last trade. */
  | { readonly kind: 'zero-heartbeats' };

/** A subscription as the venue got it. */
export interface Asked {
  readonly atMs: number;
  readonly channels: readonly string[];
}

export interface FaultVenue {
  readonly exchange: Exchange;
  readonly url: string;
  readonly rest: string;
  readonly signer: Signer | null;
  /** The channels to open. */
  readonly channels: readonly string[];
  /** The symbols of those that are trades. */
  readonly symbols: readonly string[];
  /** Both in the order and with the monotonic time they came. */
  readonly asked: readonly Asked[];
  readonly upgradesMs: readonly number[];
  readonly clients: number;
  /** Called when a subscription comes, before it is served where that is possible. */
  onAsked: (channels: readonly string[]) => void;
  inject(fault: VenueFault): void;
  heal(): void;
  /** The market stands still for good, so that there is one truth to compare with. */
  freeze(): void;
  /** Ids of the trades that were made, oldest first. */
  truth(symbol: string): Promise<readonly string[]>;
  /** What our tables say differently from the venue's; only after `freeze`. */
  differences(store: TableStore): Promise<readonly string[]>;
  close(): Promise<void>;
}
