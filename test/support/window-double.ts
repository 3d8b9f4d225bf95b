/** Stands in for the window: follows the deltas as the renderer does, and asks for a snapshot at a hole. */

import type { Outlet } from '../../src/main/tables/outlet.ts';
import type { EventName, Events } from '../../src/preload/contract/events.ts';
import type { TableSnapshot } from '../../src/preload/contract/requests.ts';
import type { PublishedTable } from '../../src/preload/contract/views.ts';

export interface WindowDouble extends Outlet {
  readonly events: { readonly name: EventName; readonly event: Events[EventName] }[];
  setOpen(open: boolean): void;
  /** Takes a snapshot as the window does at its start. */
  load(table: PublishedTable): void;
  rows(table: PublishedTable): Record<string, unknown>;
  readonly snapshots: number;
}

export function windowDouble(snapshot: (table: PublishedTable) => TableSnapshot): WindowDouble {
  const events: { name: EventName; event: Events[EventName] }[] = [];
  const tables = new Map<PublishedTable, { seq: number; readonly rows: Map<string, unknown> }>();
  let open = true;
  let snapshots = 0;

  function load(table: PublishedTable): void {
    const { seq, rows } = snapshot(table);
    tables.set(table, { seq, rows: new Map(rows) });
  }

  function follow(delta: Events['tables.delta']): void {
    const table = tables.get(delta.table);
    if (table === undefined || delta.seq <= table.seq) return;
    if (delta.seq !== table.seq + 1) {
      snapshots += 1;
      load(delta.table);
      return;
    }
    table.seq = delta.seq;
    for (const [key, row] of delta.upserts) table.rows.set(key, row);
    for (const key of delta.removes) table.rows.delete(key);
  }

  return {
    events,
    isOpen: () => open,
    send(name, event) {
      if (!open) throw new Error(`${name} was sent to a window that is closed`);
      events.push({ name, event });
      if (name === 'tables.delta') follow(event as Events['tables.delta']);
    },
    setOpen(next) {
      open = next;
    },
    load,
    rows: (table) => Object.fromEntries(tables.get(table)?.rows ?? []),
    get snapshots() {
      return snapshots;
    },
  };
}
