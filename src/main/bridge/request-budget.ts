/** How often the window may ask for something: a bucket of tokens per request name. Pure: the caller brings the time. */
import type { RequestName } from '../../preload/contract/requests.ts';

export interface RequestBudget {
  /** True when the request may run now; it is then counted. */
  take(name: RequestName, nowMs: number): boolean;
}

interface Bucket {
  tokens: number;
  filledMs: number;
}

export function createRequestBudget(): RequestBudget {
  const buckets = new Map<RequestName, Bucket>();
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

interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

// Far above what hands can do, far below what hurts.
const usual: Allowance = { burst: 40, perSecond: 20 };
const special: Partial<Record<RequestName, Allowance>> = {
  'app.licences': { burst: 5, perSecond: 1 },
  'app.open-notices': { burst: 3, perSecond: 0.5 },
  'app.diagnostics': { burst: 10, perSecond: 1 },
  'export.csv': { burst: 3, perSecond: 0.5 },
  'clipboard.write': { burst: 10, perSecond: 5 },
  'markets.add': { burst: 10, perSecond: 1 },
  'markets.remove': { burst: 10, perSecond: 1 },
  'feeds.reconnect': { burst: 10, perSecond: 1 },
  'feeds.pause': { burst: 10, perSecond: 1 },
  'feeds.resubscribe': { burst: 20, perSecond: 2 },
  'incidents.export': { burst: 3, perSecond: 0.5 },
  'alerts.test': { burst: 3, perSecond: 0.5 },
  'accounts.check': { burst: 10, perSecond: 0.5 },
  'accounts.unlock': { burst: 5, perSecond: 0.5 },
  // A page that is not ours any more must not fill the browser, or ask somebody's server over and over.
  'updates.look': { burst: 5, perSecond: 0.2 },
  'updates.open-page': { burst: 3, perSecond: 0.2 },
  'practice.fault': { burst: 20, perSecond: 5 },
};
