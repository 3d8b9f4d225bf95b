/** The market that is being looked at: asked for when it is chosen, followed until another is. */

import type { MarketUpdate } from '../../../preload/contract/views.ts';
import { bridge } from '../../bridge.ts';
import { scheduleFlush } from '../../store/frames.ts';
import { noteMainClock } from '../../store/main-clock.ts';
import { createValue, useValue } from '../../store/value.ts';
import { applyUpdate, emptyMarket, type MarketState } from './market-state.ts';

export interface MarketName {
  readonly venue: string;
  readonly symbol: string;
}

export interface Watched extends MarketState {
  readonly name: MarketName | null;
  readonly status: 'loading' | 'open' | 'failed';
  readonly error: string | null;
}

const nothing: Watched = { ...emptyMarket, name: null, status: 'loading', error: null };
const watched = createValue<Watched>(nothing);
let pending: MarketUpdate[] = [];

export function useMarket(): Watched {
  return useValue(watched);
}

/** Returns the function that stops watching. */
export function watchMarket(name: MarketName): () => void {
  pending = [];
  watched.set({ ...nothing, name });
  const end = bridge.subscribe('market.update', (update) => {
    if (!concerns(update, name)) return;
    noteMainClock(update.clockMs);
    receive(update);
  });
  bridge.request('market.watch', name).then((result) => {
    if (!isCurrent(name)) return;
    if (!result.ok) {
      watched.set({ ...watched.get(), status: 'failed', error: result.error.message });
      return;
    }
    if (result.value !== null) receive(result.value);
    watched.set({ ...watched.get(), status: 'open' });
  });
  return () => {
    end();
    if (!isCurrent(name)) return;
    pending = [];
    watched.set(nothing);
    bridge.request('market.unwatch', {});
  };
}

function receive(update: MarketUpdate): void {
  pending.push(update);
  scheduleFlush(flush, false);
}

function flush(): void {
  const updates = pending;
  pending = [];
  const before = watched.get();
  if (before.name === null || updates.length === 0) return;
  const state = updates.reduce<MarketState>(applyUpdate, before);
  watched.set({ ...state, name: before.name, status: 'open', error: null });
}

function concerns(update: MarketUpdate, name: MarketName): boolean {
  return update.venue === name.venue && update.symbol === name.symbol;
}

function isCurrent(name: MarketName): boolean {
  return watched.get().name === name;
}
