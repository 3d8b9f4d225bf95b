/** Turns one `--venue` with its symbols, channels and addresses into what is to be opened. */
import type { Channel, ChannelDescriptor, Exchange } from '../exchanges/exchange.ts';
import { findVenue } from '../exchanges/registry.ts';
import type { Parsed } from './options.ts';

/** As typed. */
export interface RawGroup {
  readonly venue: string;
  symbols?: string;
  channels?: string;
  endpoint?: string;
  rest?: string;
  account?: string;
}

/** Checked against the venue; nothing is connected yet. */
export interface Group {
  readonly venue: string;
  readonly exchange: Exchange;
  /** Empty: all symbols of the practice venue. */
  readonly symbols: readonly string[];
  readonly publicTopics: readonly string[];
  readonly accountTopics: readonly string[];
  /** The label of the stored account whose channels are opened; null: none. */
  readonly account: string | null;
  /** As given; null for the practice venue, and where the stored account brings it. */
  readonly endpoint: string | null;
  readonly rest: string | null;
}

export function groupOf(raw: RawGroup): Parsed<Group> {
  const found = findVenue(raw.venue);
  if (found.kind !== 'supported') return wrong(found.message);
  const { exchange } = found;
  const isPractice = raw.venue === practice;
  const stray = accountProblem(raw, exchange, isPractice);
  if (stray !== null) return wrong(stray);
  const topics = topicsOf(raw, exchange, isPractice);
  if (!topics.ok) return topics;
  const symbols = symbolsOf(raw, exchange, topics.value.some(needsSymbol(exchange)) && !isPractice);
  if (!symbols.ok) return symbols;
  const addresses = addressesOf(raw, exchange, isPractice);
  if (!addresses.ok) return addresses;
  const isAccount = (topic: string) => descriptorOf(exchange, topic)?.scope === 'account';
  return {
    ok: true,
    value: {
      venue: raw.venue,
      account: raw.account ?? null,
      exchange,
      symbols: symbols.value,
      publicTopics: topics.value.filter((topic) => !isAccount(topic)),
      accountTopics: topics.value.filter(isAccount),
      ...addresses.value,
    },
  };
}

/** One channel for each topic and symbol, and one for a topic that has no symbols. */
export function channelsOf(
  exchange: Exchange,
  topics: readonly string[],
  symbols: readonly string[],
): readonly Channel[] {
  return topics.flatMap((topic): readonly Channel[] =>
    needsSymbol(exchange)(topic) ? symbols.map((symbol) => ({ topic, symbol })) : [{ topic, symbol: null }],
  );
}

function topicsOf(raw: RawGroup, exchange: Exchange, isPractice: boolean): Parsed<readonly string[]> {
  const defaults = exchange.defaultTopics;
  const topics = [...topicsNamed(raw, defaults, isPractice)];
  if (topics.length === 0) return wrong(`--channels of ${raw.venue} names no channel.`);
  for (const topic of topics) {
    const descriptor = descriptorOf(exchange, topic);
    if (descriptor === undefined) {
      const names = Object.keys(exchange.channels).join(', ');
      return wrong(`${exchange.name} has no channel "${topic}". Choose from: ${names}.`);
    }
    if (descriptor.scope === 'account' && !isPractice && raw.account === undefined) {
      return wrong(`${topic} of ${exchange.name} needs an account: say which with --account.`);
    }
  }
  const isAccount = (topic: string) => descriptorOf(exchange, topic)?.scope === 'account';
  // An account that is named and none of whose channels are: all that make it up.
  if (raw.account !== undefined && !topics.some(isAccount)) topics.push(...defaults.account);
  return { ok: true, value: topics };
}

function topicsNamed(
  raw: RawGroup,
  defaults: Exchange['defaultTopics'],
  isPractice: boolean,
): readonly string[] {
  if (raw.channels !== undefined) return listOf(raw.channels);
  if (isPractice) return [...defaults.public, ...defaults.account];
  return raw.account !== undefined && raw.symbols === undefined ? defaults.account : defaults.public;
}

/** What is wrong with --account, or null. */
function accountProblem(raw: RawGroup, exchange: Exchange, isPractice: boolean): string | null {
  if (raw.account === undefined) return null;
  if (isPractice) return 'The practice venue brings its own account; --account goes with the other venues.';
  return exchange.account === undefined ? `Vigil cannot watch accounts of ${exchange.name} yet.` : null;
}

function symbolsOf(raw: RawGroup, exchange: Exchange, areNeeded: boolean): Parsed<readonly string[]> {
  const symbols = listOf(raw.symbols ?? '');
  if (symbols.length === 0 && (areNeeded || raw.symbols !== undefined)) {
    return wrong(`${raw.venue} needs --symbols, one or more separated by commas.`);
  }
  const malformed = symbols.find((symbol) => !exchange.symbolPattern.test(symbol));
  if (malformed !== undefined) return wrong(`"${malformed}" is not how ${exchange.name} writes a symbol.`);
  return { ok: true, value: symbols };
}

function addressesOf(
  raw: RawGroup,
  exchange: Exchange,
  isPractice: boolean,
): Parsed<Pick<Group, 'endpoint' | 'rest'>> {
  if (isPractice) {
    if (raw.endpoint === undefined && raw.rest === undefined) {
      return { ok: true, value: { endpoint: null, rest: null } };
    }
    return wrong('The practice venue starts by itself; --endpoint and --rest go with --venue bitmex.');
  }
  // What is not given here comes from the account; that it may be used there is checked with it.
  if (raw.account !== undefined && raw.endpoint === undefined) {
    return checkedAddresses({ endpoint: null, rest: raw.rest ?? null });
  }
  const endpoint = raw.endpoint ?? exchange.endpoints.ws;
  if (endpoint === null) {
    return wrong(`${exchange.name} has closed. Give the address of a compatible server with --endpoint.`);
  }
  // Trades of the live venue must never be mixed into those of another server.
  const rest = raw.rest ?? (raw.endpoint === undefined ? exchange.endpoints.rest : null);
  return checkedAddresses({ endpoint, rest });
}

function checkedAddresses({
  endpoint,
  rest,
}: Pick<Group, 'endpoint' | 'rest'>): Parsed<Pick<Group, 'endpoint' | 'rest'>> {
  if (endpoint !== null && !isAddress(endpoint, ['ws:', 'wss:'])) {
    return wrong(`--endpoint must be an address that starts with ws:// or wss://, not "${endpoint}".`);
  }
  if (rest !== null && !isAddress(rest, ['http:', 'https:'])) {
    return wrong(`--rest must be an address that starts with http:// or https://, not "${rest}".`);
  }
  return { ok: true, value: { endpoint, rest } };
}

function isAddress(text: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return protocols.includes(url.protocol) && url.hostname !== '' && url.hash === '';
}

function needsSymbol(exchange: Exchange): (topic: string) => boolean {
  return (topic) => descriptorOf(exchange, topic)?.scope === 'symbol';
}

function descriptorOf(exchange: Exchange, topic: string): ChannelDescriptor | undefined {
  return Object.hasOwn(exchange.channels, topic) ? exchange.channels[topic] : undefined;
}

function listOf(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

function wrong(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

const practice = 'practice';
