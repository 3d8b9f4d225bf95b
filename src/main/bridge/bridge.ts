/** Answers the window's requests: knows the names, checks the payloads, bounds the rate, and never throws. */
import type { Result } from '../../preload/contract/bridge.ts';
import { type RequestName, requests } from '../../preload/contract/requests.ts';
import { type Handlers, handlers } from './handlers.ts';
import { type Allowance, createRequestBudget } from './request-budget.ts';
import { refusal } from './result.ts';
import type { Services } from './services.ts';

export interface BridgeOptions {
  readonly services: Services;
  readonly monoMs: () => number;
  /** Hears of failures that no handler foresaw; their text never crosses the bridge. */
  readonly report: (what: string, cause: unknown) => void;
}

/** Answers one request; both arguments come from the window and are trusted in nothing. */
export type Answer = (name: unknown, payload: unknown) => Promise<Result<unknown>>;

export function createBridge(options: BridgeOptions): Answer {
  const budget = createRequestBudget(costly);
  return async (name, payload) => {
    if (!isRequestName(name)) return refusal('unknown-request', 'Vigil has no request of that name.');
    if (!budget.take(name, options.monoMs())) {
      return refusal(
        'too-many-requests',
        `Too many requests "${name}" at once. Wait a second and try again.`,
      );
    }
    try {
      return await answer(name, payload, options.services);
    } catch (cause) {
      options.report(`request "${name}"`, cause);
      return refusal('internal', `Vigil could not answer "${name}". The log says why.`);
    }
  };
}

function answer<N extends RequestName>(
  name: N,
  payload: unknown,
  services: Services,
): Result<unknown> | Promise<Result<unknown>> {
  const checked = requests[name].safeParse(payload);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    // It may repeat what was sent, whatever its length.
    const where = issue === undefined ? '' : ` ${issue.path.join('.')}: ${issue.message}.`.slice(0, 300);
    return refusal('bad-payload', `The request "${name}" has the wrong shape.${where}`);
  }
  // The schema and the handler of one name belong together; the compiler cannot follow that through a union.
  const handler = handlers[name] as (payload: unknown, services: Services) => ReturnType<Handlers[N]>;
  return handler(checked.data, services);
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

const costly: Partial<Record<RequestName, Allowance>> = {
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
