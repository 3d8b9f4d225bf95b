/** What Vigil sends to Deribit: JSON-RPC requests that subscribe. https://docs.deribit.com/articles/notifications, read 2026-11-24 */
import { accountTopics } from './account-channel.ts';
import { deribitChannel, requestId } from './deribit-messages.ts';
import type { Channel } from './exchange.ts';

/**
 * Few frames, since the venue counts subscriptions; at most 500 channels go into one. Private ones carry the
 * token of the login.
 */
export function deribitCommands(
  action: 'subscribe' | 'unsubscribe',
  wanted: readonly Channel[],
  token: string | null = null,
): readonly string[] {
  const channels = action === 'subscribe' ? wanted : wanted.filter((channel) => isLast(channel, wanted));
  const kinds = [
    ['public', channels.filter(({ symbol }) => symbol !== null), {}],
    [
      'private',
      channels.filter(({ symbol }) => symbol === null),
      token === null ? {} : { access_token: token },
    ],
  ] as const;
  const frames: string[] = [];
  for (const [kind, own, proof] of kinds) {
    for (let from = 0; from < own.length; from += mostChannels) {
      const some = own.slice(from, from + mostChannels);
      const id = action === 'subscribe' ? requestId(some) : action;
      const names = [...new Set(some.map(deribitChannel))];
      frames.push(deribitRequest(id, `${kind}/${action}`, { channels: names, ...proof }));
    }
  }
  return frames;
}

export function deribitRequest(id: string, method: string, params: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

/** Orders, executions and positions share a channel, which goes only with the last of them. */
function isLast(channel: Channel, leaving: readonly Channel[]): boolean {
  if (channel.symbol !== null) return true;
  const sharing = accountTopics
    .map((topic) => ({ topic, symbol: null }))
    .filter((other) => deribitChannel(other) === deribitChannel(channel));
  return sharing.every(({ topic }) => leaving.some((one) => one.symbol === null && one.topic === topic));
}

const mostChannels = 500;
