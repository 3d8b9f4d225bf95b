import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRotatedFile } from '../../src/main/logs/rotated-file.ts';

let folder = '';
let path = '';
const problems: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil log '));
  path = join(folder, 'logs', 'vigil.log');
  problems.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

describe('the log file', () => {
  test('never takes more room than its limit, and keeps the newest lines', async () => {
    const file = open({ mostBytes: 1_000, mostFiles: 3 });
    for (let number = 0; number < 400; number += 1) {
      file.write(`line ${number}`);
      if (number % 7 === 0) await file.settled();
    }
    await file.settled();
    const names = (await readdir(join(folder, 'logs'))).sort();
    expect(names).toEqual(['vigil.log', 'vigil.log.1', 'vigil.log.2']);
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, 'logs', name))).size));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
    const texts = await Promise.all(
      ['vigil.log.2', 'vigil.log.1', 'vigil.log'].map((name) => readFile(join(folder, 'logs', name), 'utf8')),
    );
    const lines = texts.join('').trimEnd().split('\n');
    const first = Number(lines[0]?.split(' ')[1]);
    expect(lines).toEqual(Array.from({ length: 400 - first }, (_, at) => `line ${first + at}`));
  });

  test('goes on where the last start ended', async () => {
    const before = open();
    before.write('first');
    await before.settled();
    const after = open();
    after.write('second');
    await after.settled();
    expect(await readFile(path, 'utf8')).toBe('first\nsecond\n');
  });

  test('that cannot be written is said once, and written again when it can be', async () => {
    await writeFile(join(folder, 'logs'), 'a file where the folder should be');
    const file = open();
    for (const line of ['lost', 'lost too']) {
      file.write(line);
      await file.settled();
    }
    expect(problems).toEqual([expect.stringContaining("can't be written")]);
    await rm(join(folder, 'logs'));
    file.write('kept');
    await file.settled();
    expect(await readFile(path, 'utf8')).toBe('2 lines were left out here.\nkept\n');
  });

  test('is for its owner alone', async () => {
    const file = open();
    file.write('a line');
    await file.settled();
    expect((await stat(path)).mode & 0o077).toBe(0);
  });
});

function open(limits: { readonly mostBytes?: number; readonly mostFiles?: number } = {}) {
  return openRotatedFile({ path, problem: (message) => problems.push(message), ...limits });
}
