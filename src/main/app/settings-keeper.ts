/** The settings in memory and in their file; the markets in them are main's own, the rest is the window's. */
import type { Market, Settings } from '../../preload/contract/settings.ts';

export interface SettingsStore {
  save(settings: Settings): Promise<void>;
}

export interface SettingsKeeper {
  current(): Settings;
  /** Takes what the window chose; the list of markets stays as it is here. */
  choose(settings: Settings): Promise<void>;
  setMarkets(markets: readonly Market[]): Promise<void>;
}

export function keepSettings(loaded: Settings, store: SettingsStore): SettingsKeeper {
  let settings = loaded;
  return {
    current: () => settings,
    choose(next) {
      settings = { ...next, markets: settings.markets };
      return store.save(settings);
    },
    setMarkets(markets) {
      settings = { ...settings, markets: [...markets] };
      return store.save(settings);
    },
  };
}
