/** What the simulated exchange publishes, before it becomes a frame. */

export type Row = Readonly<Record<string, unknown>>;

export interface VenueEvent {
  readonly table: string;
  readonly action: 'insert' | 'update' | 'delete';
  /** null where the table has no symbols. */
  readonly symbol: string | null;
  readonly rows: readonly Row[];
}

export type Side = 'Buy' | 'Sell';

/** What differs in `after`, or null when nothing does. */
export function changedFields(before: Row, after: Row): Record<string, unknown> | null {
  let changes: Record<string, unknown> | null = null;
  for (const name in after) {
    if (before[name] !== after[name]) {
      changes ??= {};
      changes[name] = after[name];
    }
  }
  return changes;
}
