/** Makes what goes wrong as small as it can be while it still goes wrong. */
import { copied, type Node, printed, removeAt, slotsOf, treeOf } from './json-tree.ts';

export function shrunk(frame: string, goesWrong: (frame: string) => boolean): string {
  const tree = treeOf(frame);
  if (tree === null || !goesWrong(printed(tree))) {
    return shorter([...frame], (letters) => goesWrong(letters.join(''))).join('');
  }
  let best: Node = tree;
  for (let removed = true; removed; ) {
    removed = false;
    for (let at = slotsOf(best).length - 1; at >= 0; at -= 1) {
      const smaller = copied(best);
      const slot = slotsOf(smaller)[at];
      if (slot === undefined) continue;
      removeAt(slot);
      if (!goesWrong(printed(smaller))) continue;
      best = smaller;
      removed = true;
    }
  }
  return printed(best);
}

/** Leaves out halves, quarters and so on, down to single ones. */
export function shorter<T>(list: readonly T[], goesWrong: (list: readonly T[]) => boolean): readonly T[] {
  let best = list;
  for (let size = Math.ceil(list.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length; ) {
      const some = [...best.slice(0, at), ...best.slice(at + size)];
      if (goesWrong(some)) best = some;
      else at += size;
    }
  }
  return best;
}
