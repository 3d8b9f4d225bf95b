import { describe, expect, test } from 'vitest';
import { editionOf } from '../../scripts/packing/edition.mjs';
import { readDistOptions } from '../../scripts/packing/options.mjs';

const read = (...args: readonly string[]) => readDistOptions(args, { version: '0.1.0', outFolder: '/out' });

describe('npm run dist', () => {
  test('makes the Debian package for people, of the version in package.json, as small as it gets', () => {
    expect(read()).toEqual({
      ...{ format: 'deb', version: '0.1.0', out: '/out' },
      ...{ quick: false, dirty: false, testRuntime: false },
    });
    expect(editionOf(read().testRuntime)).toMatchObject({ package: 'vigil', product: 'Vigil', notice: '' });
  });

  test('makes a package of another name, id and data folder only when it is for tests', () => {
    const [people, tests] = [editionOf(false), editionOf(read('--test-runtime').testRuntime)];
    expect(tests).toMatchObject({ package: 'vigil-test', product: 'Vigil Test' });
    expect(tests.summary).toContain('for tests only');
    expect(tests.id).not.toBe(people.id);
  });

  test('takes a format, a version and where it goes', () => {
    expect(read('rpm', '--version', '1.2.0-rc.1', '--out', '/tmp/x', '--quick', '--dirty')).toMatchObject({
      ...{ format: 'rpm', version: '1.2.0-rc.1', out: '/tmp/x', quick: true, dirty: true },
    });
  });

  test.each([
    [['exe'], 'Say one format: deb, appimage, rpm, dmg, nsis; not "exe".'],
    [['deb', 'rpm'], 'not "deb rpm"'],
    [['--version', '1.2'], '--version is like 1.2.0 or 1.2.0-rc.1, not "1.2".'],
    [['--version', '1.2.0-rc-1'], 'not "1.2.0-rc-1"'],
    // What installed programs would not take for a version.
    [['--version', '1.02.0'], 'not "1.02.0"'],
    [['--version', '1.2.0-RC.1'], 'not "1.2.0-RC.1"'],
    [['--bogus'], '--bogus'],
  ])('says what is wrong with %j', (args, words) => {
    expect(() => read(...args)).toThrow(words);
  });
});
