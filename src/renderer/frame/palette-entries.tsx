/** What the palette can find. */
import { Activity, Keyboard, KeyRound, Plus, Rows3, SunMoon } from 'lucide-react';
import type { ReactNode } from 'react';
import { percent } from '../format/decimal.ts';
import { addAccount } from '../store/accounts.ts';
import { toggleDensity, toggleTheme } from '../store/look.ts';
import { navigate } from '../store/navigation.ts';
import { accountChannel, channelOf } from '../store/row-health.ts';
import { rowsOf, tables } from '../store/tables.ts';
import { venueName } from '../store/venues.ts';
import { Account, accountName } from '../tables/usual-columns.tsx';
import { Amount } from '../ui/amount.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { Keys } from '../ui/keys.tsx';
import { SideMark } from '../ui/side.tsx';
import { views } from '../views.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly group: string;
  readonly label: ReactNode;
  /** What is searched, in lower case. */
  readonly words: string;
  readonly picture?: ReactNode;
  readonly hint?: ReactNode;
  readonly run: () => void;
}

export interface PaletteActions {
  readonly watchMarket: () => void;
  readonly openKeys: () => void;
}

const mostPerGroup = 8;

export function paletteEntries(actions: PaletteActions): readonly PaletteEntry[] {
  return [
    ...viewEntries(),
    ...positionEntries(),
    ...orderEntries(),
    ...marketEntries(),
    ...feedEntries(),
    ...commandEntries(actions),
  ];
}

/** Every word must occur; without words, the views and commands. At most eight of each group. */
export function found(entries: readonly PaletteEntry[], text: string): readonly PaletteEntry[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const counts = new Map<string, number>();
  return entries.filter((entry) => {
    if (!words.every((word) => entry.words.includes(word))) return false;
    const count = (counts.get(entry.group) ?? 0) + 1;
    counts.set(entry.group, count);
    return count <= mostPerGroup;
  });
}

function viewEntries(): readonly PaletteEntry[] {
  return views.map(({ id, label, icon, digit }) => ({
    id: `view-${id}`,
    group: 'Views',
    label,
    words: label.toLowerCase(),
    picture: <Icon of={icon} />,
    hint: <Keys of={`Ctrl ${digit}`} />,
    run: () => navigate(id),
  }));
}

function positionEntries(): readonly PaletteEntry[] {
  return rowsOf(tables.position)
    .filter((row) => row.side !== 'flat')
    .map((row) => ({
      id: `position-${accountName(row)}-${row.symbol ?? ''}`,
      group: 'Positions',
      label: (
        <>
          <Account venue={row.venue} account={row.account} /> <b className="sym">{row.symbol}</b>{' '}
          <SideMark side={row.side} />
        </>
      ),
      words: `position ${accountName(row)} ${row.symbol ?? ''} ${row.side ?? ''}`.toLowerCase(),
      picture: <Glyph state={channelOf(accountChannel(row, 'position'))?.state ?? 'connecting'} />,
      hint: <Amount value={row.size} />,
      run: () => navigate('market', { venue: row.venue, symbol: row.symbol ?? '' }),
    }));
}

function orderEntries(): readonly PaletteEntry[] {
  return rowsOf(tables.order)
    .filter((row) => row.derived.closedMs === null)
    .map((row) => ({
      id: `order-${accountName(row)}-${row.id}`,
      group: 'Orders',
      label: (
        <>
          <Account venue={row.venue} account={row.account} /> <b className="sym">{row.symbol}</b>{' '}
          <SideMark side={row.side} /> <Amount value={row.size} /> at{' '}
          <Amount value={row.price ?? row.triggerPrice} />
        </>
      ),
      words:
        `order ${accountName(row)} ${row.symbol ?? ''} ${row.side ?? ''} ${row.type ?? ''} ${row.id}`.toLowerCase(),
      picture: <Glyph state={channelOf(accountChannel(row, 'order'))?.state ?? 'connecting'} />,
      hint:
        row.derived.markDistance === null ? null : (
          <span className="dim">{percent(row.derived.markDistance, true)}</span>
        ),
      run: () => navigate('orders'),
    }));
}

function marketEntries(): readonly PaletteEntry[] {
  return rowsOf(tables.instrument).map((row) => ({
    id: `market-${row.venue}-${row.symbol ?? ''}`,
    group: 'Markets',
    label: (
      <>
        <b className="sym">{row.symbol}</b> <span className="dim">{venueName(row.venue)}</span>
      </>
    ),
    words: `market ${row.symbol ?? ''} ${row.venue} ${row.base ?? ''} ${row.quote ?? ''}`.toLowerCase(),
    hint: <Amount value={row.lastPrice} />,
    run: () => navigate('market', { venue: row.venue, symbol: row.symbol ?? '' }),
  }));
}

function feedEntries(): readonly PaletteEntry[] {
  return rowsOf(tables.feed).map((feed) => ({
    id: `feed-${feed.id}`,
    group: 'Feeds',
    label: (
      <>
        {feed.venueName} <b>{feed.label}</b>
      </>
    ),
    words: `feed ${feed.venueName} ${feed.label} ${feed.state}`.toLowerCase(),
    picture: <Glyph state={feed.state} />,
    hint: <span className="dim">{feed.state}</span>,
    run: () => navigate('feeds', { feedId: feed.id }),
  }));
}

function commandEntries(actions: PaletteActions): readonly PaletteEntry[] {
  return [
    command('account', 'Add an account', <Icon of={KeyRound} />, null, () => void addAccount()),
    command('watch', 'Watch a public market', <Icon of={Plus} />, null, actions.watchMarket),
    command('theme', 'Change the theme', <Icon of={SunMoon} />, <Keys of="T" />, toggleTheme),
    command('density', 'Change the row height', <Icon of={Rows3} />, <Keys of="D" />, toggleDensity),
    command('diagnostics', 'Show diagnostics', <Icon of={Activity} />, null, () =>
      navigate('settings', { section: 'diagnostics' }),
    ),
    command('keys', 'Show all keys', <Icon of={Keyboard} />, <Keys of="?" />, actions.openKeys),
  ];
}

function command(
  id: string,
  label: string,
  picture: ReactNode,
  hint: ReactNode,
  run: () => void,
): PaletteEntry {
  return { id: `command-${id}`, group: 'Commands', label, words: label.toLowerCase(), picture, hint, run };
}
