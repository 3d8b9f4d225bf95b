/** The views at their fixed places, and the settings at the foot. */
import { Settings2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { isStale } from '../format/health.ts';
import { navigate, usePlace } from '../store/navigation.ts';
import { rowsOf, tables, useVersion } from '../store/tables.ts';
import { Mark } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Anchor } from '../ui/menu.tsx';
import { views } from '../views.ts';
import { SettingsPopover } from './settings-popover.tsx';

export function Rail() {
  const { view } = usePlace();
  const [settings, setSettings] = useState<Anchor | null>(null);
  const close = useCallback(() => setSettings(null), []);
  return (
    <nav className="rail" aria-label="Views">
      <div className="logo">
        <Mark />
      </div>
      {views.map(({ id, label, icon }, index) => (
        <button
          key={id}
          type="button"
          aria-current={id === view ? 'page' : undefined}
          title={`${label} (Ctrl ${index + 1})`}
          onClick={() => navigate(id)}
        >
          <Icon of={icon} />
          <span className="lbl">{label}</span>
          {id === 'feeds' && <TroubleBadge />}
        </button>
      ))}
      <button
        type="button"
        className="end"
        title="Settings"
        aria-haspopup="dialog"
        onClick={(event) => setSettings(event.currentTarget.getBoundingClientRect())}
      >
        <Icon of={Settings2} />
        <span className="lbl">Settings</span>
      </button>
      {settings !== null && <SettingsPopover anchor={settings} onClose={close} />}
    </nav>
  );
}

/** How many feeds can't be trusted now. */
function TroubleBadge() {
  useVersion(tables.feed);
  const count = rowsOf(tables.feed).filter((feed) => isStale(feed.state)).length;
  return count === 0 ? null : <span className="badge alert">{count}</span>;
}
