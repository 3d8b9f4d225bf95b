/** A key read from a file. */
import { expect, test } from 'vitest';
import { readKeyLines } from '../../../src/renderer/key-window/key-file.ts';

test.each([
  ['k\ns\n', { key: 'k', secret: 's', passphrase: '' }],
  ['\r\n k \r\n\r\n s\r\n p \r\n', { key: 'k', secret: 's', passphrase: 'p' }],
  [
    'k\r\n-----BEGIN PRIVATE KEY-----\r\nab\r\ncd\r\n-----END PRIVATE KEY-----\r\np\r\n',
    {
      ...{ key: 'k', passphrase: 'p' },
      secret: '-----BEGIN PRIVATE KEY-----\\nab\\ncd\\n-----END PRIVATE KEY-----',
    },
  ],
  ['', null],
  ['k', null],
  ['k\ns\np\nmore', null],
])('%j', (text, lines) => {
  expect(readKeyLines(text)).toEqual(lines);
});
