/** How much is long and short of each asset, over all accounts shown. */
import type { PositionView } from '../../../preload/contract/views.ts';
import { difference, sumExact } from '../../format/exact-sum.ts';

/** null: of a position that belongs to it nobody knows how much it is. */
export interface Exposure {
  readonly asset: string;
  readonly long: string | null;
  /** Negative or zero. */
  readonly short: string | null;
  readonly net: string | null;
}

interface Sides {
  readonly long: (string | null)[];
  readonly short: (string | null)[];
}

/** What is not known first, then the largest net. `assetOf` names what a position is a position of. */
export function exposures(
  positions: readonly PositionView[],
  assetOf: (row: PositionView) => string,
): readonly Exposure[] {
  const byAsset = new Map<string, Sides>();
  for (const row of positions) {
    if (row.side === 'flat') continue;
    const asset = assetOf(row);
    const sides = byAsset.get(asset) ?? { long: [], short: [] };
    byAsset.set(asset, sides);
    const value = row.side === null ? null : row.derived.notionalDisplay;
    if (row.side !== 'short') sides.long.push(value);
    if (row.side !== 'long') sides.short.push(value === null ? null : difference('0', value));
  }
  const all = [...byAsset].map(([asset, { long, short }]) => ({
    asset,
    long: sumKnown(long),
    short: sumKnown(short),
    net: sumKnown([...long, ...short]),
  }));
  return all.sort((a, b) => (size(a) === size(b) ? 0 : size(b) - size(a)));
}

function sumKnown(values: readonly (string | null)[]): string | null {
  return values.every((value) => value !== null) ? sumExact(values) : null;
}

function size({ net }: Exposure): number {
  return net === null ? Number.POSITIVE_INFINITY : Math.abs(Number(net));
}
