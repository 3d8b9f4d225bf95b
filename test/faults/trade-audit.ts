/** What was handed out beside what the venue made: nothing lost, nothing doubled, however often one looks. */
import { eventually } from '../support/eventually.ts';
import type { FaultVenue } from '../support/fault-venue.ts';

export interface Kept {
  readonly lost: number;
  readonly doubled: number;
}

export interface TradeAudit {
  /**
   * Compares from the first trade that was handed out, or from where the last check ended, to the newest that
   * the venue has now. What is on its way gets a few seconds to arrive; in the last check, what has not come by
   * then is lost, in the others the next one looks for it.
   */
  check(isLast: boolean): Promise<Kept>;
}

/** `take` gives the ids that were handed out since it was asked last, in their order. */
export function tradeAudit(venue: FaultVenue, take: (symbol: string) => readonly string[]): TradeAudit {
  const waiting = new Map<string, readonly string[]>();
  const endedWith = new Map<string, string>();

  async function checkSymbol(symbol: string, isLast: boolean): Promise<Kept> {
    const all = await venue.truth(symbol);
    let own = waiting.get(symbol) ?? [];
    const isCaughtUp = () => {
      own = [...own, ...take(symbol)];
      return own.includes(all.at(-1) ?? '');
    };
    await eventually('caught up', isCaughtUp, 3_000).catch(() => {});
    const came = new Set(own);
    const truth = isLast ? all : all.slice(0, all.findLastIndex((id) => came.has(id)) + 1);
    const newest = truth.at(-1);
    if (newest === undefined) {
      waiting.set(symbol, own);
      return { lost: 0, doubled: 0 };
    }
    const known = new Set(truth);
    const end = own.lastIndexOf(newest);
    const isNext = (id: string, at: number) => at > end && !known.has(id);
    waiting.set(symbol, own.filter(isNext));
    const kept = compare(
      truth,
      own.filter((id, at) => !isNext(id, at)),
      endedWith.get(symbol),
    );
    endedWith.set(symbol, newest);
    return kept;
  }
  return {
    async check(isLast) {
      const all = await Promise.all(venue.symbols.map((symbol) => checkSymbol(symbol, isLast)));
      return {
        lost: all.reduce((sum, { lost }) => sum + lost, 0),
        doubled: all.reduce((sum, { doubled }) => sum + doubled, 0),
      };
    },
  };
}

function compare(truth: readonly string[], own: readonly string[], endedWith: string | undefined): Kept {
  const kept = new Set(own);
  // A long truth has forgotten its beginning, a short one has not begun when the feed had.
  const first =
    endedWith === undefined ? truth.findIndex((id) => kept.has(id)) : truth.indexOf(endedWith) + 1;
  const start = Math.max(0, first);
  const again = truth.slice(0, start).filter((id) => kept.has(id)).length;
  return {
    lost: truth.slice(start).filter((id) => !kept.has(id)).length,
    doubled: own.length - kept.size + again,
  };
}
