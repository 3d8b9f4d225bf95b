/** The built app with a profile of its own, watching markets of our own servers, or the practice venue. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { defaultSettings } from '../../src/preload/contract/default-settings.ts';
import type { Settings } from '../../src/preload/contract/settings.ts';

// The bundle lies in .cache/bench.
const root = resolve(import.meta.dirname, '../..');

export interface BenchApp {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** With no markets: the practice venue. The app has ended when this resolves. */
export async function withApp<T>(
  markets: Settings['markets'],
  use: (running: BenchApp) => Promise<T>,
): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), 'vigil-bench-'));
  const settings = { ...defaultSettings, practice: markets.length === 0, markets };
  await writeFile(join(profile, 'settings.json'), JSON.stringify(settings));
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: process.env.BENCH_ELECTRON ?? 'electron',
    args: [...flags, '.', `--user-data-dir=${profile}`],
    cwd: root,
    env: Object.fromEntries(
      Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  });
  try {
    return await use({ app, page: await app.firstWindow() });
  } finally {
    await app.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Watches main's event loop; the returned function ends it and gives the longest block in ms. */
export async function watchMainLoop(app: ElectronApplication): Promise<() => Promise<number>> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const histogram = monitorEventLoopDelay({ resolution: 5 });
    histogram.enable();
    Object.assign(globalThis, { benchLoop: histogram });
  });
  return () =>
    app.evaluate(() => {
      const { benchLoop } = globalThis as unknown as { benchLoop: { max: number; disable(): void } };
      benchLoop.disable();
      return benchLoop.max / 1e6;
    });
}
