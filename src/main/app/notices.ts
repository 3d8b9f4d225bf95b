/** What the user must know of Vigil itself, such as a damaged file: kept until it ends, told as it comes. */
import type { Outlet } from '../tables/outlet.ts';

export interface Notices {
  list(): readonly string[];
  /** The same words are said once. */
  add(text: string): void;
  /** The way to the window is open again. */
  resume(): void;
}

// A trouble that comes back in ever new words must not fill the window.
const most = 20;

export function createNotices(outlet: Outlet, note: (text: string) => void): Notices {
  const texts = new Set<string>();
  const tell = () => {
    if (texts.size > 0 && outlet.isOpen()) outlet.send('app.notices', { notices: [...texts] });
  };
  return {
    list: () => [...texts],
    add(text) {
      if (texts.has(text) || texts.size >= most) return;
      texts.add(text);
      note(text);
      tell();
    },
    resume: tell,
  };
}
