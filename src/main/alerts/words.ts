/** The sentences of notifications: name, then fact, then number. */
import { duration } from '../../preload/contract/durations.ts';
import type { ChannelState } from '../../preload/contract/health.ts';
import type { Exposure, FeedSight, Loss } from './alert-types.ts';

export interface Words {
  readonly title: string;
  readonly body: string;
}

/** "Bybit main: orders stalled for 42 s" · "3 open positions; prices may be old." */
export function troubleWords(feed: FeedSight, lastedMs: number): Words {
  const { headline, lasts, body } = troubleSentence(feed);
  return { title: lasts ? `${headline} for ${duration(lastedMs)}` : headline, body };
}

/** The same for those who write its length themselves; `lasts`: a length belongs behind the headline. */
export function troubleSentence(feed: FeedSight): {
  readonly headline: string;
  readonly lasts: boolean;
  readonly body: string;
} {
  const { name, state } = feed;
  const reason = sentence(feed.reason);
  if (state === 'refused') return { headline: `${name} needs you`, lasts: false, body: reason };
  if (state === 'waiting') return { headline: `${name} waits for its key`, lasts: false, body: reason };
  const what = state === 'down' || feed.topics.length === 0 ? '' : `${topicWords(feed.topics)} `;
  const body = isExposed(feed.exposure) ? exposureWords(feed.exposure) : reason;
  return { headline: `${name}: ${what}${state}`, lasts: true, body };
}

export function recoveryWords(name: string, lastedMs: number, loss: Loss): Words {
  return { title: `${name} recovered after ${duration(lastedMs)}`, body: lossWords(loss) };
}

/** "Network: 5 feeds down at once" · "Trying again. OKX hedge and Bybit main have open positions." */
export function networkWords(troubled: readonly FeedSight[], all: number, isRepeat: boolean): Words {
  const count = isRepeat ? `${troubled.length} of ${all} feeds still` : feeds(troubled.length);
  const title = `Network: ${count} ${stateWords(troubled)}${isRepeat ? '' : ' at once'}`;
  const exposed = troubled.filter((feed) => isExposed(feed.exposure));
  if (exposed.length === 0) return { title, body: `Trying again. ${names(troubled)}.` };
  const havePositions = exposed.some((feed) => (feed.exposure?.positions ?? 0) > 0);
  const verb = exposed.length === 1 ? 'has' : 'have';
  const what = havePositions ? 'open positions' : 'open orders';
  return { title, body: `Trying again. ${names(exposed)} ${verb} ${what}.` };
}

export function unstableWords(feed: FeedSight, flaps: number): Words {
  return {
    title: `${feed.name} is unstable`,
    body: `Lost ${flaps} times in ten minutes. Nothing more is said until it was calm for ten minutes.`,
  };
}

export function summaryWords(heldBack: readonly string[]): Words {
  const distinct = [...new Set(heldBack)];
  const count = heldBack.length === 1 ? '1 alert was' : `${heldBack.length} alerts were`;
  return {
    title: `${count} held back`,
    body: `${joined(distinct, 3)}. Incidents has everything that happened.`,
  };
}

export function isExposed(exposure: Exposure | null): exposure is Exposure {
  return exposure !== null && (exposure.positions > 0 || exposure.orders > 0);
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 2 more`. */
function joined(parts: readonly string[], most: number): string {
  const shown = parts.length > most ? [...parts.slice(0, most), `${parts.length - most} more`] : parts;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function exposureWords(exposure: Exposure): string {
  const { positions, orders } = exposure;
  const open = [
    positions === 0 ? null : `${positions} open ${positions === 1 ? 'position' : 'positions'}`,
    orders === 0 ? null : `${orders} open ${orders === 1 ? 'order' : 'orders'}`,
  ].filter((part) => part !== null);
  const what = positions === 0 ? 'they' : orders === 0 ? 'prices' : 'numbers';
  return `${joined(open, 2)}; ${what} may be old.`;
}

function lossWords({ missed, refilled }: Loss): string {
  if (missed === null) return 'Nobody can tell what was missed.';
  if (missed === 0) return 'Nothing missed.';
  const lost = missed - refilled;
  const trades = missed === 1 ? '1 trade' : `${missed} trades`;
  return `${trades} missed, ${refilled} refilled${lost > 0 ? `, ${lost} lost` : ''}.`;
}

function topicWords(topics: readonly string[]): string {
  return joined([...new Set(topics.map((topic) => plainTopics[topic] ?? topic))], 3);
}

function stateWords(troubled: readonly FeedSight[]): string {
  const states = new Set<ChannelState>(troubled.map((feed) => feed.state));
  if (!states.has('stalled')) return 'down';
  return states.size === 1 ? 'stalled' : 'stalled or down';
}

function names(feedsNamed: readonly FeedSight[]): string {
  return joined(
    feedsNamed.map((feed) => feed.name),
    3,
  );
}

function feeds(count: number): string {
  return count === 1 ? '1 feed' : `${count} feeds`;
}

function sentence(words: string): string {
  const text = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const plainTopics: Readonly<Record<string, string>> = {
  position: 'positions',
  order: 'orders',
  execution: 'executions',
  margin: 'balances',
  instrument: 'prices',
  quote: 'quotes',
  trade: 'trades',
  tradeBin1m: 'candles',
  orderBookL2: 'the order book',
};
