/** The settings in memory and in their file; the markets in them are main's own, the rest is the window's. */
import type { Result } from '../../preload/contract/bridge.ts';
import type { Market, Settings } from '../../preload/contract/settings.ts';
import { refusal, success } from '../bridge/result.ts';

export interface SettingsStore {
  save(settings: Settings): Promise<void>;
}

export interface SettingsKeeper {
  current(): Settings;
  /** Takes what the window chose; the list of markets stays as it is here. */
  choose(settings: Settings): Promise<Result<null>>;
  setMarkets(markets: readonly Market[]): Promise<Result<null>>;
}

export function keepSettings(loaded: Settings, store: SettingsStore): SettingsKeeper {
  let settings = loaded;
  async function keep(next: Settings): Promise<Result<null>> {
    settings = next;
    try {
      await store.save(next);
      return success(null);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      return refusal(
        'not-saved',
        `What you chose holds until Vigil ends, but could not be saved (${why}). Make room on the disk, or give Vigil the right to write there.`,
      );
    }
  }
  return {
    current: () => settings,
    choose: (next) => keep({ ...next, markets: settings.markets }),
    setMarkets: (markets) => keep({ ...settings, markets: [...markets] }),
  };
}
