/** What venues are called. */
import { rowsOf, tables } from './tables.ts';

/** As its feeds name it; the id with a capital while it has none. */
export function venueName(venue: string): string {
  const feed = rowsOf(tables.feed).find((row) => row.venue === venue);
  return feed?.venueName ?? venue.charAt(0).toUpperCase() + venue.slice(1);
}
