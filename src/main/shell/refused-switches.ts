/** Switches of Chromium and Node that would open an installed Vigil to other programs, or its pages to the world. Pure. */

/** The first that was given, with the sentence for whoever gave it; null: none. */
export function refusedSwitch(
  isGiven: (name: string) => boolean,
  opens: 'window' | 'nothing',
): string | null {
  const name = names.find(isGiven);
  if (name === undefined) return opens === 'window' && isGiven('no-sandbox') ? withoutSandbox : null;
  return `An installed Vigil does not start with --${name}: it would let other programs or pages reach what Vigil protects. Start it without.`;
}

// The start of an AppImage adds the switch by itself where the system gives it no sandbox.
const withoutSandbox =
  'An installed Vigil opens no window with --no-sandbox: a page that went wrong would have all that you may do. Start it without. Where an AppImage does not start, this system restricts what its sandbox needs: install the Debian package or the rpm instead.';

const names = [
  // Whoever can speak to these ports can run code in Vigil.
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-wait',
  'js-flags',
  // Programs that would be started in Vigil's name.
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'load-extension',
  // What holds the page in; Electron itself sets allow-file-access-from-files, and nothing uses file:.
  'disable-web-security',
  'disable-site-isolation-trials',
  'enable-blink-features',
  'disable-blink-features',
  'ignore-certificate-errors',
  'host-resolver-rules',
  'host-rules',
  'unsafely-treat-insecure-origin-as-secure',
  'use-fake-ui-for-media-stream',
  'auto-open-devtools-for-tabs',
  'single-process',
] as const;
