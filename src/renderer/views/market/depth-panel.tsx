/** The order book: asks above bids, sums as bars, the spread with the book's age between them. */
import { LayersPlus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { ChannelView } from '../../../preload/contract/views.ts';
import { placesOf, plainFigure } from '../../format/decimal.ts';
import { isStale } from '../../format/health.ts';
import { sentence } from '../../format/sentence.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { rowsOf, tables, useRow, useVersion } from '../../store/tables.ts';
import { AgeChip } from '../../ui/age-chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { DepthLevel } from './depth-level.tsx';
import { depthRows } from './depth-rows.ts';
import { type MarketName, useMarket } from './market-store.ts';
import type { MarketEntry } from './markets.ts';
import { sizeUnit } from './size-unit.ts';
import { StepMenu } from './step-menu.tsx';
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
                <DepthLevel
                  key={level.price}
                  level={level}
                  side="ask"
                  places={places}
                  sizePlaces={sizePlaces}
                />
              ))}
              <SpreadRow rows={rows} places={places} book={book} />
              {rows.bids.map((level) => (
                <DepthLevel
                  key={level.price}
                  level={level}
                  side="bid"
                  places={places}
                  sizePlaces={sizePlaces}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

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
    <Empty
      picture={<Glyph state={book.state} />}
      title={`The book is ${book.state}`}
      text={sentence(book.reason)}
    />
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
