/** How much is long and short of each asset, over all accounts shown. */
import type { PositionView } from '../../../preload/contract/views.ts';
import { difference, sumExact } from '../../format/exact-sum.ts';

export interface Exposure {
  readonly asset: string;
  readonly long: string;
  /** Negative or zero. */
  readonly short: string;
  readonly net: string;
}

/** Largest net first. `assetOf` names what a position is a position of; what has no value in money is left out. */
export function exposures(
  positions: readonly PositionView[],
  assetOf: (row: PositionView) => string,
): readonly Exposure[] {
  const byAsset = new Map<string, { long: string[]; short: string[] }>();
  for (const row of positions) {
    const value = row.derived.notionalDisplay;
    if (value === null || row.side === 'flat') continue;
    const asset = assetOf(row);
    const sides = byAsset.get(asset) ?? { long: [], short: [] };
    byAsset.set(asset, sides);
    if (row.side === 'long') sides.long.push(value);
    else sides.short.push(difference('0', value));
  }
  const all = [...byAsset].map(([asset, sides]) => ({
    asset,
    long: sumExact(sides.long),
    short: sumExact(sides.short),
    net: sumExact([...sides.long, ...sides.short]),
  }));
  return all.sort((a, b) => Math.abs(Number(b.net)) - Math.abs(Number(a.net)));
}
