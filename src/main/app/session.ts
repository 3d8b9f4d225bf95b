/** Everything of the app that is not Electron: feeds, tables, practice venue and markets, wired together. */
import type { Events } from '../../preload/contract/events.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { channelId } from '../../preload/contract/views.ts';
import type { AccountFeeds } from '../accounts/account-life.ts';
import { refusal, success } from '../bridge/result.ts';
import type { Services } from '../bridge/services.ts';
import type { Item } from '../exchanges/exchange.ts';
import type { Clock } from '../feeds/clock.ts';
import type { FeedListener, FeedSpec, FeedStatus, Feeds } from '../feeds/feed-events.ts';
import type { IncidentLog } from '../incidents/incident-log.ts';
import type { PracticeVenue } from '../simulator/practice-venue.ts';
import { createMarketWatch } from '../tables/market-watch.ts';
import type { Outlet } from '../tables/outlet.ts';
import { createPublisher } from '../tables/publisher.ts';
import { keepAccountPrices } from './account-prices.ts';
import { type AlertDesk, type AlertScreen, createAlertDesk } from './alert-desk.ts';
import { accountFeed } from './feed-specs.ts';
import { createIncidentDesk, type IncidentDesk } from './incident-desk.ts';
import { allOf, tellingOfClose } from './listeners.ts';
import { createMarkets } from './markets.ts';
import { createPractice } from './practice.ts';
import { riskSights } from './risk-sights.ts';
import { createSelfDesk, type SelfDesk, WINDOW_SLOT } from './self-desk.ts';
import { keepSettings, type SettingsStore } from './settings-keeper.ts';
import { createTimeDesk, type TimeDesk } from './time-desk.ts';
import { withWaitingFeeds } from './waiting-feeds.ts';

export interface SessionOptions {
  readonly clock: Clock;
  readonly outlet: Outlet;
  readonly settings: Settings;
  readonly store: SettingsStore;
  readonly createFeeds: (listener: FeedListener) => Feeds;
  readonly startPractice: () => Promise<PracticeVenue>;
  readonly incidentLog: IncidentLog;
  /** Vigil's first start. */
  readonly recordSinceMs?: number | undefined;
  readonly screen: AlertScreen;
  /** Time after the start in which feeds that are not there yet are no news. */
  readonly graceMs?: number | undefined;
  /** Hears of everything that feeds do, for the log. */
  readonly journal?: FeedListener;
  readonly loadCandles: (feed: FeedSpec, symbol: string) => Promise<readonly Item[] | null>;
}

/** The services that need no window. */
export type SessionServices = Omit<
  Services,
  | 'accounts'
  | 'updates'
  | 'info'
  | 'licences'
  | 'openNotices'
  | 'diagnostics'
  | 'loginStart'
  | 'changeLoginStart'
  | 'saveFile'
  | 'copy'
  | 'controlWindow'
>;

export interface Session {
  readonly services: SessionServices;
  readonly accountFeeds: AccountFeeds;
  readonly alerts: AlertDesk;
  readonly incidents: IncidentDesk;
  readonly time: TimeDesk;
  readonly self: SelfDesk;
  /** A popup was clicked: where the window should go, or that its page should be loaded again. */
  clicked(slot: string): Events['window.go'] | 'reload';
  /** Opens the practice venue and the markets; answers with what could not be opened. */
  start(): Promise<readonly string[]>;
  /** The way to the window is open again. */
  resume(): void;
  feeds(): readonly FeedStatus[];
  practiceVenue(): PracticeVenue | null;
  close(): Promise<void>;
}

export function createSession(options: SessionOptions): Session {
  const { clock, outlet } = options;
  const settings = keepSettings(options.settings, options.store);
  const feedsNow = () => feeds;
  const publisher = createPublisher({
    clock,
    outlet,
    feeds: feedsNow,
    currency: () => settings.current().currency,
  });
  const watch = createMarketWatch({ clock, outlet, feeds: feedsNow, loadCandles: options.loadCandles });
  const incidents = createIncidentDesk({
    ...{ clock, outlet, feeds: feedsNow, log: options.incidentLog },
    recordSinceMs: options.recordSinceMs,
  });
  const alerts = createAlertDesk({
    ...{ clock, outlet, incidents, graceMs: options.graceMs, screen: options.screen },
    settings: () => settings.current().alerts,
    board: publisher.board,
    openCounts: publisher.openCounts,
    risks: () => riskSights(publisher.positions(), publisher.totals(), feedsNow().status()),
  });
  const journal = options.journal ?? {};
  const listener = allOf([publisher.listener, watch.listener, incidents.listener, alerts.listener, journal]);
  const opened = withWaitingFeeds(options.createFeeds(listener), listener, clock);
  const feeds = tellingOfClose(opened, (spec, channels) => {
    incidents.closed(spec, channels);
    alerts.lookAgain();
  });
  const time = createTimeDesk({ clock, feeds: feedsNow, incidents, alerts });
  const self = createSelfDesk({ clock, incidents, screen: options.screen });
  const forget = (feedId: string) => {
    publisher.forget(feedId);
    watch.forget(feedId);
  };
  const endPrices = keepAccountPrices({
    ...{ clock, feeds: feedsNow, forget },
    positions: publisher.positions,
    margins: publisher.margins,
  });
  const practice = createPractice({
    clock,
    start: options.startPractice,
    feeds: feedsNow,
    forget,
  });
  const markets = createMarkets({
    feeds: feedsNow,
    forget,
    onChange: (list) => settings.setMarkets(list),
  });

  async function saveSettings(next: Settings) {
    const before = settings.current();
    const kept = await settings.choose(next);
    if (next.currency !== before.currency) publisher.currencyChanged();
    alerts.tell({ kind: 'tick' });
    if (before.practice && !next.practice) await practice.stop();
    const problem = next.practice && !before.practice ? await practice.start() : null;
    return problem === null ? kept : refusal('no-practice', problem);
  }

  function hasFeed(feedId: string): boolean {
    return feeds.status().some(({ spec }) => spec.id === feedId);
  }

  return {
    accountFeeds: {
      open(address, label, signer) {
        const spec = accountFeed(address, label, signer);
        feeds.open(spec);
        return spec.id;
      },
      wait(address, label, reason) {
        const spec = accountFeed(address, label, null);
        opened.wait(spec, reason);
        return spec.id;
      },
      async close(feedId) {
        await feeds.close(feedId);
        forget(feedId);
      },
    },
    services: {
      snapshot: publisher.snapshot,
      raw: publisher.raw,
      watch: watch.watch,
      unwatch() {
        watch.unwatch();
        return null;
      },
      addMarket: markets.add,
      removeMarket: markets.remove,
      reconnect(feedId) {
        if (!hasFeed(feedId)) return refusal('no-feed', 'This feed is not open any more.');
        feeds.reconnect(feedId);
        return success(null);
      },
      resubscribe(id) {
        const feedId = publisher.board().channels.get(id)?.feedId;
        for (const { spec, channels } of feeds.status()) {
          if (spec.id !== feedId) continue;
          for (const { channel } of channels) {
            if (channelId(spec.venue, spec.account, channel.topic, channel.symbol) !== id) continue;
            feeds.resubscribe(spec.id, channel);
            return success(null);
          }
        }
        return refusal('no-channel', 'This channel is not open any more.');
      },
      pauseFeed(feedId) {
        if (!hasFeed(feedId)) return refusal('no-feed', 'This feed is not open any more.');
        if (opened.isWaiting(feedId)) {
          return refusal('no-key', 'This feed waits for its key, so there is nothing to pause.');
        }
        feeds.pause(feedId);
        return success(null);
      },
      fault: practice.fault,
      heal: practice.heal,
      incidents: incidents.list,
      ask: incidents.ask,
      incidentsCsv: incidents.csv,
      alerts: alerts.view,
      acknowledge(feedId) {
        alerts.acknowledge(feedId);
        return null;
      },
      pauseAlerts(length) {
        alerts.pause(length);
        return null;
      },
      testAlert: async () => ({ problem: await alerts.test() }),
      settings: settings.current,
      saveSettings,
    },
    alerts,
    incidents,
    time,
    self,
    clicked: (slot) => (slot === WINDOW_SLOT ? 'reload' : alerts.clicked(slot)),
    async start() {
      const kept = settings.current();
      const problem = kept.practice ? await practice.start() : null;
      return [...(problem === null ? [] : [problem]), ...markets.open(kept.markets)];
    },
    resume() {
      publisher.resume();
      watch.resume();
      incidents.resume();
      alerts.resume();
    },
    feeds: feeds.status,
    practiceVenue: () => practice.venue,
    async close() {
      endPrices();
      alerts.close();
      watch.close();
      publisher.close();
      await feeds.closeAll();
      await practice.stop();
      await incidents.close();
    },
  };
}
