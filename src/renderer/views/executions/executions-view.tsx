/** What was traded, funded and settled. */
import { CheckCheck } from 'lucide-react';
import { useMemo } from 'react';
import { usePracticeAccounts } from '../../store/practice.ts';
import { DetailsDrawer } from '../../tables/details-drawer.tsx';
import { NoRows } from '../../tables/no-rows.tsx';
import { Panel } from '../../tables/panel.tsx';
import { useDetails } from '../../tables/use-details.ts';
import { useGrid } from '../../tables/use-grid.ts';
import { ViewTitle } from '../../tables/view-title.tsx';
import { executionTable } from './execution-table.tsx';

const spec = executionTable('executions', false);
const everything = () => true;

export function ExecutionsView() {
  const details = useDetails();
  const practice = usePracticeAccounts();
  const select = useMemo(() => details.selectIn(spec.id), [details]);
  const grid = useGrid(spec, { include: everything, selected: details.keyIn(spec.id), select });
  return (
    <div className="split">
      <div className="col grow">
        <Panel
          grid={grid}
          title="Executions"
          tabs={<ViewTitle title="Executions" count={grid.order.total} />}
          practice={practice}
          fill
          empty={
            <NoRows
              grid={grid}
              topic="execution"
              picture={CheckCheck}
              title="No executions since Vigil started"
            />
          }
          showRaw={details.showRaw}
        />
      </div>
      {details.key !== null && (
        <DetailsDrawer spec={spec} rowKey={details.key} rawAsked={details.rawAsked} onClose={details.close} />
      )}
    </div>
  );
}
