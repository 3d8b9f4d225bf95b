/** Theme and row height as they are now: chosen, or taken from the system and the window. */
import { useEffect, useSyncExternalStore } from 'react';
import { changeSettings, currentSettings, useSettings } from './settings.ts';

const lightSystem = matchMedia('(prefers-color-scheme: light)');
const wideWindow = matchMedia('(min-width: 1600px)');

export type Density = 'compact' | 'comfortable';

export function currentDensity(): Density {
  const { density } = currentSettings();
  if (density !== 'auto') return density;
  return wideWindow.matches ? 'comfortable' : 'compact';
}

export function useDensity(): Density {
  const density = useSettings((settings) => settings.density);
  const wide = useWide();
  if (density !== 'auto') return density;
  return wide ? 'comfortable' : 'compact';
}

/** From here on there is room for a second column and taller rows. */
export function useWide(): boolean {
  return useMedia(wideWindow);
}

export interface RowSize {
  readonly rowPx: number;
  readonly fontPx: number;
  readonly padPx: number;
  /** Columns are given in their width in compact rows. */
  readonly widthFactor: number;
}

export function useRowSize(): RowSize {
  return useDensity() === 'comfortable'
    ? { rowPx: 30, fontPx: 13, padPx: 10, widthFactor: 1.1 }
    : { rowPx: 24, fontPx: 12, padPx: 8, widthFactor: 1 };
}

/** Keeps the page's theme and row height in step with the settings. */
export function useLook(): void {
  const theme = useSettings((settings) => settings.theme);
  const light = useMedia(lightSystem);
  const density = useDensity();
  const swapped = useSettings((settings) => settings.swapSides);
  useEffect(() => {
    const shown = theme === 'system' ? (light ? 'light' : 'dark') : theme;
    document.documentElement.dataset.theme = shown;
    document.documentElement.dataset.density = density;
    document.documentElement.toggleAttribute('data-swap', swapped);
  }, [theme, light, density, swapped]);
}

export function toggleTheme(): void {
  const shown = document.documentElement.dataset.theme;
  changeSettings({ theme: shown === 'light' ? 'dark' : 'light' });
}

export function toggleDensity(): void {
  changeSettings({ density: currentDensity() === 'compact' ? 'comfortable' : 'compact' });
}

function useMedia(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}
