/** Net exposure per asset: short to the left, long to the right, the net as a mark. */
import { formatAge } from '../../format/age.ts';
import { round } from '../../format/decimal.ts';
import { worst } from '../../format/health.ts';
import { instrumentOf } from '../../store/instruments.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { isInScope, useScope } from '../../store/navigation.ts';
import { marketChannel, worstChannel } from '../../store/row-health.ts';
import { useSettings } from '../../store/settings.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { Amount, Unknown } from '../../ui/amount.tsx';
import { type Exposure, exposures } from './exposure.ts';

export function NetExposure() {
  useVersion(tables.position);
  useSecond();
  const scope = useScope();
  const currency = useSettings((settings) => settings.currency);
  const inScope = rowsOf(tables.position).filter((row) => isInScope(row, scope));
  const real = inScope.filter(({ venue }) => venue !== 'practice');
  // Practice and real accounts are never summed.
  const positions = real.length > 0 ? real : inScope;
  const rows = exposures(positions, (row) => instrumentOf(row.venue, row.symbol)?.base ?? row.symbol ?? '?');
  const reach = Math.max(0, ...rows.flatMap((row) => [Number(row.long ?? 0), -Number(row.short ?? 0)]));
  const channels = positions.map((row) => worstChannel([marketChannel(row, 'instrument')]));
  const oldest = worst(channels.filter((channel) => channel !== null))?.confirmedMs ?? null;
  const places = currency === 'BTC' ? 4 : 0;
  return (
    <section className="panel" aria-label="Net exposure">
      <div className="ph">
        <h2>
          Net exposure
          <span className="ct">
            {currency}
            {oldest === null ? '' : `, marks ${formatAge(mainNowMs() - oldest)} old`}
          </span>
        </h2>
      </div>
      {rows.length === 0 ? (
        <p className="none">No open positions.</p>
      ) : (
        <div className="tw">
          <table className="t">
            <thead>
              <tr>
                <th scope="col" className="gl" style={{ width: 74 }}>
                  Asset
                </th>
                <th scope="col" className="r" style={{ width: 88 }}>
                  Short
                </th>
                <th scope="col">
                  <span className="sr">Balance</span>
                </th>
                <th scope="col" className="r" style={{ width: 88 }}>
                  Long
                </th>
                <th scope="col" className="r last" style={{ width: 98 }}>
                  Net
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.asset}>
                  <td className="gl">
                    <span className="sym">{row.asset}</span>
                  </td>
                  <td className="r">
                    <Part value={row.short} places={places} />
                  </td>
                  <td>
                    <Balance row={row} reach={reach} />
                  </td>
                  <td className="r">
                    <Part value={row.long} places={places} />
                  </td>
                  <td className="r last">
                    <Net value={row.net} places={places} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface FigureProps {
  readonly value: string | null;
  readonly places: number;
}

function Net({ value, places }: FigureProps) {
  return (
    <Amount
      value={value === null ? null : round(value, places)}
      signed
      toned
      title={value ?? undefined}
      why={unknownExposure}
    />
  );
}

function Part({ value, places }: FigureProps) {
  if (value === null) return <Unknown why={unknownExposure} />;
  if (Number(value) === 0) return <span className="dim">–</span>;
  return <Amount value={round(value, places)} signed title={value} />;
}

function Balance({ row, reach }: { readonly row: Exposure; readonly reach: number }) {
  if (row.long === null || row.short === null || row.net === null) return null;
  const half = (value: number) => (reach === 0 ? 0 : Math.round((value / reach) * 500) / 10);
  return (
    <span className="nx" aria-hidden="true">
      <i className="ns" style={{ width: `${half(-Number(row.short))}%` }} />
      <i className="nl" style={{ width: `${half(Number(row.long))}%` }} />
      <b style={{ left: `${50 + half(Number(row.net))}%` }} />
    </span>
  );
}

const unknownExposure = 'The size of a position, or a price for it, is not known';
