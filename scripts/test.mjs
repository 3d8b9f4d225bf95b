/**
 * `npm test`: set-up, static checks, build, tests, and the tests in the real app on a display of its own.
 * `npm test -- <filter>` runs the matching test files only. Ends with one line that adds everything up.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBuilt } from './fresh-build.mjs';
import { root } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { runScript, say } from './say.mjs';
import { prepare } from './setup/prepare.mjs';
import { runVitest } from './test/run-vitest.mjs';

const staticChecks = [
  { name: 'format and lint', program: 'biome', args: ['check', '.'] },
  { name: 'types', program: 'tsc', args: ['-p', '.'] },
  { name: 'unused code', program: 'knip', args: [] },
];
const virtualDisplay = ['xvfb-run', '-a', '-s', '-screen 0 2000x1200x24'];
const total = { passed: 0, failed: 0, skipped: 0 };

await runScript(async () => {
  const filters = process.argv.slice(2);
  const { missingLibraries } = await prepare('test', say);
  if (filters.length === 0) await runStaticChecks();
  const built = await step('build', () => ensureBuilt(say));
  heading('tests');
  add(await runVitest('vitest.config.ts', filters.length === 0 ? [] : [...filters, '--passWithNoTests']));
  heading('tests in the real app');
  if (built) await runAppTests(filters, missingLibraries);
  else console.log('Not run, because the build failed.');
  if (filters.length > 0 && total.passed + total.failed + total.skipped === 0) {
    console.log(`No test file matches ${filters.join(' ')}.`);
    total.failed = 1;
  }
});
// A script that ended early, for instance in set-up, has counted nothing.
if (process.exitCode && total.failed === 0) total.failed = 1;
if (total.failed > 0) process.exitCode = 1;
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);

async function runStaticChecks() {
  for (const { name, program, args } of staticChecks) {
    await step(name, async () => {
      const result = await runCommand(join(root, 'node_modules/.bin', program), args, { cwd: root });
      if (!result.ok) throw new Error(result.output.trim());
    });
  }
}

/** @param {readonly string[]} filters @param {readonly string[]} missingLibraries */
async function runAppTests(filters, missingLibraries) {
  if (missingLibraries.length > 0) {
    await skipAppTests(filters, `this system lacks ${missingLibraries.join(', ')}`);
    return;
  }
  const env = { ...process.env };
  // The app under test must not reach the tray, notifications or keychain of whoever runs the tests.
  delete env.DBUS_SESSION_BUS_ADDRESS;
  delete env.WAYLAND_DISPLAY;
  const args = filters.length === 0 ? [] : [...filters, '--passWithNoTests'];
  add(
    await runVitest('vitest.e2e.config.ts', args, {
      wrapper: process.platform === 'linux' ? virtualDisplay : [],
      env,
    }),
  );
}

/** @param {readonly string[]} filters @param {string} reason */
async function skipAppTests(filters, reason) {
  const files = await readdir(join(root, 'test'), { recursive: true });
  const wanted = filters.filter((filter) => !filter.startsWith('-'));
  const isWanted = (/** @type {string} */ file) =>
    wanted.length === 0 || wanted.some((filter) => `test/${file}`.includes(filter));
  const count = files.filter((file) => /\.(e2e|desktop)\.ts$/.test(file) && isWanted(file)).length;
  if (count === 0) return;
  if (process.env.VIGIL_REQUIRE_DESKTOP) {
    console.log(`failed  ${count} files: ${reason}, and VIGIL_REQUIRE_DESKTOP is set.`);
    total.failed += count;
  } else {
    console.log(`skipped  ${count} files: ${reason}.`);
    total.skipped += count;
  }
}

/**
 * @param {string} name
 * @param {() => Promise<void>} work
 */
async function step(name, work) {
  heading(name);
  const begun = performance.now();
  try {
    await work();
    console.log(`passed in ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    return true;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    console.log(`FAILED: ${name}`);
    total.failed += 1;
    return false;
  }
}

/** @param {string} name */
function heading(name) {
  console.log(`\n=== ${name}`);
}

/** @param {import('./test/tally-reporter.mjs').Tally} tally */
function add({ passed, failed, skipped }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
