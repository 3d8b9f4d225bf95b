/** What notifications and the tray look like, with the feeds that are open now. */
import type { ReactNode } from 'react';
import type { FeedView } from '../../../preload/contract/views.ts';
import { formatAge } from '../../format/age.ts';
import { compareStates } from '../../format/health.ts';
import { trustOf } from '../../format/trust.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { Glyph, Mark } from '../../ui/glyph.tsx';
import { useAlertSettings } from './change-alerts.ts';

const shownFeeds = 8;

export function AlertPreviews() {
  useVersion(tables.feed);
  useSecond();
  const { events } = useAlertSettings();
  const feeds = [...rowsOf(tables.feed)].sort((a, b) => compareStates(a.state, b.state));
  const account = feeds.find((feed) => feed.account !== null);
  const name = account === undefined ? 'Bybit main' : nameOf(account);
  return (
    <aside className="col vr pv" aria-label="What it looks like">
      <div className="tb">
        <h2 className="view-title">What it looks like</h2>
      </div>
      <div className="pvb">
        {events.critical.notify && (
          <Popup title={`${name}: orders stalled for 42 s`} stays={events.critical.stays}>
            3 open positions; prices may be old.
          </Popup>
        )}
        {events.recovered.notify && (
          <Popup title={`${name} recovered after 1 m 12 s`} stays={events.recovered.stays}>
            14 trades missed, 14 refilled.
          </Popup>
        )}
        {(events.stalled.notify || events.down.notify) && (
          <Popup title="Network: 5 feeds down at once" stays={events.down.stays}>
            Trying again. {name} has open positions.
          </Popup>
        )}
        <h3>Tray menu</h3>
        <div className="pop tray" aria-hidden="true">
          <div className="mi">
            <b className="b">{headline(feeds)}</b>
          </div>
          <div className="hr" />
          {feeds.slice(0, shownFeeds).map((feed) => (
            <div key={feed.id} className="mi">
              <Glyph state={feed.state} />
              <span className="grow">{nameOf(feed)}</span>
              <span className="dim">{stateText(feed)}</span>
            </div>
          ))}
          <div className="hr" />
          <div className="mi">Pause alerts</div>
          <div className="mi">Show Vigil</div>
          <div className="mi">Quit</div>
        </div>
      </div>
    </aside>
  );
}

interface PopupProps {
  readonly title: string;
  readonly stays: boolean;
  readonly children: ReactNode;
}

function Popup({ title, stays, children }: PopupProps) {
  return (
    <div className="os">
      <div className="osh">
        <Mark />
        <span>Vigil</span>
        <span className="dim">{stays ? 'stays' : 'now'}</span>
      </div>
      <b>{title}</b>
      <p>{children}</p>
    </div>
  );
}

function headline(feeds: readonly FeedView[]): string {
  return trustOf(
    feeds.map((feed) => ({ ...feed, name: nameOf(feed) })),
    mainNowMs(),
  ).headline;
}

function stateText({ state, confirmedMs }: FeedView): string {
  if (state === 'quiet') return 'quiet, proven';
  if (state !== 'late' && state !== 'stalled' && state !== 'down') return state;
  return confirmedMs === null ? state : `${state} ${formatAge(mainNowMs() - confirmedMs)}`;
}

function nameOf(feed: FeedView): string {
  return `${feed.venueName} ${feed.label}`;
}
