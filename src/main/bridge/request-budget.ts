/** How often a window may ask for something: a bucket of tokens per request name. Pure: the caller brings the time. */

export interface RequestBudget<N extends string> {
  /** True when the request may run now; it is then counted. */
  take(name: N, nowMs: number): boolean;
}

export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  filledMs: number;
}

/** `special`: for requests that cost more than most. */
export function createRequestBudget<N extends string>(
  special: Readonly<Partial<Record<N, Allowance>>>,
): RequestBudget<N> {
  const buckets = new Map<N, Bucket>();
  return {
    take(name, nowMs) {
      const { burst, perSecond } = { ...usual, ...special[name] };
      const bucket = buckets.get(name) ?? { tokens: burst, filledMs: nowMs };
      const refill = ((nowMs - bucket.filledMs) / 1000) * perSecond;
      const tokens = Math.min(burst, bucket.tokens + refill);
      const allowed = tokens >= 1;
      buckets.set(name, { tokens: allowed ? tokens - 1 : tokens, filledMs: nowMs });
      return allowed;
    },
  };
}

// Far above what hands can do, far below what hurts.
const usual: Allowance = { burst: 40, perSecond: 20 };
