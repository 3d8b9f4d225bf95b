/** The third column of a wide Overview: exposure, what was traded, and what happened to the feeds. */
import { preciseTime, shortTime } from '../../format/time.ts';
import { factsOf } from '../../store/instruments.ts';
import { isInScope, navigate, useScope } from '../../store/navigation.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { Amount } from '../../ui/amount.tsx';
import { SideMark } from '../../ui/side.tsx';
import { FeedJournal } from './feed-journal.tsx';
import { NetExposure } from './net-exposure.tsx';

const shown = 12;

export function SideColumn() {
  return (
    <div className="col vr side-column">
      <NetExposure />
      <RecentExecutions />
      <FeedJournal />
    </div>
  );
}

function RecentExecutions() {
  useVersion(tables.execution);
  const scope = useScope();
  const rows = rowsOf(tables.execution)
    .filter((row) => isInScope(row, scope))
    .map((row) => ({ row, at: row.updatedAt ?? row.receivedAt }))
    .sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section className="panel" aria-label="Executions">
      <div className="ph">
        <h2>
          Executions<span className="ct">{rows.length}</span>
        </h2>
        <span className="grow" />
        <button type="button" className="btn ghost sm" onClick={() => navigate('executions')}>
          Open Executions
        </button>
      </div>
      {rows.length === 0 ? (
        <p className="none">None since Vigil started.</p>
      ) : (
        <div className="tw">
          <table className="t">
            <thead>
              <tr>
                <th scope="col" className="gl" style={{ width: 74 }}>
                  Time
                </th>
                <th scope="col">Symbol</th>
                <th scope="col" style={{ width: 140 }}>
                  Side, size
                </th>
                <th scope="col" className="r last" style={{ width: 96 }}>
                  Price
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shown).map(({ row, at }) => {
                const facts = factsOf(row.venue, row.symbol);
                return (
                  <tr key={`${row.venue}/${row.account ?? ''}/${row.id}`}>
                    <td className="gl mid" title={preciseTime(at, Date.now())}>
                      {shortTime(at, Date.now())}
                    </td>
                    <td>
                      <span className="sym">{row.symbol}</span>
                    </td>
                    <td>
                      {row.kind === 'trade' ? (
                        <SideMark side={row.side} />
                      ) : (
                        <span className="mid">{row.kind}</span>
                      )}{' '}
                      <Amount value={row.size} places={facts?.sizePlaces ?? 0} />
                    </td>
                    <td className="r last">
                      <Amount value={row.price} places={facts?.pricePlaces ?? 0} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
