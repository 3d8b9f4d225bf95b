/** The grid that the keyboard speaks to: the one used last, else the first of the view. */

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
  return (lastUsed ?? mounted[0])?.press(event) ?? false;
}
