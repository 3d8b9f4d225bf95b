/** What the user chose: loaded once, kept here, written back a moment after each change. */
import { useSyncExternalStore } from 'react';
import { defaultSettings } from '../../preload/contract/default-settings.ts';
import type { Settings, TableLayout } from '../../preload/contract/settings.ts';
import { bridge } from '../bridge.ts';
import { toast } from './toasts.ts';
import { createValue } from './value.ts';

const settings = createValue<Settings>(defaultSettings);
/** Short, because the window is not told before the app quits; long enough for a column that is dragged. */
const betweenSavesMs = 150;
let timer: ReturnType<typeof setTimeout> | null = null;

export async function loadSettings(): Promise<void> {
  const result = await bridge.request('settings.load', {});
  if (result.ok) settings.set(result.value);
  else toast('The settings could not be read', `${result.error.message} Vigil goes on with its defaults.`);
  addEventListener('pagehide', saveNow);
}

export function currentSettings(): Settings {
  return settings.get();
}

export function useSettings<T>(select: (settings: Settings) => T): T {
  return useSyncExternalStore(settings.subscribe, () => select(settings.get()));
}

export function changeSettings(change: Partial<Settings>): void {
  settings.set({ ...settings.get(), ...change });
  timer ??= setTimeout(saveNow, betweenSavesMs);
}

export function rememberLayout(table: string, layout: TableLayout | null): void {
  const { [table]: _, ...others } = settings.get().tables;
  changeSettings({ tables: layout === null ? others : { ...others, [table]: layout } });
}

function saveNow(): void {
  if (timer === null) return;
  clearTimeout(timer);
  timer = null;
  bridge.request('settings.save', { settings: settings.get() }).then((result) => {
    if (!result.ok) toast('The settings could not be saved', result.error.message);
  });
}
