/** Finds the channel that a message belongs to, by topic and symbol. */
import type { Channel } from '../exchanges/exchange.ts';
import type { ChannelRuntime } from './channel-runtime.ts';

interface Topic {
  /** The channel without a symbol, which takes every symbol. */
  whole: ChannelRuntime | null;
  readonly bySymbol: Map<string, ChannelRuntime>;
}

export interface ChannelMap {
  /** A new list whenever a channel comes or goes. */
  readonly all: readonly ChannelRuntime[];
  /** null when no such channel was asked for. */
  find(topic: string, symbol: string | null): ChannelRuntime | null;
  /** Every channel of a topic whose rows `symbol` covers; null covers all. */
  covered(topic: string, symbol: string | null): readonly ChannelRuntime[];
  forSymbol(symbol: string | null): readonly ChannelRuntime[];
}

export interface EditableChannelMap extends ChannelMap {
  add(runtime: ChannelRuntime): void;
  remove(runtime: ChannelRuntime): void;
}

export function channelMap(): EditableChannelMap {
  const topics = new Map<string, Topic>();
  let all: readonly ChannelRuntime[] = [];

  function find(topic: string, symbol: string | null): ChannelRuntime | null {
    const entry = topics.get(topic);
    if (entry === undefined) return null;
    return (symbol === null ? undefined : entry.bySymbol.get(symbol)) ?? entry.whole;
  }
  return {
    get all() {
      return all;
    },
    add(runtime) {
      const { topic, symbol } = runtime.channel;
      const entry: Topic = topics.get(topic) ?? { whole: null, bySymbol: new Map() };
      if (symbol === null) entry.whole = runtime;
      else entry.bySymbol.set(symbol, runtime);
      topics.set(topic, entry);
      all = [...all, runtime];
    },
    remove(runtime) {
      const { topic, symbol } = runtime.channel;
      const entry = topics.get(topic);
      if (symbol !== null) entry?.bySymbol.delete(symbol);
      else if (entry !== undefined) entry.whole = null;
      all = all.filter((one) => one !== runtime);
    },
    find,
    covered(topic, symbol) {
      const one = find(topic, symbol);
      if (one !== null) return [one];
      return symbol === null ? [...(topics.get(topic)?.bySymbol.values() ?? [])] : [];
    },
    forSymbol: (symbol) => (symbol === null ? all : all.filter((one) => one.channel.symbol === symbol)),
  };
}

/** The runtime of exactly this channel, as an acknowledgement or a refusal names it. */
export function exactChannel(map: ChannelMap, channel: Channel): ChannelRuntime | null {
  const found = map.find(channel.topic, channel.symbol);
  return found !== null && found.channel.symbol === channel.symbol ? found : null;
}
