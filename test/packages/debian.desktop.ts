/**
 * The Debian package as people meet it: built, installed by root, used by an ordinary user, upgraded while it
 * runs, removed, purged. One story, in this order.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listPackage } from '@electron/asar';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { wrongFuses } from '../../scripts/packing/fuses.mjs';
import { systemClock } from '../../src/main/feeds/clock.ts';
import type { PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import type { ChildProgram } from '../desktop/harness/child-program.ts';
import { unnamedAt } from '../support/asked.ts';
import { until } from '../support/until.ts';
import { apt, buildPackage, dpkg, holdComputer, missingForPackages, name, traces } from './harness/debian.ts';
import {
  type InstalledWindow,
  type MenuEntry,
  openFromMenu,
  readMenuEntry,
} from './harness/installed-window.ts';
import { createUser, type OrdinaryUser } from './harness/ordinary-user.ts';

const missing = missingForPackages();
const folder = `/usr/lib/${name}`;
const executable = `${folder}/${name}`;
let held: ChildProgram;
let out: string;
let older: string;
let newer: string;
let user: OrdinaryUser;
let venue: PracticeVenue;
let entry: MenuEntry;
let window: InstalledWindow;

beforeAll(async () => {
  if (missing !== null) return;
  held = await holdComputer();
  out = await mkdtemp(join(tmpdir(), 'vigil-packages-'));
  // The tool that fetches packages runs as another user.
  await chmod(out, 0o755);
  older = await buildPackage('0.9.0-rc.1', out);
  newer = await buildPackage('0.9.0', out);
  venue = await startPracticeVenue({ seed: 3, speed: 1, historyMinutes: 5 }, systemClock);
  user = await createUser();
  // Of a run that was ended in its middle.
  await dpkg('dpkg', '--purge', name);
}, 300_000);
afterAll(async () => {
  if (missing !== null) return;
  await window?.end();
  await user?.end();
  await venue?.close();
  await rm(out, { recursive: true, force: true });
  await dpkg('dpkg', '--purge', name);
  await held?.stop();
  if (venue !== undefined) expect(unnamedAt(venue)).toEqual([]);
}, 120_000);
beforeEach((context) => {
  if (missing !== null) context.skip(missing);
});

const vigil = (args: readonly string[], lines?: readonly string[]) =>
  user.run(name, args, { hasDisplay: false, ...(lines === undefined ? {} : { lines }) });
/** Nothing that runs the program is left; a failure names what is. */
const untilGone = async () => {
  const left = async () =>
    (await user.processesOf(executable)).map(({ pid, commandLine }) => `${pid} ${commandLine}`);
  await until('its processes to end', async () => (await left()).length === 0).catch(() => {});
  expect(await left()).toEqual([]);
};
const rowsMove = async (what: string) => {
  let before = '';
  // A window that has just opened hears no key yet.
  await until('a row to copy', async () => {
    before = await window.copyFirstPosition();
    return /XBTUSD|SOLUSDT|ETHUSDT/.test(before);
  });
  await until(what, async () => (await window.copyFirstPosition()) !== before, 15_000, 300);
};

test('the package of the test runtime says what it is, and comes in no way of the real one', async () => {
  const info = await dpkg('dpkg-deb', '-f', older);
  expect(info).toMatch(/^Package: vigil-test\nVersion: 0\.9\.0~rc\.1\nArchitecture: (amd64|arm64)$/m);
  expect(info).toMatch(/^Description: Test build of Vigil: for tests only, not for real accounts$/m);
  expect(info).toMatch(/^Depends: .*libsecret-1-0/m);
  expect(info).toMatch(/^Recommends: gnome-keyring \| /m);
  expect(info).not.toMatch(/^(Conflicts|Replaces|Breaks|Provides):/m);
  const files = (await dpkg('dpkg-deb', '-c', older)).split('\n').filter((line) => /^[^d]/.test(line));
  const icons = files.flatMap((line) => /hicolor\/(\d+)x\d+\/apps\/vigil-test\.png$/.exec(line)?.[1] ?? []);
  expect(icons.map(Number).sort((a, b) => a - b)).toEqual([16, 22, 24, 32, 48, 64, 128, 256, 512]);
  expect(files.filter((line) => !line.includes(name) && !line.includes('app.vigil.monitor.test'))).toEqual(
    [],
  );
});

test('the same commit gives the same bytes', async () => {
  const again = await mkdtemp(join(out, 'again-'));
  const twin = await readFile(await buildPackage('0.9.0', again));
  expect(twin.equals(await readFile(newer))).toBe(true);
}, 60_000);

test('it installs, everything belongs to root, and the sandbox of Chromium alone is set-uid', async () => {
  await apt('install', older);
  expect(await dpkg('dpkg', '-s', name)).toContain('Status: install ok installed');
  const files = (await dpkg('dpkg-deb', '-c', older)).split('\n');
  // Set-uid root is Chromium's sandbox and nothing else; everything is root's.
  expect(files.filter((line) => /^-..s/.test(line)).map((line) => line.split('/').at(-1))).toEqual([
    'chrome-sandbox',
  ]);
  expect(files.filter((line) => line !== '' && !line.includes(' root/root '))).toEqual([]);
  expect(files.filter((line) => /default_app|\.map$|\.tsx?$|\/src\//.test(line))).toEqual([]);
});

test('its fuses are set, and its archive holds the app and no tool', async () => {
  expect(await wrongFuses(executable)).toEqual([]);
  const packed = listPackage(`${folder}/resources/app.asar`, { isPack: false });
  expect(packed).toContain('/out/main/index.js');
  expect(packed.filter((path) => path.endsWith('.node'))).toHaveLength(1);
  expect(packed.filter((path) => /\.map$|\.tsx?$|\.test\.|^\/(src|test|scripts)\b/.test(path))).toEqual([]);
  const renamed = await user.run(executable, ['-e', 'console.log("node")'], { hasDisplay: false });
  expect(renamed.stdout).not.toContain('node');
});

test('licences and the bill of materials come with it', async () => {
  const docs = `/usr/share/doc/${name}`;
  expect(await readFile(`${docs}/copyright`, 'utf8')).toContain('LICENSES.chromium.html');
  expect(await readFile(`${docs}/THIRD-PARTY-LICENCES`, 'utf8')).toContain('@github/keytar');
  expect(JSON.parse(await readFile(`${docs}/sbom.cdx.json`, 'utf8'))).toMatchObject({
    bomFormat: 'CycloneDX',
  });
});

test('vigil is on the path: version, help, and a word about what it does not know', async () => {
  expect(await vigil(['--version'])).toEqual({ code: 0, stdout: 'Vigil 0.9.0-rc.1\n', stderr: '' });
  const help = await vigil(['--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('vigil collect');
  const wrong = await vigil(['colect']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('does not know "colect"');
});

test('it gives no debugger a way in, and opens no window without the sandbox, nor for root', async () => {
  const driven = await vigil(['--remote-debugging-port=0']);
  expect(driven).toMatchObject({ code: 2, stdout: '' });
  expect(driven.stderr).toContain('does not start with --remote-debugging-port');
  const unboxed = await vigil(['--no-sandbox']);
  expect(unboxed).toMatchObject({ code: 2, stderr: expect.stringContaining('no window with --no-sandbox') });
  const asRoot = await promisify(execFile)(`/usr/bin/${name}`).catch((error) => error);
  expect(asRoot).toMatchObject({ code: 2, stderr: expect.stringContaining('as an ordinary user') });
});

test('vigil collect prints rows in a terminal without a display', async () => {
  const run = await vigil(['collect', '--venue', 'practice', '--format', 'ndjson', '--for', '2']);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('"type":"trade"');
  // Its own summary, and not a word of Chromium.
  expect(run.stderr.trim().split('\n')).toEqual([expect.stringContaining('"type":"summary"')]);
}, 30_000);

test('the command of its menu entry opens the window, sandboxed, and its rows move', async () => {
  entry = await readMenuEntry(`/usr/share/applications/${name}.desktop`);
  expect(entry).toMatchObject({ name: 'Vigil Test', comment: expect.stringContaining('for tests only') });
  window = await openFromMenu(user, entry);
  expect(await window.windowClass()).toContain(`"${entry.windowClass}"`);
  await rowsMove('other figures in the row of a position');
  const page = (await user.processesOf(executable)).find(({ commandLine }) =>
    commandLine.includes('--type=renderer'),
  );
  const status = await readFile(`/proc/${page?.pid}/status`, 'utf8');
  // Mode 2: a filter on system calls.
  expect(status).toMatch(/^Seccomp:\s2$/m);
}, 90_000);

test('a second start shows the window that is there', async () => {
  const [program = '', ...args] = entry.exec;
  expect((await user.run(program, args)).code).toBe(0);
  expect(await window.count()).toBe(1);
}, 30_000);

test('vigil accounts add keeps a key in the keyring, and the window opens the account', async () => {
  const at = ['--endpoint', venue.wsUrl, '--rest', venue.restUrl];
  const seen = venue.upgrades.length;
  const added = await vigil(
    ['accounts', 'add', '--venue', 'bitmex', '--label', 'main', ...at],
    [venue.key, venue.secret],
  );
  expect(added).toMatchObject({ code: 0, stderr: '' });
  expect(added.stdout).toContain('Stored "main" (bitmex)');
  expect(await user.keyring.search()).toContain('app.vigil.accounts');
  await until('the window to connect the account', () => venue.upgrades.length > seen);
}, 60_000);

test('an upgrade while it runs leaves it running, and settings and accounts where they are', async () => {
  const settings = join(user.configFolder, 'Vigil Test', 'settings.json');
  const isLight = async () => (await readFile(settings, 'utf8')).includes('"theme": "light"');
  // A setting that is not the usual one.
  if (!(await isLight())) await window.press('t');
  await until('the other theme', isLight);
  const before = await readFile(settings, 'utf8');
  await apt('install', newer);
  expect((await vigil(['--version'])).stdout).toBe('Vigil 0.9.0\n');
  await rowsMove('rows of the program that was replaced');
  await window.end();
  await untilGone();
  const seen = venue.upgrades.length;
  window = await openFromMenu(user, entry);
  await rowsMove('rows of the new version');
  await until('the account to be opened with its key', () => venue.upgrades.length > seen);
  expect(await readFile(settings, 'utf8')).toBe(before);
  const check = await vigil(['accounts', 'check', '--label', 'main']);
  expect(check).toMatchObject({ code: 0, stderr: '' });
}, 120_000);

test('vigil accounts remove --all leaves no key behind', async () => {
  const run = await vigil(['accounts', 'remove', '--all', '--yes']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toBe('Removed "main" (bitmex). Its key is gone from the keychain.\n');
  expect(await user.keyring.search()).toBe('');
}, 30_000);

test('removed and purged, it leaves only what belongs to its users, and says where that is', async () => {
  await window.end();
  await untilGone();
  const installed = (await dpkg('dpkg', '-L', name)).split('\n').filter((path) => path.includes(name));
  expect(installed.length).toBeGreaterThan(30);
  await apt('remove', name);
  expect(installed.filter((path) => existsSync(path))).toEqual([]);
  const farewell = await apt('purge', name);
  expect(farewell).toContain('secret-tool clear service app.vigil.accounts');
  expect(farewell).toContain('vigil-test accounts remove --all');
  expect(await traces()).toEqual([]);
  expect(existsSync(join(user.configFolder, 'Vigil Test', 'settings.json'))).toBe(true);
}, 60_000);
