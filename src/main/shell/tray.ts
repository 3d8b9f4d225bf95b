/** The icon in the desktop's tray: state, feeds, pauses, and the way back to the window. */
import { Menu, type MenuItemConstructorOptions, Tray } from 'electron';
import type { PauseLength } from '../../preload/contract/alerts.ts';
import type { TrayLine } from '../alerts/tray-model.ts';
import { type DesktopBus, desktopBus } from './desktop-bus.ts';
import { trayPicture } from './tray-icons.ts';
import { createTrayPresence, type TrayItem, type TrayPresence } from './tray-presence.ts';

export type TrayAction =
  | { readonly kind: 'feed'; readonly feedId: string }
  /** null: resume. */
  | { readonly kind: 'pause'; readonly length: PauseLength | null }
  | { readonly kind: 'new-version' }
  | { readonly kind: 'show' }
  | { readonly kind: 'quit' };

export interface DesktopTrayOptions {
  readonly act: (action: TrayAction) => void;
  readonly hostChanged: (hasHost: boolean) => void;
  readonly bus?: DesktopBus;
}

export function createDesktopTray(options: DesktopTrayOptions): TrayPresence {
  const { act, hostChanged, bus = desktopBus() } = options;
  return createTrayPresence({
    hostChanged,
    // macOS and Windows always have one.
    hasHost: async () => process.platform !== 'linux' || bus.hasTrayHost(),
    create: (icon) => trayItem(new Tray(trayPicture(icon)), act),
  });
}

function trayItem(tray: Tray, act: DesktopTrayOptions['act']): TrayItem {
  // Not every tray sends clicks; the menu has the same.
  tray.on('click', () => act({ kind: 'show' }));
  return {
    setIcon: (icon) => tray.setImage(trayPicture(icon)),
    setTooltip: (text) => tray.setToolTip(text),
    setMenu: (lines) => tray.setContextMenu(Menu.buildFromTemplate(lines.map((line) => menuItem(line, act)))),
    remove: () => tray.destroy(),
  };
}

function menuItem(line: TrayLine, act: DesktopTrayOptions['act']): MenuItemConstructorOptions {
  switch (line.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'headline':
    case 'more':
      return { label: label(line.text), enabled: false };
    case 'feed':
      return { label: label(line.text), click: () => act({ kind: 'feed', feedId: line.feedId }) };
    case 'pause':
      return {
        label: label(line.text),
        submenu: line.lengths.map(({ text, length }) => ({
          label: label(text),
          click: () => act({ kind: 'pause', length }),
        })),
      };
    case 'unpause':
      return { label: label(line.text), click: () => act({ kind: 'pause', length: null }) };
    case 'new-version':
    case 'show':
    case 'quit':
      return { label: label(line.text), click: () => act({ kind: line.kind }) };
    default:
      return line satisfies never;
  }
}

/** A single & would mark an access key. */
function label(text: string): string {
  return text.replaceAll('&', '&&');
}
