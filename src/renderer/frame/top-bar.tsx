/** The bar on top: trust, scope, currency, find, clock and the window's own buttons. */
import { ChevronDown, Search } from 'lucide-react';
import { useState } from 'react';
import { clockText, dayText } from '../format/time.ts';
import { useSecond } from '../store/main-clock.ts';
import { type Scope, setScope, useScope } from '../store/navigation.ts';
import { changeSettings, useSettings } from '../store/settings.ts';
import { rowsOf, tables, useVersion } from '../store/tables.ts';
import { venueName } from '../store/venues.ts';
import { Account } from '../tables/usual-columns.tsx';
import { AlertButton } from '../ui/alert-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Keys } from '../ui/keys.tsx';
import { type Anchor, Menu } from '../ui/menu.tsx';
import { TrustChip } from './trust-chip.tsx';
import { WindowButtons } from './window-buttons.tsx';

export function TopBar({ onFind }: { readonly onFind: () => void }) {
  return (
    <header className="top">
      <TrustChip />
      <ScopeMenu />
      <CurrencyMenu />
      <span className="grow" />
      <button type="button" className="search" aria-keyshortcuts="Control+K" onClick={onFind}>
        <Icon of={Search} />
        <span className="grow">Go to or find</span>
        <Keys of="Ctrl K" />
      </button>
      <AlertButton />
      <Clock />
      <WindowButtons />
    </header>
  );
}

function ScopeMenu() {
  useVersion(tables.feed);
  const scope = useScope();
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const accounts = accountsOf();
  const name = scope === null ? 'All accounts' : <ScopeName scope={scope} />;
  return (
    <>
      <button
        type="button"
        className="btn ghost"
        aria-haspopup="menu"
        title="Which accounts to show"
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      >
        {name}
        <Icon of={ChevronDown} />
      </button>
      {anchor !== null && (
        <Menu
          label="Accounts"
          anchor={anchor}
          width={200}
          onClose={() => setAnchor(null)}
          groups={[
            [{ id: 'all', label: 'All accounts', checked: scope === null, run: () => setScope(null) }],
            venuesOf(accounts).map((venue) => ({
              id: venue,
              label: <ScopeName scope={{ venue, account: null }} />,
              checked: scope?.venue === venue && scope.account === null,
              run: () => setScope({ venue, account: null }),
            })),
            accounts.map((one) => ({
              id: `${one.venue}/${one.account}`,
              label: <Account venue={one.venue} account={one.account} />,
              checked: scope?.venue === one.venue && scope.account === one.account,
              run: () => setScope(one),
            })),
          ].filter((group) => group.length > 0)}
        />
      )}
    </>
  );
}

function ScopeName({ scope: { venue, account } }: { readonly scope: Scope }) {
  if (account !== null) return <Account venue={venue} account={account} />;
  return <span>{venueName(venue)}, all accounts</span>;
}

/** Venues of which there is more than one account. */
function venuesOf(accounts: readonly Scope[]): readonly string[] {
  const venues = accounts.map(({ venue }) => venue);
  return [...new Set(venues)].filter((venue) => venues.indexOf(venue) !== venues.lastIndexOf(venue));
}

function accountsOf(): readonly Scope[] {
  const found = new Map<string, Scope>();
  for (const { venue, account } of rowsOf(tables.feed)) {
    if (account !== null) found.set(`${venue}/${account}`, { venue, account });
  }
  return [...found.values()];
}

function CurrencyMenu() {
  const currency = useSettings((settings) => settings.currency);
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  return (
    <>
      <button
        type="button"
        className="btn ghost"
        aria-haspopup="menu"
        title="Currency of totals"
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      >
        {currency}
        <Icon of={ChevronDown} />
      </button>
      {anchor !== null && (
        <Menu
          label="Currency of totals"
          anchor={anchor}
          width={120}
          onClose={() => setAnchor(null)}
          groups={[
            (['USD', 'EUR', 'BTC'] as const).map((one) => ({
              id: one,
              label: one,
              checked: one === currency,
              run: () => changeSettings({ currency: one }),
            })),
          ]}
        />
      )}
    </>
  );
}

function Clock() {
  useSecond();
  const nowMs = Date.now();
  return (
    <span className="clock" title={`${new Date(nowMs).toLocaleString()} local time`}>
      <span className="day">{dayText(nowMs)} </span>
      <b>{clockText(nowMs)}</b> UTC
    </span>
  );
}
