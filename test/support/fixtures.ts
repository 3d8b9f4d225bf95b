/** Frames of a venue, kept as the text that came over the wire. */
import { readFileSync } from 'node:fs';

interface Fixture {
  readonly venue: string;
  readonly source: string;
  readonly read: string;
  readonly frames: readonly {
    readonly what?: string;
    readonly origin: 'recorded' | 'documented' | 'illustrative';
    readonly frame: string;
  }[];
}

/** `bitmex/session` is test/exchanges/bitmex/session.json. */
function readFixture(name: string): Fixture {
  return JSON.parse(readFileSync(new URL(`../exchanges/${name}.json`, import.meta.url), 'utf8'));
}

export function framesOf(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => readFixture(name).frames.map(({ frame }) => frame));
}
