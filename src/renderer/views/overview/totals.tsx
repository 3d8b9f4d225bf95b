/** A tile per account and one for all of them: equity, open and today's profit, margin, age. */
import type { TotalView } from '../../../preload/contract/views.ts';
import { MarginBar } from '../../charts/margin-bar.tsx';
import { Spark } from '../../charts/spark.tsx';
import { formatAge } from '../../format/age.ts';
import { hundredfold, percent, round } from '../../format/decimal.ts';
import { isStale, worstState } from '../../format/health.ts';
import { whyUnknown, whyUnmeasured } from '../../format/unknown.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { isInScope, useScope } from '../../store/navigation.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { venueName } from '../../store/venues.ts';
import { AgeChip } from '../../ui/age-chip.tsx';
import { Amount, Unknown } from '../../ui/amount.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Intro } from './intro.tsx';

export function Totals() {
  useVersion(tables.total);
  useVersion(tables.feed);
  useSecond();
  const scope = useScope();
  const rows = rowsOf(tables.total);
  if (rows.length === 0) return null;
  const all = rows
    .filter((row) => row.account === null && scope === null)
    .sort((a, b) => Number(a.practice) - Number(b.practice));
  const accounts = rows.filter(
    (row) => row.account !== null && isInScope({ venue: row.venue ?? '', account: row.account }, scope),
  );
  const tiles = [...all, ...accounts];
  const showIntro = tiles.length <= 2 && tiles.every((row) => row.practice);
  const columns = `${all.length > 0 ? `repeat(${all.length}, minmax(216px, 1.16fr))` : ''} repeat(${accounts.length}, minmax(216px, 1fr))${showIntro ? ' 3fr' : ''}`;
  // More than one row at the least width of the window: they wrap instead of hiding behind its edge.
  const isMany = tiles.length > oneRow;
  return (
    <div
      className={isMany ? 'tot many' : 'tot'}
      style={isMany ? undefined : { gridTemplateColumns: columns }}
    >
      {tiles.map((row) => (
        <Tile key={`${row.practice}/${row.venue ?? ''}/${row.account ?? ''}`} total={row} />
      ))}
      {showIntro && <Intro />}
    </div>
  );
}

const oneRow = 4;

function Tile({ total }: { readonly total: TotalView }) {
  const feeds = rowsOf(tables.feed).filter(
    (feed) =>
      feed.account !== null &&
      feed.practice === total.practice &&
      (total.account === null || (feed.venue === total.venue && feed.account === total.account)),
  );
  const state = worstState(feeds.map((feed) => feed.state)) ?? 'connecting';
  const ageMs = total.oldestMs === null ? null : mainNowMs() - total.oldestMs;
  const isAll = total.account === null;
  const stale = isStale(state);
  const btc = total.currency === 'BTC';
  return (
    <section
      title={accountTitle(total)}
      className={`tc${isAll ? ' all' : ''}${stale && !isAll ? ' is-stale' : ''}`}
      aria-label={isAll ? 'All accounts' : (total.account ?? '')}
    >
      <div className="hd">
        <Glyph state={state} />
        {isAll ? (
          <b>All accounts</b>
        ) : (
          <span title={`${venueName(total.venue ?? '')} ${total.account}`}>
            {venueName(total.venue ?? '')} <b>{total.account}</b>
          </span>
        )}
        {total.practice && <span className="tag practice">Practice</span>}
        {isAll && stale && ageMs !== null ? (
          <span className="age part">
            <span className="wide">part is </span>
            {formatAge(ageMs)} old
          </span>
        ) : (
          <AgeChip state={state} ageMs={ageMs} />
        )}
      </div>
      <div className="eq">
        <Amount
          value={total.equity === null ? null : round(total.equity, btc ? 6 : 2)}
          places={btc ? 6 : 2}
          unit={total.currency}
          title={total.equity ?? undefined}
          why={whyUnknown(total.unknown.equity)}
        />
        {total.equity !== null && total.takenForDollars.length > 0 && (
          <span className="par" title={parWords(total.takenForDollars)}>
            {total.takenForDollars.join(', ')} as USD
          </span>
        )}
      </div>
      <div className="kv">
        <Gain
          label="Open"
          value={total.unrealisedPnl}
          places={btc ? 5 : 0}
          why={whyUnknown(total.unknown.unrealisedPnl)}
        />
        <Gain
          label="Today"
          value={total.todayPnl}
          places={btc ? 5 : 0}
          why={whyUnknown(total.unknown.equity)}
        />
      </div>
      <div className="sp">
        <Spark points={total.line} label="Profit and loss today" />
        {isAll && <Risk total={total} />}
        {!isAll && <Margin total={total} />}
      </div>
    </section>
  );
}

/** Nothing where the venue does not say how much of the equity has to stay. */
function Margin({ total: { marginRatio, unknown } }: { readonly total: TotalView }) {
  const why = whyUnknown(unknown.marginRatio);
  if (marginRatio !== null) {
    return <MarginBar ratio={Number(marginRatio)}>{percent(hundredfold(marginRatio))}</MarginBar>;
  }
  return why === undefined ? null : (
    <MarginBar ratio={null}>
      <Unknown why={why} />
    </MarginBar>
  );
}

function parWords(currencies: readonly string[]): string {
  return `${currencies.join(' and ')} taken for dollars: the venue has no market that says what they are worth`;
}

function accountTitle(total: TotalView): string | undefined {
  const { account, realisedPnl, liquidation, unmeasured, currency } = total;
  if (account === null) return undefined;
  const words = [
    realisedPnl === null ? null : `Realised ${realisedPnl} ${currency}.`,
    liquidation === null
      ? null
      : `${liquidation.symbol ?? ''} is ${percent(liquidation.distance)} from its liquidation price.`,
    unmeasured === null ? null : whyUnmeasured(unmeasured),
  ];
  return words.filter((part) => part !== null).join(' ') || undefined;
}

/** What all accounts together have realised, and how near the nearest liquidation is. */
function Risk({ total }: { readonly total: TotalView }) {
  const { realisedPnl, liquidation, unmeasured, unknown, currency } = total;
  const places = currency === 'BTC' ? 5 : 0;
  return (
    <span className="mr risk">
      <span title={realisedPnl === null ? undefined : `${realisedPnl} ${currency}`}>
        Realised
        <em>
          <Amount
            value={realisedPnl === null ? null : round(realisedPnl, places)}
            signed
            toned
            why={whyUnknown(unknown.realisedPnl)}
          />
        </em>
      </span>
      {(liquidation !== null || unmeasured !== null) && (
        <span title={nearestWords(total)}>
          To liq.
          <em>
            {liquidation === null
              ? '?'
              : `${unmeasured === null ? '' : '≤ '}${percent(liquidation.distance)}`}
          </em>
        </span>
      )}
    </span>
  );
}

function nearestWords({ liquidation, unmeasured }: TotalView): string {
  const words = [
    liquidation === null
      ? null
      : `Nearest to liquidation: ${venueName(liquidation.venue)} ${liquidation.account ?? ''} ${liquidation.symbol ?? ''}.`,
    unmeasured === null ? null : whyUnmeasured(unmeasured),
  ];
  return words.filter((part) => part !== null).join(' ');
}

interface GainProps {
  readonly label: string;
  readonly value: string | null;
  readonly places: number;
  readonly why: string | undefined;
}

function Gain({ label, value, places, why }: GainProps) {
  return (
    <span>
      {label}
      <span>
        <Amount
          value={value === null ? null : round(value, places)}
          signed
          toned
          title={value ?? undefined}
          why={why}
        />
      </span>
    </span>
  );
}
