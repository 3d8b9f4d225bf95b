/** The tray's pictures: the outline is the state, and each carries its own dark edge. */
import { type NativeImage, nativeImage } from 'electron';
import type { TrayIcon } from '../alerts/tray-model.ts';

const files: Record<string, string> = import.meta.glob('../../../resources/icons/tray/*.png', {
  eager: true,
  import: 'default',
  query: '?asset',
});

export function trayPicture(icon: TrayIcon): NativeImage {
  if (process.platform === 'darwin') {
    const image = picture([
      [`${icon}Template.png`, 1],
      [`${icon}Template@2x.png`, 2],
    ]);
    // The system paints it black or white; told by the name only where the build keeps names.
    image.setTemplateImage(true);
    return image;
  }
  if (process.platform === 'win32') {
    return picture([
      [`${icon}-16.png`, 1],
      [`${icon}-32.png`, 2],
    ]);
  }
  // Panels are 22 to 24 px high.
  return picture([
    [`${icon}-22.png`, 1],
    [`${icon}-32.png`, 1.5],
  ]);
}

/** Windows' taskbar shows the state on the window's own icon; null: nothing to say. */
export function overlayPicture(icon: TrayIcon): NativeImage | null {
  return icon === 'ok' ? null : picture([[`${icon}-16.png`, 1]]);
}

function picture(parts: readonly (readonly [name: string, scaleFactor: number])[]): NativeImage {
  const image = nativeImage.createEmpty();
  for (const [name, scaleFactor] of parts) {
    const path = files[`../../../resources/icons/tray/${name}`];
    if (path === undefined) throw new Error(`The tray picture ${name} is missing from this build.`);
    image.addRepresentation({ scaleFactor, buffer: nativeImage.createFromPath(path).toPNG() });
  }
  return image;
}
