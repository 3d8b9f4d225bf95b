/** Knows which trades of one symbol were seen, so that none is doubled and a missing one is noticed. */
import type { TradeMark } from '../exchanges/exchange.ts';

export type Sighting = 'new' | 'duplicate' | Hole;

/** Trades that were skipped; both ends are missing. */
export interface Hole {
  readonly firstId: number;
  readonly lastId: number;
}

export interface TradeLedger {
  /** Notes a trade of the stream or of a snapshot. A `Hole` also means that the trade itself is new. */
  see(trade: TradeMark): Sighting;
  /** Notes a trade that a refill brought; false when it was seen before. */
  refill(trade: TradeMark): boolean;
  /** Notes the newest trade that the venue has already sent or will not send. */
  startAt(trade: TradeMark): Hole | null;
  /** Whether the trade was seen, or is older than what we follow. */
  has(trade: TradeMark): boolean;
  readonly newestId: string | null;
}

export function missedIn(hole: Hole): number {
  return hole.lastId - hole.firstId + 1;
}

/** For venues whose ids grow by exactly one: a number and a short list of holes are all it takes. */
export function countingLedger(): TradeLedger {
  let newest: { readonly id: number; readonly time: string | null } | null = null;
  let holes: Hole[] = [];

  function advance(id: number, time: string | null): Hole | null {
    const hole = newest === null || id === newest.id + 1 ? null : { firstId: newest.id + 1, lastId: id - 1 };
    newest = { id, time };
    // What is older than the last holes will not be looked for any more.
    if (hole !== null) holes = [...holes.slice(1 - mostHoles), hole];
    return hole;
  }
  function takeFromHoles(id: number): boolean {
    const index = holes.findIndex((hole) => id >= hole.firstId && id <= hole.lastId);
    const hole = holes[index];
    if (hole === undefined) return false;
    const rest = [
      { firstId: hole.firstId, lastId: id - 1 },
      { firstId: id + 1, lastId: hole.lastId },
    ];
    holes.splice(index, 1, ...rest.filter((part) => part.firstId <= part.lastId));
    return true;
  }
  return {
    see(trade) {
      const id = Number(trade.id);
      if (newest === null || id > newest.id) return advance(id, trade.time) ?? 'new';
      if (takeFromHoles(id)) return 'new';
      if (id === newest.id || !isMuchLater(trade.time, newest.time)) {
        // What a venue only names may be wrong: without a time nothing would ever follow it.
        newest = { id: newest.id, time: newest.time ?? trade.time };
        return 'duplicate';
      }
      // A lower id at a later time: the venue counts from a new beginning.
      holes = [];
      newest = { id, time: trade.time };
      return 'new';
    },
    refill: (trade) => takeFromHoles(Number(trade.id)),
    startAt(trade) {
      const number = Number(trade.id);
      if (newest !== null && number <= newest.id) return null;
      if (newest === null) {
        newest = { id: number, time: null };
        return null;
      }
      const before = newest.id;
      advance(number + 1, newest.time);
      newest = { id: number, time: null };
      return { firstId: before + 1, lastId: number };
    },
    has(trade) {
      const id = Number(trade.id);
      if (newest === null || id > newest.id) return false;
      return !holes.some((hole) => id >= hole.firstId && id <= hole.lastId);
    },
    get newestId() {
      return newest === null ? null : String(newest.id);
    },
  };
}

/** For ids without an order: remembers the last ones, in two generations so that memory stays bounded. */
export function recentLedger(keep = 5_000): TradeLedger {
  let young = rememberedIds();
  let old = rememberedIds();
  let newest: TradeMark | null = null;
  /** All ids of the newest time. */
  let simultaneous: string[] = [];

  function holds(id: string): boolean {
    return young.has(id) || old.has(id);
  }
  function remember(id: string): void {
    if (young.size >= keep) {
      old = young;
      young = rememberedIds();
    }
    young.add(id);
  }
  /** A double has the time of the first, so that most trades are new at the sight of their time. */
  function take(trade: TradeMark): boolean {
    const { id, time } = trade;
    if (newest !== null && time === newest.time) {
      // Equal times are looked at first: they are often one string.
      if (simultaneous.length >= mostSimultaneous ? holds(id) : simultaneous.includes(id)) return false;
      if (simultaneous.length < mostSimultaneous) simultaneous.push(id);
      newest = trade;
    } else if (newest === null || time > newest.time) {
      simultaneous = [id];
      newest = trade;
    } else if (holds(id)) {
      return false;
    }
    remember(id);
    return true;
  }
  return {
    see: (trade) => (take(trade) ? 'new' : 'duplicate'),
    refill: take,
    startAt(trade) {
      take(trade);
      return null;
    },
    has: (trade) => holds(trade.id),
    get newestId() {
      return newest === null ? null : newest.id;
    },
  };
}

interface RememberedIds {
  readonly size: number;
  add(id: string): void;
  has(id: string): boolean;
}

/** A list that is cheap to write, and made into a set only when somebody asks. */
function rememberedIds(): RememberedIds {
  const ids: string[] = [];
  const index = new Set<string>();
  return {
    get size() {
      return ids.length;
    },
    add: (id) => ids.push(id),
    has(id) {
      for (let at = index.size; at < ids.length; at += 1) index.add(ids[at] ?? '');
      return index.has(id);
    },
  };
}

function isMuchLater(time: string, than: string | null): boolean {
  return than !== null && Date.parse(time) - Date.parse(than) > restartMs;
}

const mostHoles = 100;
const mostSimultaneous = 64;
/** Trades of one engine come in the order of their ids; a minute is far beyond any disorder. */
const restartMs = 60_000;
