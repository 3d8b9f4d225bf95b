/** How far the channels behind a row can be trusted now. */
import { useCallback, useSyncExternalStore } from 'react';
import type { ChannelState } from '../../preload/contract/health.ts';
import { type ChannelView, channelId } from '../../preload/contract/views.ts';
import { worst, worstState } from '../format/health.ts';
import { tables } from './tables.ts';

/** A channel by every id it may have, the most precise first: a feed may be subscribed for all symbols. */
export type ChannelRef = readonly string[];

export function accountChannel(row: { venue: string; account: string | null }, topic: string): ChannelRef {
  return [channelId(row.venue, row.account, topic, null)];
}

export function marketChannel(row: { venue: string; symbol: string | null }, topic: string): ChannelRef {
  return [channelId(row.venue, null, topic, row.symbol), channelId(row.venue, null, topic, null)];
}

export function channelOf(ref: ChannelRef): ChannelView | null {
  for (const id of ref) {
    const channel = tables.channel.row(id);
    if (channel !== undefined) return channel;
  }
  return null;
}

/** The worst of the row's channels, as it stands; null while none is known. */
export function worstChannel(refs: readonly ChannelRef[]): ChannelView | null {
  return worst(known(refs));
}

function stateOf(refs: readonly ChannelRef[]): ChannelState {
  return worstState(known(refs).map(({ state }) => state)) ?? 'connecting';
}

function known(refs: readonly ChannelRef[]): readonly ChannelView[] {
  return refs.map(channelOf).filter((channel) => channel !== null);
}

/** Re-renders only when the worst state changes, not at every confirmation. */
export function useWorstState(refs: readonly ChannelRef[]): ChannelState {
  const subscribe = useSubscription(refs);
  return useSyncExternalStore(subscribe, () => stateOf(refs));
}

/** Re-renders at every change of the worst channel. */
export function useWorstChannel(refs: readonly ChannelRef[]): ChannelView | null {
  const subscribe = useSubscription(refs);
  return useSyncExternalStore(subscribe, () => worstChannel(refs));
}

function useSubscription(refs: readonly ChannelRef[]): (listener: () => void) => () => void {
  const ids = refs.flat().join('\n');
  return useCallback(
    (listener: () => void) => {
      const ends = ids.split('\n').map((id) => tables.channel.subscribeRow(id, listener));
      return () => {
        for (const end of ends) end();
      };
    },
    [ids],
  );
}
