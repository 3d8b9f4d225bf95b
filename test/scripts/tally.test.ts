import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheFolder, root } from '../../scripts/paths.mjs';
import { tallyFileVariable } from '../../scripts/test/tally-reporter.mjs';

let folder = '';
let output = '';
let tally: unknown;

// Below the project, so that the files in it find vitest.
beforeAll(() => {
  mkdirSync(cacheFolder, { recursive: true });
  folder = mkdtempSync(join(cacheFolder, 'tally-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const tallyFile = join(folder, 'tally.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', '--config', join(folder, 'vitest.config.ts')], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, [tallyFileVariable]: tallyFile },
  });
  output = run.stdout;
  tally = JSON.parse(readFileSync(tallyFile, 'utf8'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('counts files that do not load, errors outside tests and tests that a failed hook kept from running', () => {
  expect(tally).toEqual({ passed: 2, failed: 4, skipped: 2 });
});

test('names each skipped test with its reason', () => {
  expect(output).toContain('skipped  outcomes.test.ts > skips with a reason: no recordings here');
  expect(output).toContain('skipped  outcomes.test.ts > skips');
});

test('does not call a test skipped that a failed hook kept from running', () => {
  expect(output).toContain('not run  hook.test.ts > needs the hook');
});

const reporter = pathToFileURL(join(root, 'scripts/test/tally-reporter.mjs')).href;
const files = {
  'vitest.config.ts': `
    import { TallyReporter } from '${reporter}';
    export default { test: { include: ['*.test.ts'], reporters: [new TallyReporter()], maxWorkers: 1 } };`,
  'outcomes.test.ts': `
    import { test } from 'vitest';
    test('passes', () => {});
    test('fails', () => { throw new Error('on purpose'); });
    test.skip('skips', () => {});
    test('skips with a reason', ({ skip }) => skip('no recordings here'));
    test('leaves an error behind', () => { setTimeout(() => { throw new Error('too late'); }, 1); });`,
  'hook.test.ts': `
    import { beforeAll, test } from 'vitest';
    beforeAll(() => { throw new Error('on purpose'); });
    test('needs the hook', () => {});`,
  'broken.test.ts': `import './missing.ts';`,
};
