/** Positions and accounts as the alert policy weighs their risk, from what the window shows of them. Pure. */
import type { PositionView, TotalView } from '../../preload/contract/views.ts';
import type { RiskSight } from '../alerts/alert-types.ts';
import type { FeedSpec, FeedStatus } from '../feeds/feed-events.ts';
import { feedName } from './feed-specs.ts';

export function riskSights(
  positions: Iterable<PositionView>,
  totals: Iterable<TotalView>,
  feeds: readonly Pick<FeedStatus, 'spec' | 'paused'>[],
): readonly RiskSight[] {
  const found = new Map<string, RiskSight>();
  // Nobody is told of what the user has paused.
  const watched = feeds.flatMap(({ spec, paused }) => (paused ? [] : [spec]));
  const exposed = new Set<FeedSpec>();
  /** One of each: a row that hides its side takes nothing from the row that shows it. */
  const add = (sight: RiskSight) => {
    if (sight.percent !== null || !found.has(sight.id)) found.set(sight.id, sight);
  };
  const ownerOf = (row: { readonly venue: string | null; readonly account: string | null }) =>
    watched.find(({ venue, account }) => account !== null && venue === row.venue && account === row.account);
  for (const row of positions) {
    const owner = ownerOf(row);
    if (owner === undefined || row.side === 'flat') continue;
    exposed.add(owner);
    // Which of the two it is may be unknown for a while: what is open of either then stays.
    for (const side of row.side === null ? sides : [row.side]) {
      add(positionRisk(row, owner, `${owner.id}/${row.symbol}/${side}`));
    }
  }
  for (const { venue, account, marginRatio, unknown } of totals) {
    const owner = ownerOf({ venue, account });
    if (owner === undefined) continue;
    const id = `${owner.id}/margin`;
    if (marginRatio !== null) {
      const share = { name: feedName(owner), percent: Number(marginRatio) * 100 };
      add({ id, feedId: owner.id, what: { kind: 'margin' }, ...share });
    } else if (exposed.has(owner) || unknown.marginRatio !== null) add({ id, percent: null });
  }
  return [...found.values()];
}

function positionRisk(row: PositionView, owner: FeedSpec, id: string): RiskSight {
  const { symbol, markPrice, liquidationPrice } = row;
  const distance = row.derived.liquidationDistance;
  if (distance === null || symbol === null || markPrice === null || liquidationPrice === null) {
    return { id, percent: null };
  }
  return {
    ...{ id, feedId: owner.id, name: feedName(owner), percent: Number(distance) },
    what: { kind: 'liquidation', symbol, markPrice, liquidationPrice },
  };
}

const sides = ['long', 'short'] as const;
