/** Keeps the tray in agreement with its model, and touches it for a difference only. */
import { isDeepStrictEqual } from 'node:util';
import type { TrayIcon, TrayLine, TrayModel } from '../alerts/tray-model.ts';

/** A tray icon of the desktop. */
export interface TrayItem {
  setIcon(icon: TrayIcon): void;
  setTooltip(text: string): void;
  setMenu(lines: readonly TrayLine[]): void;
  remove(): void;
}

export interface TrayPresenceOptions {
  readonly create: (icon: TrayIcon) => TrayItem;
  readonly hasHost: () => Promise<boolean>;
  /** The desktop's tray came or went. */
  readonly hostChanged: (hasHost: boolean) => void;
}

export interface TrayPresence {
  render(model: TrayModel): void;
  /** Asks the desktop whether the icon can be seen, and puts it there anew if a tray has appeared. */
  look(): Promise<boolean>;
}

export function createTrayPresence(options: TrayPresenceOptions): TrayPresence {
  let item: TrayItem | null = null;
  let wanted: TrayModel | null = null;
  let shown: TrayModel | null = null;
  let hasHost: boolean | null = null;

  function agree(): void {
    if (wanted === null) return;
    const { icon, tooltip, lines } = wanted;
    item ??= options.create(icon);
    if (shown !== null && shown.icon !== icon) item.setIcon(icon);
    if (shown?.tooltip !== tooltip) item.setTooltip(tooltip);
    if (!isDeepStrictEqual(shown?.lines, lines)) item.setMenu(lines);
    shown = wanted;
  }

  return {
    render(model) {
      wanted = model;
      agree();
    },
    async look() {
      const before = hasHost;
      hasHost = await options.hasHost();
      if (hasHost !== before) {
        // Electron does not notice a tray that appears later.
        if (hasHost && before === false) {
          item?.remove();
          item = null;
          shown = null;
          agree();
        }
        options.hostChanged(hasHost);
      }
      return hasHost;
    },
  };
}
