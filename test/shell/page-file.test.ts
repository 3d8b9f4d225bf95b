import { describe, expect, test } from 'vitest';
import { pageFile } from '../../src/main/shell/page-file.ts';

const folder = '/opt/vigil/out/renderer';

describe('an address of the page', () => {
  test.each([
    ['app://vigil/', '/opt/vigil/out/renderer/index.html'],
    ['app://vigil/index.html', '/opt/vigil/out/renderer/index.html'],
    ['app://vigil/assets/a%20b.js?x=1#y', '/opt/vigil/out/renderer/assets/a b.js'],
  ])('%s is the file %s', (address, file) => {
    expect(pageFile(address, folder)).toBe(file);
  });

  test.each([
    'app://other/index.html',
    'https://vigil/index.html',
    'file:///etc/passwd',
    'app://vigil/..%2f..%2fmain/index.js',
    'app://vigil/%2e%2e%2f%2e%2e%2fetc/passwd',
    'app://vigil/..%2frenderer-secrets/x',
    'app://vigil/%00',
    'app://vigil/%E0%A4%A',
    'not an address',
  ])('%s has no file', (address) => {
    expect(pageFile(address, folder)).toBeNull();
  });
});
