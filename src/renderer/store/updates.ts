/** What is known of newer versions, as main tells it, and what can be asked about them. */
import type { Result } from '../../preload/contract/bridge.ts';
import type { NewRelease, UpdatesView } from '../../preload/contract/updates.ts';
import { bridge } from '../bridge.ts';
import { toast } from './toasts.ts';
import { createValue, useValue } from './value.ts';

const updates = createValue<UpdatesView | null>(null);

export async function startUpdates(): Promise<void> {
  bridge.subscribe('updates.changed', updates.set);
  const result = await bridge.request('updates.state', {});
  // An event that came meanwhile is newer than the answer.
  if (result.ok && updates.get() === null) updates.set(result.value);
}

/** null until main has told. */
export function useUpdates(): UpdatesView | null {
  return useValue(updates);
}

/** A newer version that the user has not skipped. */
export function useNewRelease(): NewRelease | null {
  const view = useUpdates();
  return view === null || view.skipped ? null : view.release;
}

export async function lookNow(): Promise<void> {
  say('Vigil did not look', await bridge.request('updates.look', {}));
}

export async function openReleasePage(): Promise<void> {
  say('The page was not opened', await bridge.request('updates.open-page', {}));
}

export async function skipRelease(skipped: boolean): Promise<void> {
  say('The version was not skipped', await bridge.request('updates.skip', { skipped }));
}

function say(problem: string, result: Result<null>): void {
  if (!result.ok) toast(problem, result.error.message);
}
