/** What was handed out beside what the venue made, from the first trade that was handed out to the last made. */
import { eventually } from '../support/eventually.ts';
import type { FaultVenue } from '../support/fault-venue.ts';

export interface Kept {
  readonly lost: number;
  readonly doubled: number;
}

/** The market must stand still. What is on its way gets a few seconds to arrive. */
export async function compareTrades(
  venue: FaultVenue,
  printed: ReadonlyMap<string, readonly string[]>,
): Promise<Kept> {
  let lost = 0;
  let doubled = 0;
  for (const symbol of venue.symbols) {
    const truth = await venue.truth(symbol);
    const ids = () => printed.get(symbol) ?? [];
    await eventually('caught up', () => ids().at(-1) === truth.at(-1), 3_000).catch(() => {});
    const kept = compare(truth, ids());
    lost += kept.lost;
    doubled += kept.doubled;
  }
  return { lost, doubled };
}

function compare(truth: readonly string[], printed: readonly string[]): Kept {
  const kept = new Set(printed);
  // A long truth has forgotten its beginning, a short one has not begun when the feed had.
  const first = truth.findIndex((id) => kept.has(id));
  const expected = first < 0 ? truth : truth.slice(first);
  return { lost: expected.filter((id) => !kept.has(id)).length, doubled: printed.length - kept.size };
}
