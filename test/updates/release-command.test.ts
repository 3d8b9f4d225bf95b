/** The command that signs releases, run as a release maker runs it, and read as installed programs read it. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeRelease } from '../../src/main/updates/judge-release.ts';

const run = promisify(execFile);
const page = 'https://releases.vigil.example/0.3.0';
const passphrase = { VIGIL_RELEASE_PASSPHRASE: 'not the real one' };
let folder: string;
let channel: { address: string; pageHosts: string[]; publicKeys: string[] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil-release-'));
  const keys = await release(['keys', at('key.pem')], passphrase);
  channel = {
    address: 'https://releases.vigil.example/release.signed',
    pageHosts: ['releases.vigil.example'],
    publicKeys: [keys.stdout.trim()],
  };
  await writeFile(at('channel.json'), JSON.stringify(channel));
  await writeFile(at('notes.txt'), 'Funding is shown.\n\n  Starts <b>faster</b>.\n');
  await writeFile(at('vigil_0.3.0_amd64.deb'), 'a package');
  await writeFile(at('Vigil-0.3.0-arm64.dmg'), 'another package');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

function release(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return run(process.execPath, ['scripts/release.mjs', ...args], { env: { ...process.env, ...env } });
}

function sign(files: readonly string[], changes: Readonly<Record<string, string>> = {}, env = passphrase) {
  const options = {
    ...{ key: at('key.pem'), channel: at('channel.json'), notes: at('notes.txt'), out: at('release.signed') },
    ...{ page, version: '0.3.0' },
    ...changes,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return release(['sign', ...args, ...files.map(at)], env);
}

describe('the release command', () => {
  test('signs what installed programs believe, with the true hash of every package', async () => {
    await sign(['vigil_0.3.0_amd64.deb', 'Vigil-0.3.0-arm64.dmg'], { 'good-for': '30' });
    const nowMs = Date.now();
    const judged = judgeRelease(await readFile(at('release.signed'), 'utf8'), channel, 0, nowMs);
    expect(judged).toMatchObject({
      ok: true,
      document: {
        ...{ version: '0.3.0', page, notes: ['Funding is shown.', 'Starts <b>faster</b>.'] },
        packages: [
          { kind: 'deb', arch: 'x64', file: 'vigil_0.3.0_amd64.deb', bytes: 9, sha256: sha256('a package') },
          { kind: 'dmg', arch: 'arm64', sha256: sha256('another package') },
        ],
      },
    });
    const late = judgeRelease(
      await readFile(at('release.signed'), 'utf8'),
      channel,
      0,
      nowMs + 31 * 86_400_000,
    );
    expect(late.ok).toBe(false);
  });

  test('keeps the private key to its owner, encrypted, and never writes over one', async () => {
    expect((await stat(at('key.pem'))).mode & 0o077).toBe(0);
    expect(await readFile(at('key.pem'), 'utf8')).toMatch(/BEGIN ENCRYPTED PRIVATE KEY/);
    await expect(release(['keys', at('key.pem')])).rejects.toThrow(/is there already/);
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    ['a page elsewhere', ['vigil_0.3.0_amd64.deb'], { page: 'https://example.org/' }, /one of pageHosts/],
    ['what is no package', ['notes.txt'], {}, /is no package/],
    ['a version that nobody could read', ['vigil_0.3.0_amd64.deb'], { version: 'v0.3' }, /no version/],
    [
      'a version that programs do not take for one',
      ['vigil_0.3.0_amd64.deb'],
      { version: '0.03.0' },
      /no version/,
    ],
    ['a time that is none', ['vigil_0.3.0_amd64.deb'], { 'good-for': 'ever' }, /takes days/],
  ])('refuses %s', async (_, files, changes, why) => {
    await expect(sign(files, changes)).rejects.toThrow(why);
  });

  test('refuses a key that no installed program knows, and one whose passphrase is missing', async () => {
    await release(['keys', at('other.pem')], passphrase);
    await expect(sign(['vigil_0.3.0_amd64.deb'], { key: at('other.pem') })).rejects.toThrow(
      /no installed Vigil/,
    );
    const none = { VIGIL_RELEASE_PASSPHRASE: '' };
    await expect(sign(['vigil_0.3.0_amd64.deb'], {}, none)).rejects.toThrow(/could not be read/);
  });

  test('refuses a package that was built for tests only', async () => {
    await writeFile(at('vigil-test_0.3.0_amd64.deb'), 'a package');
    await expect(sign(['vigil-test_0.3.0_amd64.deb'])).rejects.toThrow(/is not released/);
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
