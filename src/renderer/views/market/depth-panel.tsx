/** The order book: asks above bids, sums as bars, the spread with the book's age between them. */
import { ChevronDown, LayersPlus } from 'lucide-react';
import { memo, useMemo, useRef, useState } from 'react';
import type { ChannelView, InstrumentView } from '../../../preload/contract/views.ts';
import { placesOf, plainFigure } from '../../format/decimal.ts';
import { isStale } from '../../format/health.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { rowsOf, tables, useRow, useVersion } from '../../store/tables.ts';
import { AgeChip } from '../../ui/age-chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type Anchor, Menu } from '../../ui/menu.tsx';
import { type DepthRow, depthRows, depthSteps } from './depth-rows.ts';
import { FittedNumber } from './fitted-number.tsx';
import { type MarketName, useMarket } from './market-store.ts';
import type { MarketEntry } from './markets.ts';
import { sizeUnit } from './size-unit.ts';
import { useHeight } from './use-height.ts';

const rowPx = 18;
const headPx = 24;
const spreadPx = 24;

export interface DepthPanelProps {
  readonly name: MarketName;
  readonly entry: MarketEntry | null;
}

export function DepthPanel({ name, entry }: DepthPanelProps) {
  const { depth } = useMarket();
  const row = useRow(tables.instrument, entry?.instrumentKey ?? '');
  const book = useBookChannel(name);
  const body = useRef<HTMLDivElement>(null);
  const height = useHeight(body);
  const [step, setStep] = useState<string | null>(null);
  const room = Math.max(2, Math.floor((height - headPx - spreadPx) / rowPx));
  const askCount = Math.floor(room / 2);
  const rows = useMemo(
    () => (depth === null ? null : depthRows(depth, step, { asks: askCount, bids: room - askCount })),
    [depth, step, askCount, room],
  );
  const places = Math.max(placesOf(row?.tickSize ?? null), placesOf(step));
  const sizePlaces = placesOf(row?.lotSize ?? null);
  const unit = sizeUnit(row);
  const stale = book !== null && isStale(book.state);
  return (
    <section className="col depth" aria-label="Depth">
      <div className="ph">
        <h2>
          Depth<span className="ct">{name.symbol}</span>
        </h2>
        <span className="grow" />
        <StepMenu row={row} step={step} setStep={setStep} />
      </div>
      <div className="tw fill" ref={body}>
        {rows === null || (rows.asks.length === 0 && rows.bids.length === 0) ? (
          <NoBook book={book} />
        ) : (
          <table className={stale ? 't dt stale' : 't dt'} aria-label={`Order book of ${name.symbol}`}>
            <colgroup>
              <col style={{ width: 96 }} />
              <col style={{ width: 82 }} />
              <col />
            </colgroup>
            <thead>
              <tr>
                <th className="r">Price</th>
                <th className="r">{unit === null ? 'Size' : `Size, ${unit}`}</th>
                <th className="r last">Sum</th>
              </tr>
            </thead>
            <tbody>
              <Blanks count={askCount - rows.asks.length} />
              {[...rows.asks].reverse().map((level) => (
                <Level key={level.price} level={level} side="ask" places={places} sizePlaces={sizePlaces} />
              ))}
              <SpreadRow rows={rows} places={places} book={book} />
              {rows.bids.map((level) => (
                <Level key={level.price} level={level} side="bid" places={places} sizePlaces={sizePlaces} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

interface StepMenuProps {
  readonly row: InstrumentView | undefined;
  readonly step: string | null;
  readonly setStep: (step: string | null) => void;
}

function StepMenu({ row, step, setStep }: StepMenuProps) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const tick = row?.tickSize ?? null;
  const steps = depthSteps(tick);
  if (steps.length === 0) return null;
  const shown = step ?? steps[0] ?? '';
  return (
    <>
      <button
        type="button"
        className="btn ghost sm"
        title="Join prices into steps"
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      >
        {plainFigure(shown)}
        <Icon of={ChevronDown} />
      </button>
      {anchor !== null && (
        <Menu
          anchor={anchor}
          align="end"
          label="Price step"
          title="Price step"
          onClose={() => setAnchor(null)}
          groups={[
            steps.map((one) => ({
              id: one,
              label: plainFigure(one),
              checked: one === shown,
              run: () => setStep(one === tick ? null : one),
            })),
          ]}
        />
      )}
    </>
  );
}

interface LevelProps {
  readonly level: DepthRow;
  readonly side: 'ask' | 'bid';
  readonly places: number;
  readonly sizePlaces: number;
}

const Level = memo(
  function Level({ level, side, places, sizePlaces }: LevelProps) {
    return (
      <tr>
        <td className={side === 'ask' ? 'r p neg' : 'r p pos'}>
          <FittedNumber text={plainFigure(level.price, { places })} roomPx={84} />
        </td>
        <td className="r">
          <FittedNumber text={plainFigure(level.size, { places: sizePlaces })} roomPx={68} />
        </td>
        <td className="r last cum">
          <i className={side === 'ask' ? 'da' : 'dbb'} style={{ width: `${level.share * 100}%` }} />
          <FittedNumber text={plainFigure(level.sum, { places: sizePlaces })} roomPx={76} />
        </td>
      </tr>
    );
  },
  (before, after) =>
    before.level.price === after.level.price &&
    before.level.size === after.level.size &&
    before.level.sum === after.level.sum &&
    before.level.share === after.level.share &&
    before.places === after.places &&
    before.sizePlaces === after.sizePlaces,
);

/** Keeps the spread in its place while the book has fewer levels than there is room. */
function Blanks({ count }: { readonly count: number }) {
  if (count <= 0) return null;
  return (
    <tr>
      <td colSpan={3} style={{ height: count * rowPx }} />
    </tr>
  );
}

interface SpreadRowProps {
  readonly rows: ReturnType<typeof depthRows>;
  readonly places: number;
  readonly book: ChannelView | null;
}

function SpreadRow({ rows, places, book }: SpreadRowProps) {
  const { trades, lastMove } = useMarket();
  useSecond();
  const last = trades.at(-1)?.price ?? null;
  const ageMs = book?.confirmedMs == null ? null : mainNowMs() - book.confirmedMs;
  return (
    <tr className="spr">
      <td className="r">
        <b title={`Last trade, ${lastMove}`}>{last === null ? '–' : plainFigure(last, { places })}</b>
      </td>
      <td colSpan={2} className="last">
        <span className="spread">
          <span className={rows.isCrossed ? 'crossed' : 'dim'}>
            {rows.isCrossed ? 'crossed ' : 'spread '}
            {rows.spread === null ? '–' : plainFigure(rows.spread, { places })}
          </span>
          <span className="book-age" title={book?.reason}>
            book <AgeChip state={book?.state ?? 'connecting'} ageMs={ageMs} />
          </span>
        </span>
      </td>
    </tr>
  );
}

function NoBook({ book }: { readonly book: ChannelView | null }) {
  if (book === null) {
    return (
      <Empty
        picture={<Icon of={LayersPlus} />}
        title="No order book"
        text="None of this venue’s channels that are open carries one."
      />
    );
  }
  return (
    <Empty picture={<Glyph state={book.state} />} title={`The book is ${book.state}`} text={book.reason} />
  );
}

/** The channel that carries the book, whatever the venue calls it. */
function useBookChannel({ venue, symbol }: MarketName): ChannelView | null {
  const version = useVersion(tables.channel);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the rows that are read
  return useMemo(
    () =>
      rowsOf(tables.channel).find(
        (channel) =>
          channel.venue === venue &&
          channel.account === null &&
          (channel.symbol === symbol || channel.symbol === null) &&
          /^(orderBook|level2|book|depth)/.test(channel.topic),
      ) ?? null,
    [venue, symbol, version],
  );
}
