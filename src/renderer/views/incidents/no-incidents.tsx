/** Why the list of incidents is empty. */
import { History, ListFilter } from 'lucide-react';
import { momentText } from '../../format/moment.ts';
import { incidents } from '../../store/incidents.ts';
import { useLoaded } from '../../store/tables.ts';
import { isFiltering, noFilter } from '../../tables/filter.ts';
import type { Grid } from '../../tables/use-grid.ts';
import { Empty } from '../../ui/empty.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Stretch } from './span.ts';

export interface NoIncidentsProps {
  readonly grid: Grid<'incident'>;
  readonly stretch: Stretch;
  /** Before it, nothing is known. */
  readonly recordSinceMs: number;
}

export function NoIncidents({ grid, stretch, recordSinceMs }: NoIncidentsProps) {
  const loaded = useLoaded(incidents);
  const { total } = grid.order;
  if (!loaded) {
    return (
      <Empty
        picture={<Glyph state="connecting" />}
        title="Asking for the incidents"
        text="This takes less than a second."
      />
    );
  }
  if (total > 0 && isFiltering(grid.filter)) {
    return (
      <Empty
        picture={<Icon of={ListFilter} />}
        title="No incident matches the filter"
        text={`${total === 1 ? '1 incident is' : `${total} incidents are`} hidden by it.`}
        action={{ label: 'Clear filter', run: () => grid.setFilter(noFilter) }}
      />
    );
  }
  const nowMs = Date.now();
  if (stretch.toMs <= recordSinceMs) {
    return (
      <Empty
        picture={<Icon of={History} />}
        title="No record"
        text={`Vigil first ran on ${momentText(recordSinceMs, nowMs)}; nobody can tell what was before.`}
      />
    );
  }
  const fromMs = Math.max(stretch.fromMs, recordSinceMs);
  const to = stretch.isOpen ? 'now' : momentText(stretch.toMs, nowMs);
  return (
    <Empty
      picture={<Icon of={History} />}
      title="No incidents"
      text={`Every feed that was open was live or quiet from ${momentText(fromMs, nowMs)} to ${to}.`}
    />
  );
}
