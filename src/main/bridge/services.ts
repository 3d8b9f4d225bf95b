/** What the bridge needs from the rest of main to answer the window's requests. */
import type { AccountsView } from '../../preload/contract/accounts.ts';
import type { PauseLength } from '../../preload/contract/alerts.ts';
import type { Result } from '../../preload/contract/bridge.ts';
import type { LoginStart, LoginStartView } from '../../preload/contract/login-start.ts';
import type {
  AppInfo,
  Licence,
  PracticeFault,
  RawItem,
  Results,
  TableSnapshot,
} from '../../preload/contract/requests.ts';
import type { Market, Settings } from '../../preload/contract/settings.ts';
import type { UpdatesView } from '../../preload/contract/updates.ts';
import type { MarketUpdate, PublishedTable } from '../../preload/contract/views.ts';

export interface AccountServices {
  state(): AccountsView;
  /** Opens the window in which a key is typed. */
  add(venue: string | null): Result<null>;
  replaceKey(accountId: string): Result<null>;
  check(accountId: string | null): Promise<Result<null>>;
  rename(accountId: string, label: string): Promise<Result<null>>;
  pause(accountId: string, paused: boolean): Promise<Result<null>>;
  remove(accountId: string, evenIfKept: boolean): Promise<Result<null>>;
  unlock(): Promise<Result<null>>;
}

export interface UpdateServices {
  state(): UpdatesView;
  look(): Result<null>;
  skip(skipped: boolean): Result<null>;
  openPage(): Promise<Result<null>>;
}

export interface Services {
  info(): AppInfo;
  licences(): Promise<readonly Licence[]>;
  /** Opens Chromium's own notices, which come with the runtime. */
  openNotices(): Promise<Result<null>>;
  diagnostics(): string;
  snapshot(table: PublishedTable): TableSnapshot;
  raw(table: PublishedTable, key: string): RawItem | null;
  watch(venue: string, symbol: string): MarketUpdate | null;
  unwatch(): null;
  addMarket(market: Market): Promise<Result<Results['markets.add']>>;
  removeMarket(feedId: string): Promise<Result<null>>;
  reconnect(feedId: string): Result<null>;
  resubscribe(channelId: string): Result<null>;
  pauseFeed(feedId: string): Result<null>;
  fault(fault: PracticeFault, seconds: number): Result<null>;
  heal(): Result<null>;
  incidents(limit: number): Results['incidents.list'];
  ask(fromMs: number, toMs: number): Results['incidents.ask'];
  incidentsCsv(fromMs: number, toMs: number): string;
  alerts(): Results['alerts.state'];
  acknowledge(feedId: string | null): null;
  pauseAlerts(length: PauseLength | null): null;
  testAlert(): Promise<Results['alerts.test']>;
  readonly accounts: AccountServices;
  readonly updates: UpdateServices;
  loginStart(): Promise<LoginStartView>;
  changeLoginStart(next: LoginStart): Promise<Result<LoginStartView>>;
  settings(): Settings;
  saveSettings(settings: Settings): Promise<Result<null>>;
  /** Asks where to save; null when the user cancelled. */
  saveFile(name: string, text: string): Promise<Result<Results['export.csv']>>;
  copy(text: string): Promise<null>;
  controlWindow(action: 'minimise' | 'toggle-maximise' | 'close'): null;
}
