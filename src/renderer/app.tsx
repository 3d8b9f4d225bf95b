/** The window: rail, top bar, the open view and the strip of feeds. */
import { useEffect, useMemo, useState } from 'react';
import { FeedStrip } from './frame/feed-strip.tsx';
import { KeysSheet } from './frame/keys-sheet.tsx';
import { Notices } from './frame/notices.tsx';
import { Palette } from './frame/palette.tsx';
import { PracticeBanner } from './frame/practice-banner.tsx';
import { Rail } from './frame/rail.tsx';
import { installShortcuts } from './frame/shortcuts.ts';
import { Toasts } from './frame/toasts.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { WatchMarket } from './frame/watch-market.tsx';
import { useLook } from './store/look.ts';
import { usePlace } from './store/navigation.ts';
import { usePractice } from './store/practice.ts';
import { changeSettings, currentSettings } from './store/settings.ts';
import { AlertBanner } from './ui/alert-banner.tsx';
import { Hatches } from './ui/glyph.tsx';
import { views } from './views.ts';

type Open = 'palette' | 'keys' | 'watch' | null;

export function App() {
  useLook();
  const place = usePlace();
  const practice = usePractice();
  const [open, setOpen] = useState<Open>(null);
  const view = views.find(({ id }) => id === place.view) ?? views[0];
  const actions = useMemo(
    () => ({
      openPalette: () => setOpen('palette'),
      openKeys: () => setOpen('keys'),
      watchMarket: () => setOpen('watch'),
      close: () => setOpen(null),
    }),
    [],
  );

  useEffect(() => installShortcuts(actions), [actions]);
  useEffect(() => {
    if (currentSettings().view !== place.view) changeSettings({ view: place.view });
  }, [place.view]);

  if (view === undefined) return null;
  const Shown = view.component;
  const isOverview = view.id === 'overview';
  return (
    <div className="app" data-practice={practice === 'only' ? '' : undefined}>
      <Rail />
      <TopBar onFind={actions.openPalette} />
      <main className="main" aria-label={view.label}>
        <AlertBanner />
        <Notices />
        {isOverview && <PracticeBanner onWatch={actions.watchMarket} />}
        <Shown />
        <Toasts />
      </main>
      <FeedStrip tall={isOverview} />
      {open === 'palette' && <Palette actions={actions} onClose={actions.close} />}
      {open === 'keys' && <KeysSheet onClose={actions.close} />}
      {open === 'watch' && <WatchMarket onClose={actions.close} />}
      <Hatches />
    </div>
  );
}
