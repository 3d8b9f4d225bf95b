/** Places the user's own price levels: tags that never cover each other, and names at the edge for the rest. */
import type { ChartLevel } from './chart-model.ts';

export interface PlacedLevel {
  readonly level: ChartLevel;
  readonly lineY: number;
  /** Middle of the tags, moved away from its line where they would cover another. */
  readonly tagY: number;
}

export interface EdgeNote {
  readonly id: string;
  readonly text: string;
  readonly side: 'long' | 'short' | null;
  /** Middle of the note. */
  readonly y: number;
}

export interface LevelPlaces {
  readonly placed: readonly PlacedLevel[];
  readonly notes: readonly EdgeNote[];
}

export interface LevelSpace {
  readonly top: number;
  readonly bottom: number;
  /** Tag of the last price, which stays where it is; null without one. */
  readonly lastY: number | null;
  readonly yOf: (price: number) => number;
}

export const tagHeight = 16;
const step = tagHeight + 1;
/** More than this many levels outside are counted instead of named. */
const namedAtEdge = 2;

export function placeLevels(levels: readonly ChartLevel[], space: LevelSpace): LevelPlaces {
  const inside: { level: ChartLevel; lineY: number }[] = [];
  const above: { level: ChartLevel; lineY: number }[] = [];
  const below: { level: ChartLevel; lineY: number }[] = [];
  for (const level of levels) {
    const lineY = space.yOf(level.price);
    const list = lineY < space.top ? above : lineY > space.bottom ? below : inside;
    list.push({ level, lineY });
  }
  inside.sort((a, b) => a.lineY - b.lineY);
  // The nearest to the view is named first.
  above.sort((a, b) => b.lineY - a.lineY);
  below.sort((a, b) => a.lineY - b.lineY);
  return {
    placed: spread(inside, space),
    notes: [...notesAt(above, 'above', space), ...notesAt(below, 'below', space)],
  };
}

function spread(
  inside: readonly { level: ChartLevel; lineY: number }[],
  space: LevelSpace,
): readonly PlacedLevel[] {
  const split = space.lastY ?? Number.POSITIVE_INFINITY;
  const upper = inside.filter((entry) => entry.lineY <= split);
  const lower = inside.filter((entry) => entry.lineY > split);
  const placed: PlacedLevel[] = [];
  let ceiling = split - step;
  for (const { level, lineY } of [...upper].reverse()) {
    const tagY = Math.min(lineY, ceiling);
    placed.unshift({ level, lineY, tagY });
    ceiling = tagY - step;
  }
  let floor = split + step;
  for (const { level, lineY } of lower) {
    const tagY = Math.max(lineY, floor);
    placed.push({ level, lineY, tagY });
    floor = tagY + step;
  }
  return placed;
}

function notesAt(
  outside: readonly { level: ChartLevel; lineY: number }[],
  edge: 'above' | 'below',
  space: LevelSpace,
): readonly EdgeNote[] {
  const named = outside.length > namedAtEdge + 1 ? outside.slice(0, namedAtEdge) : outside;
  const start = edge === 'above' ? space.top + tagHeight / 2 : space.bottom - tagHeight / 2;
  const direction = edge === 'above' ? 1 : -1;
  const notes: EdgeNote[] = named.map(({ level }, index) => ({
    id: level.id,
    text: `${level.name} (${edge})`,
    side: level.side,
    y: start + direction * index * (step + 1),
  }));
  const rest = outside.length - named.length;
  if (rest > 0) {
    notes.push({
      id: `more-${edge}`,
      text: `${rest} more ${edge}`,
      side: null,
      y: start + direction * notes.length * (step + 1),
    });
  }
  return notes;
}
