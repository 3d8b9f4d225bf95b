/** What a package is called. The test edition shares no file, menu entry or data folder with the real one. */

/**
 * @typedef {object} Edition
 * @property {string} package its Debian name, its command, and its folder under /usr/lib
 * @property {string} product what people read, and the name of the data folder
 * @property {string} id in reverse DNS
 * @property {string} summary one line
 * @property {readonly string[]} description a paragraph each
 * @property {string} notice what has to be said about it first; empty for the real one
 */

const description = [
  'Vigil shows positions, orders, executions and balances of many exchanges in one window, says how fresh every number is, and tells a quiet market from a dead feed. It can place no order.',
  'API keys stay in the keychain of the desktop (Secret Service).',
];

/** @type {Edition} */
const people = {
  package: 'vigil',
  product: 'Vigil',
  id: 'app.vigil.monitor',
  summary: 'Read-only monitor of positions, orders and feeds on crypto exchanges',
  description,
  notice: '',
};

/** @type {Edition} */
const tests = {
  package: 'vigil-test',
  product: 'Vigil Test',
  id: 'app.vigil.monitor.test',
  summary: 'Test build of Vigil: for tests only, not for real accounts',
  description,
  notice:
    'This is a test build. It may carry an Electron that nothing ties to its official release; it is made by the packaging tests, and nobody should use it with a real account.',
};

/** @param {boolean} isForTests @returns {Edition} */
export function editionOf(isForTests) {
  return isForTests ? tests : people;
}
