/** The dialects that are fuzzed, with the frames of their fixtures. */
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { findVenue, supportedVenues } from '../../src/main/exchanges/registry.ts';

interface Fixture {
  readonly frames: readonly { readonly frame: string }[];
}

// Collected when the program is built, which has no files beside it when it runs.
const fixtures = import.meta.glob<Fixture>('../exchanges/*/*.json', { eager: true, import: 'default' });

// The practice venue speaks the BitMEX dialect.
export const dialects: readonly Exchange[] = supportedVenues.flatMap((id) => {
  const found = id === 'practice' ? null : findVenue(id);
  return found?.kind === 'supported' ? [found.exchange] : [];
});

export function fixtureFrames(venue: string): readonly string[] {
  return Object.entries(fixtures)
    .filter(([path]) => path.includes(`/${venue}/`))
    .flatMap(([, { frames }]) => frames.map(({ frame }) => frame));
}
