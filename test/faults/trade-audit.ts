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
   * the venue has now. All feeds must be well; what is on its way gets a few seconds to arrive.
   */
  check(): Promise<Kept>;
}

/** `take` gives the ids that were handed out since it was asked last, in their order. */
export function tradeAudit(venue: FaultVenue, take: (symbol: string) => readonly string[]): TradeAudit {
  const waiting = new Map<string, readonly string[]>();
  const endedWith = new Map<string, string>();

  async function checkSymbol(symbol: string): Promise<Kept> {
    const truth = await venue.truth(symbol);
    const newest = truth.at(-1) ?? '';
    let own = waiting.get(symbol) ?? [];
    const isCaughtUp = () => {
      own = [...own, ...take(symbol)];
      return own.includes(newest);
    };
    await eventually('caught up', isCaughtUp, 3_000).catch(() => {});
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
    async check() {
      const all = await Promise.all(venue.symbols.map(checkSymbol));
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
