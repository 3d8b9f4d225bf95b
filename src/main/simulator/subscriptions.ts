/** Which client listens to which topic, and whether a topic may be subscribed at all. */
import { words } from './commands.ts';
import type { Outbox, Wire } from './outbox.ts';
import type { RateLimit } from './rate-limit.ts';
import { schemaOf, splitTopic } from './tables.ts';

export interface Subscription {
  readonly table: string;
  readonly symbol: string | null;
  /** Its partial was never sent, so nothing else may be. */
  waiting: boolean;
  /** Data was held back, so that healing must bring a fresh partial. */
  owed: boolean;
}

export interface Session {
  readonly wire: Wire;
  readonly outbox: Outbox;
  readonly commands: RateLimit;
  readonly subscriptions: Map<string, Subscription>;
  /** Connected to /realtimePlatform. */
  readonly platform: boolean;
  authenticated: boolean;
  dropped: boolean;
}

export interface Subscriptions {
  /** null when this session has the topic already. */
  add(session: Session, topic: string, waiting: boolean): Subscription | null;
  /** False when this session does not have the topic. */
  remove(session: Session, topic: string): boolean;
  removeAll(session: Session): void;
  /** Every subscription that covers a symbol's rows, each session once. */
  of(table: string, symbol: string | null): readonly (readonly [Session, Subscription])[];
  /** True when somebody listens. */
  wanted(table: string, symbol: string | null): boolean;
}

export function createSubscriptions(): Subscriptions {
  const listeners = new Map<string, Map<Session, Subscription>>();

  function forget(session: Session, key: string): void {
    const there = listeners.get(key);
    there?.delete(session);
    if (there?.size === 0) listeners.delete(key);
  }

  function both(table: string, symbol: string | null) {
    const one = symbol === null ? undefined : listeners.get(`${table}:${symbol}`);
    return { whole: listeners.get(table), one };
  }

  return {
    add(session, topic, waiting) {
      const { table, symbol } = splitTopic(topic);
      const key = topicKey(topic);
      if (session.subscriptions.has(key)) return null;
      const subscription = { table, symbol, waiting, owed: waiting };
      session.subscriptions.set(key, subscription);
      const there = listeners.get(key) ?? new Map<Session, Subscription>();
      listeners.set(key, there.set(session, subscription));
      return subscription;
    },
    remove(session, topic) {
      const key = topicKey(topic);
      forget(session, key);
      return session.subscriptions.delete(key);
    },
    removeAll(session) {
      for (const key of session.subscriptions.keys()) forget(session, key);
      session.subscriptions.clear();
    },
    of(table, symbol) {
      const { whole, one } = both(table, symbol);
      if (one === undefined) return [...(whole ?? [])];
      if (whole === undefined) return [...one];
      return [...new Map([...whole, ...one])];
    },
    wanted(table, symbol) {
      const { whole, one } = both(table, symbol);
      return whole !== undefined || one !== undefined;
    },
  };
}

/** null when this session may subscribe the topic. */
export function objection(
  session: Session,
  topic: unknown,
  knows: (symbol: string) => boolean,
): { readonly status: number; readonly error: string } | null {
  if (typeof topic !== 'string' || topic === '') return { status: 400, error: words.unrecognised };
  const { table, symbol } = splitTopic(topic);
  const schema = schemaOf(table);
  if (schema === null || (session.platform && !schema.platform)) {
    return { status: 400, error: words.unknownTable(table) };
  }
  if (schema.access === 'account' && !session.authenticated)
    return { status: 401, error: words.accountLocked };
  if (symbol === null) return null;
  if (schema.filter === 'none') return { status: 400, error: words.noFilter(table) };
  return knows(symbol) ? null : { status: 400, error: words.unknownSymbol };
}

/** `trade:*` and `trade` are the same. */
function topicKey(topic: string): string {
  const { table, symbol } = splitTopic(topic);
  return symbol === null ? table : `${table}:${symbol}`;
}
