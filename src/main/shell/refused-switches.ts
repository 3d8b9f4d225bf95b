/** Switches of Chromium and Node that would open an installed Vigil to other programs, or its pages to the world. Pure. */

/** The first that was given, with the sentence for whoever gave it; null: none. */
export function refusedSwitch(isGiven: (name: string) => boolean): string | null {
  const name = names.find(isGiven);
  if (name === undefined) return null;
  return `An installed Vigil does not start with --${name}: it would let other programs or pages reach what Vigil protects. Start it without.`;
}

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
