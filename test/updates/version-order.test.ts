import { expect, test } from 'vitest';
import { isNewer } from '../../src/main/updates/version-order.mjs';

test('versions are ordered by their numbers, and a final one comes after its candidates', () => {
  const rising = [
    '0.1.0',
    '0.2.0-alpha',
    '0.2.0-alpha.1',
    '0.2.0-alpha.beta',
    '0.2.0-rc.2',
    '0.2.0-rc.10',
    '0.2.0',
    '0.2.1',
    '0.10.0',
    '1.0.0',
    '10.0.0',
  ];
  for (const [place, version] of rising.entries()) {
    for (const [other, than] of rising.entries()) {
      expect(isNewer(version, than), `${version} after ${than}`).toBe(place > other);
    }
  }
});

test.each(['', '1', '1.0', 'v1.0.0', '01.0.0', '1.0.0-', '1.0.0+build', '1.0.0 ', '9'.repeat(400)])(
  'what is no version is never newer, and nothing is newer than it: %j',
  (text) => {
    expect([isNewer(text, '0.0.1'), isNewer('9.9.9', text)]).toEqual([false, false]);
  },
);
