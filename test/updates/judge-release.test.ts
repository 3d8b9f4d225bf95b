import { describe, expect, test } from 'vitest';
import { judgeRelease } from '../../src/main/updates/judge-release.ts';
import { channelOf, newReleaseKeys, releaseAt, signedText } from '../support/release-server.ts';

const keys = newReleaseKeys();
const channel = channelOf('https://releases.vigil.example/release.signed', keys);
const nowMs = Date.UTC(2027, 4, 14, 9);
const dayMs = 86_400_000;
const good = signedText(releaseAt(nowMs), keys);

function judge(answer: string, seenIssuedMs = 0, at = nowMs) {
  return judgeRelease(answer, channel, seenIssuedMs, at);
}

function refusal(answer: string, seenIssuedMs = 0, at = nowMs): string {
  const judged = judge(answer, seenIssuedMs, at);
  return judged.ok ? 'believed' : judged.message;
}

describe('a signed release', () => {
  test('is believed, and says what is new', () => {
    expect(judge(good)).toMatchObject({
      ok: true,
      document: { version: '0.3.0', published: nowMs - 2 * dayMs },
    });
  });

  test('is believed when any of the keys signed it, so that one can replace another', () => {
    const next = newReleaseKeys();
    const both = channelOf(channel.address, keys, next);
    expect(judgeRelease(signedText(releaseAt(nowMs), next), both, 0, nowMs).ok).toBe(true);
    expect(judgeRelease(good, both, 0, nowMs).ok).toBe(true);
  });

  test('may carry what only later versions understand', () => {
    const packages = [
      { kind: 'flatpak', arch: 'riscv64', file: 'x', bytes: 1, sha256: '0'.repeat(64), minimumSystem: 'any' },
    ];
    expect(judge(signedText(releaseAt(nowMs, { packages, colour: 'blue' }), keys)).ok).toBe(true);
  });

  test('is refused when one byte of it is another, wherever it is', () => {
    const bytes = Buffer.from(good);
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(refusal(changed.toString()), `byte ${place}`).toMatch(/not signed/);
    }
  });

  test('is refused when something is put behind, before or around it', () => {
    for (const answer of [
      `${good} `,
      `${good}\n`,
      ` ${good}`,
      `\n${good}`,
      good.replace('\n', '\r\n'),
      `${good}${good}`,
    ]) {
      expect(refusal(answer)).toMatch(/not signed/);
    }
  });

  test('is refused when a key signed it that this build does not know', () => {
    expect(refusal(signedText(releaseAt(nowMs), newReleaseKeys()))).toMatch(
      /not signed with a key of this build/,
    );
  });

  test('is refused when it is past its end, so that nobody can hold newer ones back for ever', () => {
    expect(refusal(good, 0, nowMs + 30 * dayMs - 1)).toBe('believed');
    expect(refusal(good, 0, nowMs + 30 * dayMs)).toMatch(/good until 2027-06-13 only/);
  });

  test('is refused when it is older than one that was seen, and believed when it is the same', () => {
    expect(refusal(good, nowMs - dayMs)).toBe('believed');
    expect(refusal(good, nowMs - dayMs + 1)).toMatch(/older than one that was read before/);
  });

  test('is refused when it was signed in the future, which would make every honest one look old', () => {
    const ahead = { issued: new Date(nowMs + 2 * dayMs).toISOString() };
    expect(refusal(signedText(releaseAt(nowMs, ahead), keys))).toMatch(/2027-05-16, which is still to come/);
  });

  test.each([
    ['another host', 'https://example.org/0.3.0'],
    ['a host that only begins the same', 'https://releases.vigil.example.org/'],
    ['a name before the host', 'https://releases.vigil.example@example.org/'],
    ['a name before the right host', 'https://somebody@releases.vigil.example/'],
    ['another port', 'https://releases.vigil.example:8443/'],
    ['plain http', 'http://releases.vigil.example/'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['no address', 'vigil 0.3.0'],
  ])('is refused when its page is %s', (_, page) => {
    expect(refusal(signedText(releaseAt(nowMs, { page }), keys))).toMatch(
      /a page that this build does not open/,
    );
  });

  const [deb] = JSON.parse(releaseAt(nowMs)).packages;
  test.each([
    ['is no JSON', 'Vigil 0.3.0'],
    ['is of another product', releaseAt(nowMs, { product: 'vigilante' })],
    ['is of a later format', releaseAt(nowMs, { format: 2 })],
    ['has no version', releaseAt(nowMs, { version: 'newest' })],
    ['has notes that break the line', releaseAt(nowMs, { notes: ['one\ntwo'] })],
    ['has notes that turn the writing round', releaseAt(nowMs, { notes: ['safe \u202Eelif'] })],
    [
      'has a file name that a terminal acts on',
      releaseAt(nowMs, { packages: [{ ...deb, file: 'a.deb;reboot' }] }),
    ],
    ['has a hash that is none', releaseAt(nowMs, { packages: [{ ...deb, sha256: "'; reboot" }] })],
  ])('is refused when it %s', (_, text) => {
    expect(refusal(signedText(text, keys))).toMatch(/cannot read it/);
  });
});

test.each([
  '',
  '\n',
  'not found',
  '<html><body>Sign in to this network</body></html>',
  good.split('\n')[0] ?? '',
])('an answer that is no release is refused: %j', (answer) => {
  expect(refusal(answer)).toMatch(/not signed/);
});
