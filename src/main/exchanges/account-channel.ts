/** The descriptor of private channels, the same at every venue: silent by nature, so the session speaks for them. */
import type { ChannelDescriptor } from './exchange.ts';

export const accountChannel = {
  scope: 'account',
  budget: { softMs: 30_000, hardMs: 90_000 },
  proof: 'session',
  snapshot: true,
} as const satisfies ChannelDescriptor;
