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
    if (result.state === 'passed') tally.passed += 1;
    else if (result.state === 'failed') tally.failed += 1;
    else {
      tally.skipped += 1;
      const reason = 'note' in result && result.note ? `: ${result.note}` : '';
      console.log(`skipped  ${module.relativeModuleId} > ${test.fullName}${reason}`);
    }
  }
  // A file that did not load, or a hook that failed, has no failed test of its own.
  if (module.state() === 'failed' && tally.failed === failedBefore) tally.failed += 1;
}
