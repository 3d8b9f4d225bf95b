/** Whoever made a part of Vigil is named in the build, with the licence's own text. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { licencesFile, licencesText, readLicences } from '../scripts/licences.mjs';
import { importsOf, readFiles } from './support/source-files.ts';

const root = resolve(import.meta.dirname, '..');

beforeEach((context) => {
  if (!existsSync(licencesFile)) context.skip('There is no build; `npm run build` makes one.');
});

describe('the list of licences', () => {
  test('names every package that the sources use at run time', async () => {
    const code = readFiles('src', /\.tsx?$/)
      .flatMap(importsOf)
      .filter(
        ({ to, typeOnly }) =>
          !typeOnly && !to.startsWith('src/') && !to.startsWith('node:') && !to.endsWith('.json'),
      )
      .map(({ to }) => to);
    const styles = readFiles('src', /\.css$/).flatMap(({ text }) =>
      [...text.matchAll(/["'](@[\w-]+\/[\w.-]+)\//g)].map(([, name = '']) => name),
    );
    const listed = (await readLicences()).map(({ name }) => name.replace('@github/keytar', 'keytar'));
    expect([...new Set([...code, ...styles])].filter((name) => !listed.includes(name))).toEqual([]);
    // What they need themselves is part of Vigil too.
    expect(listed).toEqual(expect.arrayContaining(['scheduler', '@tanstack/table-core', 'electron']));
  });

  test('gives each its version, its licence and the text', async () => {
    for (const { name, version, licence, text } of await readLicences()) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
      expect(licence, name).toMatch(/^[\w.+ ()-]+$/);
      expect(text, name).toMatch(/copyright/i);
    }
  });

  test('is one text for a package, which says where Chromium’s notices are', async () => {
    const text = licencesText(await readLicences());
    expect(text).toContain('LICENSES.chromium.html');
    expect(text).toContain('react 19');
    expect(text).toContain('SIL OPEN FONT LICENSE');
  });
});

describe('the bill of materials', () => {
  test('lists what is shipped and what only builds, the same each time, without time, place or folder', async () => {
    const [first, second] = await Promise.all([bill(), bill()]);
    expect(first).toBe(second);
    const { bomFormat, metadata, components } = JSON.parse(first);
    expect(bomFormat).toBe('CycloneDX');
    expect(metadata.component.name).toBe('vigil');
    expect(metadata.timestamp).toBeUndefined();
    expect(first).not.toContain(root);
    const scopes = new Map(components.map((one: { name: string; scope: string }) => [one.name, one.scope]));
    expect([scopes.get('ws'), scopes.get('react'), scopes.get('electron')]).toEqual(
      Array.from({ length: 3 }, () => 'required'),
    );
    expect([scopes.get('vitest'), scopes.get('playwright')]).toEqual(['excluded', 'excluded']);
  });
});

/** Without what the scripts say meanwhile, which is for people. */
async function bill(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'scripts/sbom.mjs'), '-']);
  return stdout;
}
