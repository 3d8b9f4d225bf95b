import { describe, expect, test } from 'vitest';
import type { LogLevel } from '../../src/main/feeds/log.ts';
import { createAppLog } from '../../src/main/logs/app-log.ts';
import { withoutPrivateWords } from '../../src/main/logs/private-words.ts';
import { learnSecrets } from '../../src/main/vault/redact.ts';
import { manualClock } from '../support/manual-clock.ts';

const secret = 'Zq8sLogSecretThatNobodyMaySee';

describe('the log of the app', () => {
  test('holds no key, no label, no token of an address, and no home folder', () => {
    learnSecrets({ key: 'LogKeyThatIsKnown42', secret: new TextEncoder().encode(secret), passphrase: null });
    const { log, lines, terminal } = opened();
    log('error', `refused LogKeyThatIsKnown42 with ${secret}`);
    log('error', 'bybit/account/Grandma%20savings orders: down');
    log('error', 'cannot reach wss://user:pw@host.test:9443/ws/listen-Key-77?token=abc');
    log('error', 'ENOENT /home/jo/.config/Vigil/accounts.json');
    const text = [...lines, ...terminal].join('\n');
    for (const word of ['LogKeyThatIsKnown42', secret, 'Grandma', 'listen-Key-77', 'abc', 'user:pw', '/jo/'])
      expect(text).not.toContain(word);
    expect(lines[1]).toContain('bybit/account/1 orders: down');
    expect(lines[2]).toContain('wss://host.test:9443/…');
    expect(lines[3]).toContain('~/.config/Vigil');
  });

  test('tells two accounts apart, the same way each time', () => {
    const { log, lines } = opened();
    for (const label of ['main', 'other', 'main']) log('info', `okx/account/${label}: live`);
    expect(lines.map((line) => line.split(' ')[2])).toEqual([
      'okx/account/1:',
      'okx/account/2:',
      'okx/account/1:',
    ]);
  });

  test("a venue's words cannot forge a line or speak to the terminal", () => {
    const { log, lines } = opened();
    log('warning', 'closed\n2026-11-25T00:00:00Z error all is lost\u001b[31m\u2028x');
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\p{Cc}\p{Zl}]/u);
  });

  test('follows the level the user chose, from the next line on', () => {
    let chosen: LogLevel = 'warning';
    const { log, lines } = opened(undefined, () => chosen);
    log('info', 'before');
    chosen = 'debug';
    log('debug', 'after');
    expect(lines).toEqual([expect.stringContaining('debug after')]);
  });

  test('LOG_LEVEL goes before what was chosen, and reaches the terminal too', () => {
    const { log, lines, terminal } = opened('info', () => 'error');
    log('info', 'a line');
    expect([lines.length, terminal.length]).toEqual([1, 1]);
  });

  test('the terminal hears of errors only unless it asks for more', () => {
    const { log, terminal } = opened();
    log('warning', 'a feed is down');
    log('error', 'a fault of ours');
    expect(terminal).toEqual([expect.stringContaining('a fault of ours')]);
  });

  test('its newest lines are at hand, and only so many', () => {
    const { log, recent } = opened();
    for (let number = 0; number < 2_000; number += 1) log('info', `line ${number}`);
    expect(recent()).toHaveLength(300);
    expect(recent().at(-1)).toContain('line 1999');
  });
});

function opened(wanted?: string, chosen: () => LogLevel = () => 'info') {
  const lines: string[] = [];
  const terminal: string[] = [];
  const { log, recent } = createAppLog({
    clock: manualClock(),
    file: { write: (line) => lines.push(line), settled: async () => {} },
    terminal: (line) => terminal.push(line),
    clean: withoutPrivateWords('/home/jo'),
    ...{ wanted, chosen },
  });
  return { log, lines, terminal, recent };
}
