/** One sentence about freshness; a press opens the worst feed. */
import { inTrouble, type Trust, trustOf } from '../format/trust.ts';
import { useAlerts } from '../store/alerts.ts';
import { mainNowMs, useSecond } from '../store/main-clock.ts';
import { navigate } from '../store/navigation.ts';
import { rowsOf, tables, useLoaded, useVersion } from '../store/tables.ts';
import { Glyph } from '../ui/glyph.tsx';

export function TrustChip() {
  useVersion(tables.feed);
  useSecond();
  const loaded = useLoaded(tables.feed);
  const troubles = useAlerts()?.troubles ?? [];
  const feeds = rowsOf(tables.feed).map((feed) => ({ ...feed, name: `${feed.venueName} ${feed.label}` }));
  const trust: Trust = loaded
    ? trustOf(inTrouble(feeds, troubles), mainNowMs())
    : { state: 'connecting', headline: 'Starting', detail: '', feedId: null };
  return (
    <button
      type="button"
      className={`trust ${look[trust.state]}`}
      onClick={() => navigate('feeds', trust.feedId === null ? null : { feedId: trust.feedId })}
    >
      <Glyph state={trust.state} />
      <span className="t" role="status">
        {trust.headline}
      </span>
      {trust.detail !== '' && <small title={trust.detail}>{trust.detail}</small>}
    </button>
  );
}

const look: Readonly<Record<Trust['state'], string>> = {
  live: '',
  quiet: '',
  connecting: '',
  resyncing: '',
  late: 'late',
  stalled: 'stalled',
  down: 'stalled',
  refused: 'needs',
  waiting: 'needs',
};
