/** Everything that a grid of the window can show: the published tables, and the incidents. */
import type { Incident } from '../../preload/contract/incidents.ts';
import type { PublishedTables } from '../../preload/contract/views.ts';

/** An incident with the symbol that its channel names, as other rows have it. */
export interface IncidentRow extends Incident {
  readonly symbol: string | null;
}

export interface ShownTables extends PublishedTables {
  incident: IncidentRow;
}
export type ShownTable = keyof ShownTables;
