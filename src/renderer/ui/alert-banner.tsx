/** The banner under the top bar: what can't be trusted while money depends on it, or what waits for you. */
import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AccountsView } from '../../preload/contract/accounts.ts';
import type { TroubleView } from '../../preload/contract/alerts.ts';
import { bridge } from '../bridge.ts';
import { formatAge, formatWait } from '../format/age.ts';
import { type Banner, bannerOf } from '../format/banner.ts';
import { sentence } from '../format/sentence.ts';
import { useAccounts } from '../store/accounts.ts';
import { acknowledge, useAlerts } from '../store/alerts.ts';
import { incidents } from '../store/incidents.ts';
import { mainNowMs, useSecond, wallClock } from '../store/main-clock.ts';
import { navigate } from '../store/navigation.ts';
import { rowsOf, tables, useRow, useVersion } from '../store/tables.ts';
import { toast } from '../store/toasts.ts';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';
import { NeedsBanner } from './needs-banner.tsx';

export function AlertBanner() {
  useSecond();
  useVersion(tables.feed);
  useVersion(incidents);
  const alerts = useAlerts();
  const accounts = useAccounts();
  // A key that is just being read from the keychain asks nothing of the user.
  const starting = accounts?.accounts.filter(({ state }) => state === 'starting').map(({ feedId }) => feedId);
  const selfLate = rowsOf(incidents).find(({ kind, endMs }) => kind === 'self' && endMs === null);
  const banner = bannerOf({
    troubles: (alerts?.troubles ?? []).filter(({ feedId }) => starting?.includes(feedId) !== true),
    // What the user paused is not down, and says nothing of the network.
    feeds: rowsOf(tables.feed).filter(({ paused }) => !paused),
    selfLate: selfLate?.cause ?? null,
    nowMs: mainNowMs(),
  });
  return banner === null ? null : <OneBanner banner={banner} accounts={accounts} />;
}

interface OneBannerProps {
  readonly banner: Banner;
  readonly accounts: AccountsView | null;
}

function OneBanner({ banner, accounts }: OneBannerProps) {
  switch (banner.kind) {
    case 'critical':
      return <CriticalBanner trouble={banner.trouble} more={banner.more} />;
    case 'needs':
      return <NeedsBanner trouble={banner.trouble} more={banner.more} accounts={accounts} />;
    case 'offline':
      return <OfflineBanner asOfMs={banner.asOfMs} retryAtMs={banner.retryAtMs} />;
    case 'late':
      return (
        <div className="banner late" role="alert">
          <Glyph state="late" />
          <div className="bt">
            <b>Vigil itself is late.</b>{' '}
            <span className="mid">{sentence(banner.cause)} Ages include that.</span>
          </div>
          <Action label="Why" onPress={() => navigate('incidents')} />
        </div>
      );
    default:
      return banner satisfies never;
  }
}

interface CriticalBannerProps {
  readonly trouble: TroubleView;
  readonly more: number;
}

function CriticalBanner({ trouble, more }: CriticalBannerProps) {
  const { feedId, name, kind, headline, body, oldSinceMs } = trouble;
  const nowMs = mainNowMs();
  return (
    <div className="banner critical" role="alert">
      <Glyph state={kind} />
      <div className="bt">
        <b>
          {headline}
          {oldSinceMs !== null && <Ticking> for {formatAge(nowMs - oldSinceMs)}</Ticking>}. {body}
        </b>
        <More count={more} />
        <p>
          <Evidence trouble={trouble} nowMs={nowMs} />
        </p>
      </div>
      <Action look="onalert" label="Show feed" onPress={() => navigate('feeds', { feedId })} />
      <Action look="onalert" label="Reconnect now" onPress={() => reconnect(feedId, name)} />
      <Action
        look="onalert solid"
        label="Acknowledge"
        title="Acknowledge (A): no more reminders; the rows stay marked"
        onPress={() => acknowledge(feedId)}
      />
    </div>
  );
}

/** What was seen, how old the numbers are, and what happens next. */
function Evidence({ trouble, nowMs }: { readonly trouble: TroubleView; readonly nowMs: number }) {
  const feed = useRow(tables.feed, trouble.feedId);
  const retryMs = feed?.retryAtMs ?? null;
  return (
    <>
      {feed !== undefined && sentence(feed.reason)}
      {trouble.oldSinceMs !== null && ` Numbers are as of ${wallClock(trouble.oldSinceMs)}.`}
      {retryMs !== null && retryMs > nowMs && <Ticking> Next try in {formatWait(retryMs - nowMs)}.</Ticking>}
    </>
  );
}

interface OfflineBannerProps {
  readonly asOfMs: number | null;
  readonly retryAtMs: number | null;
}

function OfflineBanner({ asOfMs, retryAtMs }: OfflineBannerProps) {
  const nowMs = mainNowMs();
  return (
    <div className="banner offline" role="alert">
      <Icon of={Unplug} />
      <div className="bt">
        <b>{navigator.onLine ? 'No feed can be reached.' : 'No network.'}</b>{' '}
        <span className="mid">
          {asOfMs !== null && `All numbers are as of ${wallClock(asOfMs)}.`}
          {retryAtMs !== null && retryAtMs > nowMs && (
            <Ticking> Trying again in {formatWait(retryAtMs - nowMs)}.</Ticking>
          )}
        </span>
      </div>
      <Action label="Try now" onPress={reconnectAll} />
    </div>
  );
}

/** Invariant: what ticks is not read out again every second, though it stands in an alert. */
function Ticking({ children }: { readonly children: ReactNode }) {
  return <span aria-live="off">{children}</span>;
}

function More({ count }: { readonly count: number }) {
  return count === 0 ? null : <span className="more"> and {count} more</span>;
}

interface ActionProps {
  readonly label: string;
  readonly look?: string;
  readonly title?: string;
  readonly onPress: () => void;
}

function Action({ label, look = '', title, onPress }: ActionProps) {
  return (
    <button type="button" className={`btn ${look}`.trim()} title={title} onClick={onPress}>
      {label}
    </button>
  );
}

async function reconnect(feedId: string, name: string): Promise<void> {
  const result = await bridge.request('feeds.reconnect', { feedId });
  if (result.ok) toast(`${name} reconnects`);
  else toast(`${name} could not reconnect`, result.error.message);
}

function reconnectAll(): void {
  for (const feed of rowsOf(tables.feed)) {
    if (!feed.paused) void reconnect(feed.id, `${feed.venueName} ${feed.label}`);
  }
}
