/** What a client of the BitMEX dialect can say, and the words in which the venue answers. */
import { tables } from './tables.ts';

export type Command =
  | { readonly kind: 'ping' }
  | { readonly kind: 'help' }
  | {
      readonly kind: 'subscribe' | 'unsubscribe';
      readonly topics: readonly unknown[];
      readonly request: unknown;
    }
  | {
      readonly kind: 'authenticate';
      readonly key: string;
      readonly stamp: number;
      readonly signature: string;
      /** An expiry in seconds, or the retired nonce. */
      readonly stampIs: 'expires' | 'nonce';
      readonly request: unknown;
    }
  | { readonly kind: 'order-entry'; readonly request: unknown }
  | { readonly kind: 'unknown'; readonly request: unknown };

export function parseCommand(text: string): Command {
  if (text === 'ping' || text === 'help') return { kind: text };
  const request = parseJson(text);
  if (typeof request !== 'object' || request === null)
    return { kind: 'unknown', request: text.slice(0, 500) };
  const { op, args } = request as { op?: unknown; args?: unknown };
  const list: readonly unknown[] = Array.isArray(args) ? args : args === undefined ? [] : [args];
  switch (op) {
    case 'ping':
    case 'help':
      return { kind: op };
    case 'subscribe':
    case 'unsubscribe':
      return { kind: op, topics: list, request };
    case 'authKeyExpires':
    case 'authKey': {
      const [key, stamp, signature] = list;
      if (typeof key !== 'string' || typeof stamp !== 'number' || typeof signature !== 'string') {
        return { kind: 'unknown', request };
      }
      const stampIs = op === 'authKey' ? 'nonce' : 'expires';
      return { kind: 'authenticate', key, stamp, signature, stampIs, request };
    }
    case 'cancelAllAfter':
      return { kind: 'order-entry', request };
    default:
      return { kind: 'unknown', request };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Anything else than JSON is answered like JSON that makes no sense.
    return null;
  }
}

const documentation = 'https://www.bitmex.com/app/wsAPI';

/** Wordings as seen from the venue; https://github.com/BitMEX/api-connectors/issues/22 and others, read 2026-11-24. */
export const words = {
  unknownTable: (table: string) => `Unknown table: ${table}`,
  unknownSymbol: 'Unknown or expired symbol.',
  accountLocked: 'User requested an account-locked subscription but no authorization was provided.',
  subscribed: (topic: string) =>
    `You are already subscribed to this topic:${topic}. Please see the documentation at ${documentation}.`,
  notSubscribed: (topic: string) => `You are not subscribed to this topic:${topic}.`,
  noFilter: (table: string) => `${table} cannot be filtered by symbol.`,
  tooFast: (seconds: number) => `Rate limit exceeded, retry in ${seconds} seconds.`,
  noOrders: 'The practice venue takes no orders.',
  unrecognised: `Unrecognized request. See the documentation or send 'help' for more info: ${documentation}`,
} as const;

export function errorFrame(status: number, error: string, request: unknown, meta: object = {}): string {
  return JSON.stringify({ status, error, meta, request });
}

export function ackFrame(op: 'subscribe' | 'unsubscribe', topic: string, request: unknown): string {
  return JSON.stringify({ success: true, [op]: topic, request });
}

export function welcomeFrame(timestamp: string, remaining: number): string {
  return JSON.stringify({
    info: 'Welcome to the BitMEX Realtime API.',
    version: '2024-06-12T21:37:02.000Z',
    timestamp,
    docs: documentation,
    heartbeatEnabled: false,
    limit: { remaining },
  });
}

/** The list of topics, for `help` and for GET /schema/websocketHelp. */
export function helpText(): Record<string, unknown> {
  const names = (access: 'public' | 'account') =>
    Object.entries(tables)
      .filter(([, schema]) => schema.access === access)
      .map(([name]) => name);
  return {
    info: `See ${documentation} and https://www.bitmex.com/api/v1/schema for the documentation of this dialect.`,
    usage: '{"op": "operation", "args": ["arg1", "arg2"]}',
    ops: ['authKeyExpires', 'authKey', 'help', 'ping', 'subscribe', 'unsubscribe'],
    subscribe: 'To subscribe, send: {"op": "subscribe", "args": [subscriptionTopic, ...]}.',
    subscriptionSubjects: {
      authenticationRequired: names('account'),
      public: names('public'),
    },
  };
}
