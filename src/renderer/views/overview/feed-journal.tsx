/** What happened to the feeds in the last 15 minutes, in words. */
import { formatAge } from '../../format/age.ts';
import { compareStates } from '../../format/health.ts';
import { mainNowMs, useSecond, wallClock } from '../../store/main-clock.ts';
import { navigate } from '../../store/navigation.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { type Trouble, troublesOf } from './feed-troubles.ts';

const shown = 8;

export function FeedJournal() {
  useVersion(tables.feed);
  useSecond();
  const troubles = troublesOf(rowsOf(tables.feed), (a, b) => compareStates(a, b) < 0);
  return (
    <section className="panel" aria-label="The last 15 minutes">
      <div className="ph">
        <h2>The last 15 minutes</h2>
        <span className="grow" />
        <button type="button" className="btn ghost sm" onClick={() => navigate('feeds')}>
          Open Feeds
        </button>
      </div>
      {troubles.length === 0 ? (
        <p className="none">Nothing happened: every feed was live or quiet.</p>
      ) : (
        <div className="journal">
          {troubles.slice(0, shown).map((trouble) => (
            <p key={`${trouble.feed.id}/${trouble.fromMs}`}>
              <Glyph state={trouble.state} />
              <span className="dim">{wallClock(trouble.fromMs).slice(0, 5)}</span>
              <span>
                <b>
                  {trouble.feed.venueName} {trouble.feed.label}
                </b>{' '}
                <Lasted trouble={trouble} />
              </span>
            </p>
          ))}
        </div>
      )}
    </section>
  );
}

function Lasted({ trouble: { state, fromMs, toMs } }: { readonly trouble: Trouble }) {
  const age = formatAge((toMs ?? mainNowMs()) - fromMs);
  return (
    <>
      {toMs === null ? `has been ${state} for` : `was ${state} and came back after`}{' '}
      <span className="nowrap">{age}.</span>
    </>
  );
}
