/** Counts who wants each channel of a feed: it comes with the first and leaves with the last of them. */
import { type Channel, channelName } from '../exchanges/exchange.ts';

export interface ChannelUses {
  /** Those of the channels that nobody wanted until now. */
  add(channels: readonly Channel[]): readonly Channel[];
  /** Those of the channels that nobody wants any more. */
  remove(channels: readonly Channel[]): readonly Channel[];
}

export function channelUses(): ChannelUses {
  const counts = new Map<string, number>();
  return {
    add: (channels) =>
      channels.filter((channel) => {
        const name = channelName(channel);
        const count = counts.get(name) ?? 0;
        counts.set(name, count + 1);
        return count === 0;
      }),
    remove: (channels) =>
      channels.filter((channel) => {
        const name = channelName(channel);
        const count = counts.get(name) ?? 0;
        if (count > 1) counts.set(name, count - 1);
        else counts.delete(name);
        return count === 1;
      }),
  };
}
