import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { desktopBus } from '../../src/main/shell/desktop-bus.ts';

// Programs of our own stand in for gdbus and busctl; the real ones are met in test/desktop.
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil bus '));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the notification server', () => {
  test('that says who it is, is alive', async () => {
    await program('gdbus', "echo \"('dunst', 'knopwob', '1.9', '1.2')\"");
    expect(await bus().notificationServer()).toBe('alive');
  });

  test('that is not there is absent', async () => {
    await program('gdbus', 'echo "Error: ServiceUnknown" >&2; exit 1');
    expect(await bus().notificationServer()).toBe('absent');
  });

  test('that does not answer is silent, after a second and a half and not later', async () => {
    await program('gdbus', 'exec sleep 30');
    const startMs = performance.now();
    expect(await bus().notificationServer()).toBe('silent');
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });

  test('that answers nothing is silent too', async () => {
    await program('gdbus', 'exit 0');
    expect(await bus().notificationServer()).toBe('silent');
  });

  test('is asked by busctl where there is no gdbus', async () => {
    await program('busctl', 'echo "ssss \\"dunst\\""');
    expect(await bus().notificationServer()).toBe('alive');
  });

  test('is unknown where nothing can ask', async () => {
    expect(await bus().notificationServer()).toBe('unknown');
  });
});

describe('the tray host', () => {
  test.each([
    ['gdbus', '(<true>,)', true],
    ['gdbus', '(<false>,)', false],
    ['busctl', 'b true', true],
    ['busctl', 'b false', false],
  ])('as %s says %s', async (name, words, has) => {
    await program(name, `echo "${words}"`);
    expect(await bus().hasTrayHost()).toBe(has);
  });

  test('is not there when nobody answers, or nobody can be asked', async () => {
    expect(await bus().hasTrayHost()).toBe(false);
    await program('gdbus', 'exit 1');
    expect(await bus().hasTrayHost()).toBe(false);
  });
});

function bus() {
  return desktopBus({ PATH: folder });
}

async function program(name: string, script: string): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  await chmod(path, 0o755);
}
