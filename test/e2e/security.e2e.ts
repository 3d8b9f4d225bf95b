/** The security baseline, line by line, on the real app. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await runApp();
  await until('positions', async () => (await running.rows('position')).length > 0);
});
afterAll(() => running.quit());

test('the page comes from app://vigil under a policy that trusts only it', async () => {
  expect(await running.page.evaluate(() => location.origin)).toBe('app://vigil');
  // Asked from main: the page itself may fetch nothing.
  const policy = await running.app.evaluate(async ({ session }) => {
    const answer = await session.fromPartition('vigil').fetch('app://vigil/index.html');
    return answer.headers.get('content-security-policy');
  });
  expect(policy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox allow-scripts allow-same-origin allow-forms; require-trusted-types-for 'script'; trusted-types 'none'",
  );
});

test('files outside the page’s folder are not found under its address', async () => {
  const statuses = await running.app.evaluate(async ({ session }) => {
    const addresses = [
      'app://vigil/../main/index.js',
      'app://vigil/%2e%2e/main/index.js',
      'app://other/index.html',
    ];
    const answers = addresses.map((address) =>
      session
        .fromPartition('vigil')
        .fetch(address)
        .then(
          ({ status }) => status,
          () => 0,
        ),
    );
    return Promise.all(answers);
  });
  expect(statuses).toEqual([404, 404, 404]);
});

test('the preload script needs nothing but electron', async () => {
  const script = await readFile(resolve(import.meta.dirname, '../../out/preload/index.cjs'), 'utf8');
  const needed = [...script.matchAll(/require\((["'`])(.+?)\1\)/g)].map(([, , name]) => name);
  expect([...new Set(needed)]).toEqual(['electron']);
  expect(script.length).toBeLessThan(10_000);
});
