/** Places the user's own price levels: tags that never cover each other, and names at the edge for the rest. */
import type { ChartLevel } from './chart-model.ts';

export interface PlacedLevel {
  readonly level: ChartLevel;
  readonly lineY: number;
  /** Middle of the price tag, moved away from its line where it would cover another. */
  readonly tagY: number;
  /** Middle of the label, which keeps clear of the notes at the edges as well. */
  readonly labelY: number;
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
const noteStep = step + 1;
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
  const upper = notesAt(above, 'above', space);
  const lower = notesAt(below, 'below', space);
  const highest = upper.length === 0 ? Number.NEGATIVE_INFINITY : (upper.at(-1)?.y ?? 0) + noteStep;
  const lowest = lower.length === 0 ? Number.POSITIVE_INFINITY : (lower.at(-1)?.y ?? 0) - noteStep;
  return { placed: labelled(spread(inside, space), highest, lowest), notes: [...upper, ...lower] };
}

/** Labels move down from the notes above, then up from those below; their order stays. */
function labelled(tags: readonly Tagged[], highest: number, lowest: number): readonly PlacedLevel[] {
  const labelYs: number[] = [];
  let ceiling = highest;
  for (const { tagY } of tags) {
    const labelY = Math.max(tagY, ceiling);
    labelYs.push(labelY);
    ceiling = labelY + step;
  }
  let floor = lowest;
  for (let index = labelYs.length - 1; index >= 0; index -= 1) {
    const labelY = Math.min(labelYs[index] ?? 0, floor);
    labelYs[index] = labelY;
    floor = labelY - step;
  }
  return tags.map((tag, index) => ({ ...tag, labelY: labelYs[index] ?? tag.tagY }));
}

type Tagged = Omit<PlacedLevel, 'labelY'>;

function spread(
  inside: readonly { level: ChartLevel; lineY: number }[],
  space: LevelSpace,
): readonly Tagged[] {
  const split = space.lastY ?? Number.POSITIVE_INFINITY;
  const upper = inside.filter((entry) => entry.lineY <= split);
  const lower = inside.filter((entry) => entry.lineY > split);
  const placed: Tagged[] = [];
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
    y: start + direction * index * noteStep,
  }));
  const rest = outside.length - named.length;
  if (rest > 0) {
    notes.push({
      id: `more-${edge}`,
      text: `${rest} more ${edge}`,
      side: null,
      y: start + direction * notes.length * noteStep,
    });
  }
  return notes;
}
