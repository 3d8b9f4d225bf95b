/** A vitest reporter that names each skipped test with its reason and leaves a tally for `npm test`. */
import { writeFileSync } from 'node:fs';

/** The environment variable that names the file the tally is written to. */
export const tallyFileVariable = 'VIGIL_TEST_TALLY';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

export class TallyReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    /** @type {Tally} */
    const tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) addModule(tally, module);
    const file = process.env[tallyFileVariable];
    if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
  }
}

/** @param {Tally} tally @param {import('vitest/node').TestModule} module */
function addModule(tally, module) {
  const failedBefore = tally.failed;
  for (const test of module.children.allTests()) {
    const result = test.result();
    const name = `${module.relativeModuleId} > ${test.fullName}`;
    if (result.state === 'passed') {
      tally.passed += 1;
      if (test.diagnostic()?.flaky) console.log(`second try  ${name}`);
    } else if (result.state === 'failed') tally.failed += 1;
    else if (wasMeantToRun(test)) {
      tally.failed += 1;
      console.log(`not run  ${name}: what prepares it failed`);
    } else {
      tally.skipped += 1;
      const reason = 'note' in result && result.note ? `: ${result.note}` : '';
      console.log(`skipped  ${name}${reason}`);
    }
  }
  // A file that did not load has no test of its own.
  if (module.state() === 'failed' && tally.failed === failedBefore) tally.failed += 1;
}

/** vitest reports the tests of a suite as skipped when its beforeAll failed. @param {import('vitest/node').TestCase} test */
function wasMeantToRun(test) {
  if (test.options.mode === 'skip' || test.options.mode === 'todo') return false;
  for (let parent = test.parent; ; parent = parent.parent) {
    if (parent.errors().length > 0) return true;
    if (parent.type === 'module') return false;
  }
}
