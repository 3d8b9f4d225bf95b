/** All open positions. */
import { useMemo } from 'react';
import { usePracticeAccounts } from '../../store/practice.ts';
import { useSettings } from '../../store/settings.ts';
import { DetailsDrawer } from '../../tables/details-drawer.tsx';
import { NoRows } from '../../tables/no-rows.tsx';
import { Panel } from '../../tables/panel.tsx';
import { useDetails } from '../../tables/use-details.ts';
import { useGrid } from '../../tables/use-grid.ts';
import { ViewTitle } from '../../tables/view-title.tsx';
import { isOpenPosition, positionTable } from './position-table.tsx';

export function PositionsView() {
  const currency = useSettings((settings) => settings.currency);
  const spec = useMemo(() => positionTable('positions', currency), [currency]);
  const details = useDetails();
  const practice = usePracticeAccounts();
  const select = useMemo(() => details.selectIn(spec.id), [details, spec.id]);
  const grid = useGrid(spec, { include: isOpenPosition, selected: details.keyIn(spec.id), select });
  return (
    <div className="split">
      <div className="col grow">
        <Panel
          grid={grid}
          title="Positions"
          tabs={<ViewTitle title="Positions" count={grid.order.total} />}
          practice={practice}
          fill
          empty={<NoRows grid={grid} topic="position" title="No open positions" />}
          showRaw={details.showRaw}
        />
      </div>
      {details.key !== null && (
        <DetailsDrawer spec={spec} rowKey={details.key} rawAsked={details.rawAsked} onClose={details.close} />
      )}
    </div>
  );
}
