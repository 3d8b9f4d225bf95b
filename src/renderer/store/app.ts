/** Facts about the program itself: version, runtime, its own health, and the window's state. */
import type { SelfHealth } from '../../preload/contract/events.ts';
import type { AppInfo } from '../../preload/contract/requests.ts';
import { bridge } from '../bridge.ts';
import { createValue, useValue } from './value.ts';

const info = createValue<AppInfo | null>(null);
const health = createValue<SelfHealth | null>(null);
const maximised = createValue(false);

export async function startApp(): Promise<void> {
  bridge.subscribe('self.health', (next) => health.set(next));
  bridge.subscribe('window.state', (next) => maximised.set(next.maximised));
  const result = await bridge.request('app.info', {});
  if (result.ok) info.set(result.value);
  // What came before this request was answered is in its answer.
  bridge.subscribe('app.notices', ({ notices }) => {
    const known = info.get();
    if (known !== null) info.set({ ...known, notices });
  });
}

export function useAppInfo(): AppInfo | null {
  return useValue(info);
}

export function useSelfHealth(): SelfHealth | null {
  return useValue(health);
}

export function useMaximised(): boolean {
  return useValue(maximised);
}
