/** Positions and accounts as the alert policy weighs their risk, from what the window shows of them. Pure. */
import type { PositionView, TotalView } from '../../preload/contract/views.ts';
import type { RiskSight } from '../alerts/alert-types.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';
import { feedName } from './feed-specs.ts';

export function riskSights(
  positions: Iterable<PositionView>,
  totals: Iterable<TotalView>,
  feeds: readonly FeedSpec[],
): readonly RiskSight[] {
  const found: RiskSight[] = [];
  const ownerOf = (row: { readonly venue: string | null; readonly account: string | null }) =>
    feeds.find(({ venue, account }) => account !== null && venue === row.venue && account === row.account);
  for (const row of positions) {
    const owner = ownerOf(row);
    const { symbol, markPrice, liquidationPrice } = row;
    const distance = row.derived.liquidationDistance;
    if (owner === undefined || distance === null || symbol === null) continue;
    if (markPrice === null || liquidationPrice === null) continue;
    found.push({
      ...{ id: `${owner.id}/${symbol}/${row.side}`, feedId: owner.id, name: feedName(owner) },
      what: { kind: 'liquidation', symbol, markPrice, liquidationPrice },
      percent: Number(distance),
    });
  }
  for (const total of totals) {
    const owner = ownerOf(total);
    if (owner === undefined || total.marginRatio === null) continue;
    found.push({
      ...{ id: `${owner.id}/margin`, feedId: owner.id, name: feedName(owner) },
      what: { kind: 'margin' },
      percent: Number(total.marginRatio) * 100,
    });
  }
  return found;
}
