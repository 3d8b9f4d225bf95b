/** Whatever lies in the data folder, the real app starts, says what was wrong, and loses none of it. */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountsOf } from '../desktop/harness/accounts-view.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

type Make = (path: string) => unknown;

let profile: string;
beforeEach(async () => {
  profile = await newProfile();
});
afterEach(() => rm(profile, { recursive: true, force: true }));

const folder: Make = (path) => mkdir(path);
const pipe: Make = (path) => execFileSync('mkfifo', [path]);
const device: Make = (path) => symlink('/dev/zero', path);
const text =
  (content: string): Make =>
  (path) =>
    writeFile(path, content);
const huge = text('['.repeat(40_000_000));
const deep = text(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`);
const polluting = text(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"version":1e999,"tables":{"__proto__":{"polluted":true}}}',
);
const nothing = text('\0\0\0\0');

const cases: readonly (readonly [string, Readonly<Record<string, Make>>])[] = [
  [
    'no files',
    {
      ...{ 'settings.json': folder, 'window.json': pipe, 'presence.json': device },
      ...{ 'accounts.json': folder, 'incidents.ndjson': pipe },
    },
  ],
  [
    'other no files',
    {
      ...{ 'settings.json': pipe, 'window.json': folder, 'presence.json': folder },
      ...{ 'accounts.json': device, 'incidents.ndjson': folder },
    },
  ],
  [
    'files that are too large',
    {
      ...{ 'settings.json': huge, 'window.json': huge, 'presence.json': huge },
      ...{ 'accounts.json': huge, 'incidents.ndjson': huge },
    },
  ],
  [
    'files of nonsense',
    {
      ...{ 'settings.json': deep, 'window.json': text('{"bounds":{"x":1e999},"maximised":"yes"}') },
      ...{
        'presence.json': text('{"firstMs":-1,"aliveMs":NaN}'),
        'accounts.json': deep,
        'incidents.ndjson': nothing,
      },
    },
  ],
  [
    'files that reach for every object',
    {
      ...{ 'settings.json': polluting, 'window.json': polluting, 'presence.json': polluting },
      ...{ 'accounts.json': polluting, 'incidents.ndjson': polluting },
    },
  ],
];

test.each(cases)('%s', async (_, files) => {
  for (const [name, make] of Object.entries(files)) await make(join(profile, name));
  const running = await runApp({ profile });
  await until('positions', async () => (await running.rows('position')).length > 0);
  const said = await wordsOf(running);
  for (const word of ['settings.json', 'list of incidents', 'list of accounts']) expect(said).toContain(word);
  const polluted = await running.app.evaluate(() => Reflect.get({}, 'polluted') ?? null);
  expect(polluted).toBeNull();
  // Settings can be saved again, and are there at the next start.
  await running.page.evaluate(async () => {
    const loaded = await window.vigil.request('settings.load', {});
    if (loaded.ok)
      await window.vigil.request('settings.save', { settings: { ...loaded.value, currency: 'EUR' } });
  });
  await running.quit();
  const left = await readdir(profile);
  for (const name of ['settings.json', 'accounts.json', 'incidents.ndjson']) {
    expect(
      left.some((entry) => entry.startsWith(`${name}.damaged-`) || entry.startsWith(`${name}.version-`)),
      name,
    ).toBe(true);
  }
  expect(JSON.parse(await readFile(join(profile, 'settings.json'), 'utf8'))).toMatchObject({
    currency: 'EUR',
  });
});

/** In the banner and under Accounts. */
async function wordsOf(running: RunningApp): Promise<string> {
  const info = await running.page.evaluate(() => window.vigil.request('app.info', {}));
  await until('the accounts to be read', async () => (await accountsOf(running)).notices.length > 0);
  const { notices } = await accountsOf(running);
  return [...(info.ok ? info.value.notices : []), ...notices].join('\n');
}
