/** Runs the alert policy over the feeds: looks, decides, orders popups, and renders tray and window. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type { AlertsView, PauseLength } from '../../preload/contract/alerts.ts';
import type { Events } from '../../preload/contract/events.ts';
import type { ChannelState } from '../../preload/contract/health.ts';
import type { ChannelView, FeedView } from '../../preload/contract/views.ts';
import type {
  AlertDecision,
  AlertEvent,
  AlertTime,
  Exposure,
  Popup,
  PopupResult,
  RiskSight,
} from '../alerts/alert-types.ts';
import { decide, initialAlerts, nextAlertMs } from '../alerts/policy.ts';
import { type TrayModel, trayModel } from '../alerts/tray-model.ts';
import { feedSlot, NETWORK_SLOT } from '../alerts/troubles.ts';
import type { Clock } from '../feeds/clock.ts';
import type { FeedListener } from '../feeds/feed-events.ts';
import { createLane } from '../tables/lane.ts';
import type { Outlet } from '../tables/outlet.ts';
import { alertsView } from './alerts-view.ts';
import { feedSight, isWell, trayFeed } from './feed-sight.ts';
import type { IncidentDesk } from './incident-desk.ts';

/** The desktop around the window: notifications and the tray. */
export interface AlertScreen {
  show(popup: Popup): Promise<PopupResult>;
  close(slot: string): void;
  tray(model: TrayModel): void;
}

export interface AlertDeskOptions {
  readonly clock: Clock;
  readonly outlet: Outlet;
  readonly settings: () => AlertSettings;
  readonly board: () => {
    readonly feeds: ReadonlyMap<string, FeedView>;
    readonly channels: ReadonlyMap<string, ChannelView>;
  };
  /** What may be liquidated, and how near it is. */
  readonly risks?: () => readonly RiskSight[];
  readonly openCounts: (venue: string, account: string) => Exposure;
  readonly incidents: Pick<IncidentDesk, 'note' | 'lossSince'>;
  readonly screen: AlertScreen;
  /** Quiet time after the start, in which connecting feeds are no news. */
  readonly graceMs?: number | undefined;
}

export interface AlertDesk {
  readonly listener: FeedListener;
  /** Something other than a channel's state has changed: a feed was closed, or the settings. */
  lookAgain(): void;
  tell(event: AlertEvent): void;
  pause(length: PauseLength | null): void;
  acknowledge(feedId: string | null): void;
  /** A popup was clicked; answers where the window should go. */
  clicked(slot: string): Events['window.go'];
  /** Shows a popup that is about nothing; answers why that could not be done, or null. */
  test(): Promise<string | null>;
  view(): AlertsView;
  /** The way to the window is open again. */
  resume(): void;
  close(): void;
}

// Channels of one connection change together, and one look should see them all.
const restMs = 100;
// Ages in the tray; more often only makes desktops rebuild the menu.
const ageMs = 10_000;
const riskMs = 2_000;

export function createAlertDesk(options: AlertDeskOptions): AlertDesk {
  const { clock, outlet, incidents, screen } = options;
  let state = initialAlerts(timeNow(), options.graceMs);
  let feeds: readonly FeedView[] = [];
  let problem: string | null = null;
  let sentView = '';
  let cancelTimer: (() => void) | null = null;
  let isClosed = false;
  /** Wall time at which a feed was last seen well. */
  const wellWallMs = new Map<string, number>();
  /** Losses that may be over before the next look. */
  const lost = new Map<string, { readonly state: ChannelState; readonly reason: string }>();
  const lastPopups = new Map<string, Popup>();
  const lane = createLane(clock, restMs, look);
  const cancelAges = clock.every(ageMs, () => {
    if (feeds.some((feed) => !isWell(feed))) look();
  });

  const cancelRisks = clock.every(riskMs, () => {
    const risks = options.risks?.() ?? [];
    // Not shown anew each time: that would rebuild the tray's menu.
    if ((risks.length > 0 || state.risks.size > 0) && apply({ kind: 'risk', risks })) show();
  });

  function timeNow(): AlertTime {
    const wallMs = clock.wallMs();
    const utcOffsetMinutes = -new Date(wallMs).getTimezoneOffset();
    return { monoMs: clock.monoMs(), wallMs, utcOffsetMinutes };
  }

  function look(): void {
    const board = options.board();
    feeds = [...board.feeds.values()];
    // Nobody is told of what the user has paused.
    const watched = new Map(feeds.filter((feed) => !feed.paused).map((feed) => [feed.id, feed]));
    for (const feed of watched.values()) see(feed, board.channels.values());
    for (const feedId of state.feeds.keys()) {
      if (!watched.has(feedId)) apply({ kind: 'feed-removed', feedId });
    }
    lost.clear();
    show();
  }

  function see(feed: FeedView, channels: Iterable<ChannelView>): void {
    const wall = clock.wallMs();
    const loss = incidents.lossSince(feed.id, wellWallMs.get(feed.id) ?? 0);
    const { venue, account } = feed;
    const exposure = account === null || isWell(feed) ? null : options.openCounts(venue, account);
    const sight = feedSight(feed, channels, exposure, loss);
    const missed = lost.get(feed.id);
    if (missed !== undefined && isWell(feed) && (state.feeds.get(feed.id)?.trouble ?? null) === null) {
      apply({ kind: 'feed', feed: { ...sight, ...missed, topics: [] } });
    }
    apply({ kind: 'feed', feed: sight });
    if (isWell(feed)) wellWallMs.set(feed.id, wall);
  }

  /** True when that led to anything on screen. */
  function apply(event: AlertEvent): boolean {
    const outcome = decide(state, event, timeNow(), options.settings());
    state = outcome.state;
    for (const decision of outcome.decisions) carryOut(decision);
    return outcome.decisions.length > 0;
  }

  function carryOut(decision: AlertDecision): void {
    switch (decision.kind) {
      case 'show':
      case 'repeat':
        void put(decision.popup, decision.kind === 'repeat');
        break;
      case 'close':
        screen.close(decision.slot);
        break;
      case 'suppressed':
        for (const feedId of feedsOf(decision.slot)) incidents.note(feedId, `not shown: ${decision.reason}`);
        break;
      default:
        decision satisfies never;
    }
  }

  async function put(popup: Popup, isRepeat: boolean): Promise<void> {
    lastPopups.set(popup.slot, popup);
    const { event, title, body, feedId } = popup;
    if (outlet.isOpen()) outlet.send('alerts.told', { event, title, body, feedId });
    const about = feedsOf(popup.slot);
    const result = await screen.show(popup);
    if (isClosed || result.kind === 'dropped') return;
    problem = result.kind === 'failed' ? result.reason : null;
    const text =
      result.kind === 'failed' ? `not shown: ${result.reason}` : isRepeat ? 'notified again' : 'notified';
    for (const id of about) incidents.note(id, text);
    if (result.kind === 'failed') apply({ kind: 'gone', slot: popup.slot });
    show();
  }

  function feedsOf(slot: string): readonly string[] {
    const all = [...state.feeds.entries()];
    const isMeant = (feedId: string, inNetwork: boolean) =>
      slot === NETWORK_SLOT ? inNetwork : slot === feedSlot(feedId);
    return all.flatMap(([id, { trouble }]) => (isMeant(id, trouble?.inNetwork === true) ? [id] : []));
  }

  /** Makes tray, window and timer agree with the state. */
  function show(): void {
    if (isClosed) return;
    const time = timeNow();
    const troubled = feeds.map((feed) => trayFeed(feed, state.feeds.get(feed.id)?.trouble?.kind));
    screen.tray(trayModel(troubled, state.pausedUntilWallMs, time));
    sendView();
    cancelTimer?.();
    const nextMs = nextAlertMs(state, time, options.settings());
    cancelTimer = nextMs === null ? null : clock.after(nextMs - time.monoMs, tick);
  }

  function tick(): void {
    look();
    tell({ kind: 'tick' });
  }

  function tell(event: AlertEvent): void {
    apply(event);
    show();
  }

  function view(): AlertsView {
    return alertsView(state, timeNow(), options.settings(), problem);
  }

  function sendView(): void {
    if (!outlet.isOpen()) return;
    const next = view();
    const compared = JSON.stringify({ ...next, clockMs: 0 });
    if (compared === sentView) return;
    sentView = compared;
    outlet.send('alerts.changed', next);
  }

  return {
    listener: {
      channel({ id }, { state: next, reason }) {
        if (next === 'down' || next === 'stalled') lost.set(id, { state: next, reason });
        lane.request();
      },
    },
    lookAgain: lane.request,
    tell,
    pause: (length) => tell(length === null ? { kind: 'unpause' } : { kind: 'pause', length }),
    acknowledge: (feedId) => tell({ kind: 'acknowledge', slot: feedId === null ? null : feedSlot(feedId) }),
    clicked(slot) {
      tell({ kind: 'acknowledge', slot });
      const feedId = lastPopups.get(slot)?.feedId ?? null;
      return { view: feedId === null ? 'incidents' : 'feeds', feedId };
    },
    async test() {
      const result = await screen.show(testPopup);
      return result.kind === 'failed' ? result.reason : null;
    },
    view,
    resume() {
      sentView = '';
      lane.request();
    },
    close() {
      isClosed = true;
      lane.close();
      cancelAges();
      cancelRisks();
      cancelTimer?.();
    },
  };
}

const testPopup: Popup = {
  slot: 'test',
  event: 'summary',
  urgency: 'normal',
  stays: false,
  sound: false,
  title: 'Notifications work',
  body: 'Vigil tells you like this when a feed can no longer be trusted.',
  feedId: null,
};
