/** The real app for end-to-end tests: started as a user starts it, with a profile of its own. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { electronPath } from '../../scripts/electron-path.mjs';
import type { PracticeBybit } from '../../src/main/simulator/bybit/practice-bybit.ts';
import type { Fault, PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import type { Results } from '../../src/preload/contract/requests.ts';
import type { PublishedTable, PublishedTables } from '../../src/preload/contract/views.ts';
import { until } from './until.ts';

/** What the app hands out under `--test-hooks`. */
declare global {
  var vigilTestHooks:
    | { readonly practice: () => PracticeVenue | null; readonly practiceBybit: () => Promise<PracticeBybit> }
    | undefined;
}

const root = resolve(import.meta.dirname, '../..');

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Error messages of the page's console, and exceptions in it. */
  readonly pageErrors: string[];
  readonly profile: string;
  /** The rows that main would give the window now. */
  rows<T extends PublishedTable>(table: T): Promise<readonly PublishedTables[T][]>;
  inject(fault: Fault): Promise<void>;
  heal(): Promise<void>;
  /** Connections that the practice venue has seen so far. */
  connections(): Promise<number>;
  /** Quits as a user does, and waits until every process is gone. */
  quit(): Promise<void>;
}

export interface RunOptions {
  /** A folder that a test keeps over several runs; else a new one that goes with the app. */
  readonly profile?: string;
  /** Switches after `--`, such as `--practice-seed=3`. */
  readonly switches?: readonly string[];
  /** The desktop that the app is to be on. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function runApp({ profile: kept, switches = [], env }: RunOptions = {}): Promise<RunningApp> {
  if (!existsSync(join(root, 'out/main/index.js'))) throw new Error('Not built. Run `npm run build` first.');
  const profile = kept ?? (await newProfile());
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: electronPath().path,
    args: [...flags, '.', `--user-data-dir=${profile}`, '--', '--test-hooks', ...switches],
    cwd: root,
    env: { ...definedEnvironment(), ...env },
  });
  askAgainWhenLost(app);
  const page = await app.firstWindow();
  // Keys pressed before the frame is there reach nobody.
  await page.locator('.rail').waitFor();
  const pageErrors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && pageErrors.push(message.text()));
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  return {
    app,
    page,
    pageErrors,
    profile,
    async rows<T extends PublishedTable>(table: T) {
      for (;;) {
        const snapshot = await page.evaluate(
          (name) => window.vigil.request('tables.snapshot', { table: name }),
          table,
        );
        if (snapshot.ok) return rowsOf<T>(snapshot.value);
        if (snapshot.error.code !== 'too-many-requests') throw new Error(snapshot.error.message);
        await new Promise((done) => setTimeout(done, 250));
      }
    },
    inject: (fault) => app.evaluate((_, wanted) => vigilTestHooks?.practice()?.inject(wanted), fault),
    heal: () => app.evaluate(() => vigilTestHooks?.practice()?.heal()),
    connections: () => app.evaluate(() => vigilTestHooks?.practice()?.upgrades.length ?? 0),
    async quit() {
      const pids = await processIds(app);
      await app.close();
      await until('every process of the app to end', () => pids.every((pid) => !isAlive(pid)));
      if (kept === undefined) await rm(profile, { recursive: true, force: true });
    },
  };
}

/** The debugger sometimes loses an answer to V8's garbage collection; what tests ask may be asked twice. */
function askAgainWhenLost(app: ElectronApplication): void {
  const evaluate = app.evaluate.bind(app) as (...args: readonly unknown[]) => Promise<unknown>;
  Object.assign(app, {
    evaluate: async (...args: readonly unknown[]) => {
      try {
        return await evaluate(...args);
      } catch (error) {
        if (!String(error).includes('garbage collected')) throw error;
        return evaluate(...args);
      }
    },
  });
}

function rowsOf<T extends PublishedTable>(snapshot: Results['tables.snapshot']) {
  // The table that was asked for is the table that is answered.
  return snapshot.rows.map(([, row]) => row as PublishedTables[T]);
}

export function newProfile(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'vigil profile '));
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function processIds(app: ElectronApplication): Promise<number[]> {
  return app.evaluate((electron) => [process.pid, ...electron.app.getAppMetrics().map(({ pid }) => pid)]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
