/** Lets a view that is no data grid take the single keys that grids take. */
import { useEffect, useMemo, useRef } from 'react';
import { currentSettings } from '../store/settings.ts';
import { mountGrid } from '../tables/active-grid.ts';

/** `press` answers true when the key meant something to the view. */
export function useViewKeys(press: (event: KeyboardEvent) => boolean): void {
  const latest = useRef(press);
  latest.current = press;
  const keys = useMemo(
    () => ({
      press(event: KeyboardEvent): boolean {
        const single = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
        return (!single || currentSettings().singleKeys) && latest.current(event);
      },
    }),
    [],
  );
  useEffect(() => mountGrid(keys), [keys]);
}
