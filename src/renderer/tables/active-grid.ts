/** The grids that the keyboard speaks to: the one used last, then the others of the view in their order. */

export interface GridKeys {
  /** True when the key meant something to this grid. */
  press(event: KeyboardEvent): boolean;
}

const mounted: GridKeys[] = [];
let lastUsed: GridKeys | null = null;

export function mountGrid(grid: GridKeys): () => void {
  mounted.push(grid);
  return () => {
    mounted.splice(mounted.indexOf(grid), 1);
    if (lastUsed === grid) lastUsed = null;
  };
}

export function noteGridUse(grid: GridKeys): void {
  lastUsed = grid;
}

export function pressInGrid(event: KeyboardEvent): boolean {
  const first = lastUsed ?? mounted[0];
  if (first === undefined) return false;
  // What means nothing to one may mean something to another: the first may have no rows.
  return first.press(event) || mounted.some((grid) => grid !== first && grid.press(event));
}
