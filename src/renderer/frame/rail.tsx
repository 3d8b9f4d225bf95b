/** The views at their fixed places, the settings at the foot, and what is new or wrong in them. */
import { accountSight } from '../format/account-sight.ts';
import { isStale } from '../format/health.ts';
import { useAccounts } from '../store/accounts.ts';
import { useUnseenIncidents } from '../store/incidents.ts';
import { navigate, usePlace } from '../store/navigation.ts';
import { rowsOf, tables, useVersion } from '../store/tables.ts';
import { Mark } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { NewVersionDot } from '../ui/new-version-dot.tsx';
import { views } from '../views.ts';

export function Rail() {
  const { view } = usePlace();
  return (
    <nav className="rail" aria-label="Views">
      <div className="logo">
        <Mark />
      </div>
      {views.map(({ id, label, icon, digit }) => (
        <button
          key={id}
          type="button"
          className={id === 'settings' ? 'end' : undefined}
          aria-current={id === view ? 'page' : undefined}
          title={`${label} (Ctrl ${digit})`}
          onClick={() => navigate(id)}
        >
          <Icon of={icon} />
          <span className="lbl">{label}</span>
          {id === 'settings' && <NewVersionDot />}
          {id === 'feeds' && <TroubleBadge />}
          {id === 'accounts' && <NeedsBadge />}
          {id === 'incidents' && view !== id && <UnseenBadge />}
        </button>
      ))}
    </nav>
  );
}

/** How many feeds can't be trusted now. */
function TroubleBadge() {
  useVersion(tables.feed);
  const count = rowsOf(tables.feed).filter((feed) => isStale(feed.state) && !feed.paused).length;
  return count === 0 ? null : <span className="badge alert">{count}</span>;
}

/** How many accounts go no further until the user does something. */
function NeedsBadge() {
  useVersion(tables.feed);
  const accounts = useAccounts()?.accounts ?? [];
  const count = accounts.filter(
    (account) => accountSight(account, tables.feed.row(account.feedId ?? '') ?? null).needsUser,
  ).length;
  return count === 0 ? null : <span className="badge needs">{count}</span>;
}

/** How many incidents began since somebody last looked at them. */
function UnseenBadge() {
  const count = useUnseenIncidents();
  if (count === 0) return null;
  return <span className="badge">{count > 99 ? '99+' : count}</span>;
}
