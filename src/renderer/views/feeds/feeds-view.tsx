/** The board of channels: who is live, who is not, since when and why. */
import { Columns3, Download, Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { ChannelState } from '../../../preload/contract/health.ts';
import { mainNowMs } from '../../store/main-clock.ts';
import { navigate } from '../../store/navigation.ts';
import { rowsOf, tables, useLoaded, useVersion } from '../../store/tables.ts';
import { copy } from '../../tables/grid-text.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Anchor } from '../../ui/menu.tsx';
import { useViewKeys } from '../view-keys.ts';
import { BoardColumnMenu } from './board-column-menu.tsx';
import { useBoardLayout } from './board-columns.ts';
import { BoardEmpty } from './board-empty.tsx';
import { boardLine, exportBoard } from './board-export.ts';
import { type BoardRow, boardRows, feedKey } from './board-rows.ts';
import { ChannelDrawer } from './channel-drawer.tsx';
import { channelName } from './channel-words.ts';
import { FeedBoard } from './feed-board.tsx';
import { FeedDrawer } from './feed-drawer.tsx';
import { FeedLegend } from './feed-legend.tsx';
import { StateTabs } from './state-tabs.tsx';
import { useTarget } from './use-target.ts';
import './feeds.css';

export function FeedsView() {
  const loaded = useLoaded(tables.channel);
  const feedVersion = useVersion(tables.feed);
  const channelVersion = useVersion(tables.channel);
  const layout = useBoardLayout();
  const [state, setState] = useState<ChannelState | null>(null);
  const [search, setSearch] = useState('');
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [columns, setColumns] = useState<Anchor | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const columnsButton = useRef<HTMLButtonElement>(null);
  useTarget(setSelected);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the versions stand for the rows that are read
  const rows = useMemo(
    () =>
      boardRows(rowsOf(tables.feed), rowsOf(tables.channel), { state, search, collapsed, sort: layout.sort }),
    [feedVersion, channelVersion, state, search, collapsed, layout.sort],
  );

  function fold(feedId: string, closed: boolean): void {
    const next = new Set(collapsed);
    if (closed) next.add(feedId);
    else next.delete(feedId);
    setCollapsed(next);
  }

  function move(step: number): boolean {
    if (rows.length === 0) return false;
    const from = rows.findIndex((row) => row.key === (cursor ?? selected));
    const at = from < 0 && Math.abs(step) === 1 ? (step > 0 ? 0 : rows.length - 1) : from + step;
    const key = rows[Math.max(0, Math.min(rows.length - 1, at))]?.key;
    if (key === undefined) return false;
    setCursor(key);
    if (selected !== null) setSelected(key);
    return true;
  }

  function stepBack(): boolean {
    if (selected !== null) setSelected(null);
    else if (search !== '' || state !== null) {
      setSearch('');
      setState(null);
    } else if (cursor !== null) setCursor(null);
    else return false;
    return true;
  }

  function openColumns(): void {
    setColumns(columnsButton.current?.getBoundingClientRect() ?? null);
  }

  function exportShown(): void {
    const shown = rows.flatMap((row) => (row.kind === 'channel' ? (tables.channel.row(row.key) ?? []) : []));
    exportBoard(shown, rowsOf(tables.feed), mainNowMs());
  }

  useViewKeys((event) => {
    if (event.altKey) return false;
    const here = rows.find((row) => row.key === (cursor ?? selected));
    if (event.ctrlKey || event.metaKey) {
      const key = event.key.toLowerCase();
      if (key === 'c') return here !== undefined && copyHere(here, event.shiftKey);
      if (key !== 'e') return false;
      exportShown();
      return true;
    }
    switch (event.key) {
      case 'ArrowDown':
        return move(1);
      case 'ArrowUp':
        return move(-1);
      case 'PageDown':
        return move(15);
      case 'PageUp':
        return move(-15);
      case 'Home':
        return move(Number.NEGATIVE_INFINITY);
      case 'End':
        return move(Number.POSITIVE_INFINITY);
      case 'ArrowLeft':
      case 'ArrowRight':
        if (here === undefined) return false;
        fold(here.feedId, event.key === 'ArrowLeft');
        if (event.key === 'ArrowLeft') setCursor(feedKey(here.feedId));
        return true;
      case 'Enter':
        if (here === undefined) return false;
        setSelected(here.key);
        return true;
      case 'Escape':
        return stepBack();
      case '/':
        box.current?.focus();
        return true;
      case 'c':
        openColumns();
        return true;
      case 'm':
        return here !== undefined && showMarket(here);
      default:
        return false;
    }
  });

  const channel = selected === null ? undefined : tables.channel.row(selected);
  const feed = rowsOf(tables.feed).find((one) => feedKey(one.id) === selected);
  return (
    <div className="split feeds">
      <div className="col grow">
        <div className="tb">
          <StateTabs channels={rowsOf(tables.channel)} state={state} setState={setState} />
          <span className="grow" />
          <label className="inp sm find">
            <Icon of={Search} />
            <input
              ref={box}
              className="grow"
              placeholder="Channel"
              aria-label="Find a channel"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape' && event.key !== 'Enter') return;
                event.stopPropagation();
                if (event.key === 'Escape' && search !== '') setSearch('');
                else box.current?.blur();
              }}
            />
            <kbd>/</kbd>
          </label>
          <button
            type="button"
            className="btn ico"
            title="Export CSV (Ctrl E)"
            aria-label="Export CSV"
            onClick={exportShown}
          >
            <Icon of={Download} />
          </button>
          <button
            ref={columnsButton}
            type="button"
            className="btn ico"
            title="Columns (C)"
            aria-label="Columns"
            onClick={openColumns}
          >
            <Icon of={Columns3} />
          </button>
        </div>
        <FeedBoard
          rows={rows}
          layout={layout}
          selected={selected}
          cursor={cursor}
          onSelect={(key) => {
            setCursor(null);
            setSelected(key === selected ? null : key);
          }}
          onFold={(feedId) => fold(feedId, !collapsed.has(feedId))}
          empty={
            <BoardEmpty
              loaded={loaded}
              narrowed={search !== '' || state !== null}
              showAll={() => {
                setSearch('');
                setState(null);
              }}
            />
          }
        />
        <FeedLegend />
      </div>
      {channel !== undefined && <ChannelDrawer channelId={channel.id} onClose={() => setSelected(null)} />}
      {channel === undefined && feed !== undefined && (
        <FeedDrawer key={feed.id} feedId={feed.id} onClose={() => setSelected(null)} />
      )}
      {columns !== null && (
        <BoardColumnMenu layout={layout} anchor={columns} onClose={() => setColumns(null)} />
      )}
    </div>
  );
}

/** The channel's name, or its whole line as the export has it. */
function copyHere(row: BoardRow, whole: boolean): boolean {
  const channel = row.kind === 'channel' ? tables.channel.row(row.key) : undefined;
  if (channel === undefined || (getSelection()?.toString() ?? '') !== '') return false;
  if (whole) copy(boardLine(channel, rowsOf(tables.feed), mainNowMs()).join('\t'), 'Row copied');
  else copy(channelName(channel), 'Channel copied');
  return true;
}

function showMarket(row: BoardRow): boolean {
  const channel = row.kind === 'channel' ? tables.channel.row(row.key) : undefined;
  if (channel?.symbol == null) return false;
  navigate('market', { venue: channel.venue, symbol: channel.symbol });
  return true;
}
