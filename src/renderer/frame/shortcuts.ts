/** Keys that work everywhere; what is left goes to the table in use. */

import { acknowledgeWorst, togglePause } from '../store/alerts.ts';
import { toggleDensity, toggleTheme } from '../store/look.ts';
import { navigate } from '../store/navigation.ts';
import { currentSettings } from '../store/settings.ts';
import { pressInGrid } from '../tables/active-grid.ts';
import { views } from '../views.ts';

export interface ShortcutActions {
  readonly openPalette: () => void;
  readonly openKeys: () => void;
}

/** Installs the listener and returns what removes it. */
export function installShortcuts(actions: ShortcutActions): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || document.querySelector('.scrim, .pop.floating') !== null) return;
    if (press(event, actions)) event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function press(event: KeyboardEvent, actions: ShortcutActions): boolean {
  if (event.key === 'F6') {
    focusNextRegion(event.shiftKey);
    return true;
  }
  const control = event.ctrlKey || event.metaKey;
  if (control && !event.altKey) {
    const view = views.find(({ digit }) => digit === event.key);
    if (view !== undefined && !event.shiftKey) {
      navigate(view.id);
      return true;
    }
    if (event.key.toLowerCase() === 'k') {
      actions.openPalette();
      return true;
    }
  }
  if (isTyping(event.target)) return false;
  if (!control && !event.altKey && currentSettings().singleKeys) {
    switch (event.key) {
      case '?':
        actions.openKeys();
        return true;
      case 't':
      case 'T':
        toggleTheme();
        return true;
      case 'd':
      case 'D':
        toggleDensity();
        return true;
      case 'a':
      case 'A':
        return acknowledgeWorst();
      case 'p':
      case 'P':
        togglePause();
        return true;
    }
  }
  // A focused button keeps its own Enter and arrows.
  if (isControl(event.target) && (event.key === 'Enter' || event.key === ' ')) return false;
  return pressInGrid(event);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('button, [role=tab], a');
}

const regions = [
  '.rail button',
  '.top button',
  '.main [role=grid], .main button',
  '.drawer button',
  '.foot button',
];

function focusNextRegion(back: boolean): void {
  const present = regions
    .map((selector) => document.querySelector<HTMLElement>(selector))
    .filter((element) => element !== null);
  const holders = present.map((element) => element.closest('.rail, .top, .drawer, .main, .foot'));
  const here = document.activeElement?.closest('.rail, .top, .drawer, .main, .foot') ?? null;
  const at = holders.indexOf(here);
  present[(at + (back ? -1 : 1) + present.length) % present.length]?.focus();
}
