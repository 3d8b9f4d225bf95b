/** The practice venue's public face: a real server on loopback that speaks the BitMEX dialect. */

/** Faults that last until `heal` or their own end; each names what the client sees. */
export type Fault =
  /** Nothing more is sent on data topics; pongs go on. `topics` limits it, e.g. `trade:XBTUSD`. */
  | { readonly kind: 'mute'; readonly topics?: readonly string[] }
  /** Accepts bytes and answers nothing at all, not even pongs. */
  | { readonly kind: 'black-hole' }
  /** Cuts every TCP connection now. */
  | { readonly kind: 'drop' }
  /** Closes every connection with this code and reason. */
  | { readonly kind: 'close'; readonly code: number; readonly reason?: string }
  /** Answers the next `times` upgrades with this HTTP status (429, 503, 401 …). */
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly times: number;
      readonly retryAfterSeconds?: number;
    }
  /** Holds every frame back by this much. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Sends the partial of every subscribed topic again; `withoutRows` leaves out its first rows. */
  | { readonly kind: 'duplicate-partial'; readonly withoutRows?: number }
  /** Sends an update or delete for a row that does not exist. */
  | { readonly kind: 'unknown-row'; readonly topic: string; readonly action: 'update' | 'delete' }
  /** Sends one bad frame. */
  | { readonly kind: 'bad-frame'; readonly frame: 'truncated' | 'binary' | 'not-json' | 'oversized' }
  /** Acknowledges subscriptions and then sends nothing for them. */
  | { readonly kind: 'ack-only' }
  /** Drops the listed topics' next `count` data messages. */
  | { readonly kind: 'lose'; readonly topic: string; readonly count: number };

export interface PracticeOptions {
  /** Same seed, same market. */
  readonly seed: number;
  /** 1: real time; 50: fifty market steps where there would be one. */
  readonly speed: number;
  /** 0 (default): any free port. */
  readonly port?: number;
  /** Minutes of history generated before the start, so that candles are there at once. */
  readonly historyMinutes?: number;
}

export interface PracticeStats {
  readonly steps: number;
  /** Left out because the machine slept or could not keep up. */
  readonly skippedSteps: number;
  readonly frames: number;
  readonly clients: number;
  /** Requests and upgrades that hang in a black hole. */
  readonly held: number;
}

export interface PracticeVenue {
  readonly wsUrl: string;
  readonly restUrl: string;
  /** A key pair made for this run; the signature is really checked. */
  readonly key: string;
  readonly secret: string;
  readonly symbols: readonly string[];
  stats(): PracticeStats;
  inject(fault: Fault): void;
  /** Ends every lasting fault. */
  heal(): void;
  /** What clients sent: for tests that prove what was and was not asked. */
  readonly received: readonly { readonly connection: number; readonly text: string }[];
  readonly requests: readonly { readonly method: string; readonly url: string }[];
  /** Upgrades seen so far, with the monotonic time of each. */
  readonly upgrades: readonly { readonly atMs: number; readonly path: string }[];
  close(): Promise<void>;
}
