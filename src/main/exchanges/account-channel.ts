/** Private channels, the same at every venue: silent by nature, so the session speaks for them. */
import type { ChannelDescriptor } from './exchange.ts';

export const accountChannel = {
  scope: 'account',
  budget: { softMs: 30_000, hardMs: 90_000 },
  proof: 'session',
  snapshot: true,
} as const satisfies ChannelDescriptor;

/** What an account consists of, in the order in which it is asked for. */
export const accountTopics = ['margin', 'position', 'order', 'execution'] as const;

export const accountChannels = {
  margin: accountChannel,
  position: accountChannel,
  order: accountChannel,
  execution: accountChannel,
} as const satisfies Record<(typeof accountTopics)[number], ChannelDescriptor>;
