/** Words that a venue chose, where they leave Vigil: in a spreadsheet, a terminal, a popup, a file name. */
import { describe, expect, test } from 'vitest';
import { safeFileName } from '../src/main/shell/file-name.ts';
import { popupWords } from '../src/main/shell/popup-words.ts';
import { csvField, safeInSpreadsheet } from '../src/preload/contract/csv.ts';
import { plainLine } from '../src/preload/contract/plain-line.ts';

describe('in a spreadsheet', () => {
  test.each([
    '=HYPERLINK("http://x","y")',
    '+cmd|calc',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '  =1',
    '＝1+1',
    '－SUM(A1)',
  ])('%j does not run', (text) => {
    expect(safeInSpreadsheet(text)).toBe(`'${text}`);
    expect(csvField(text).replace(/^"/, '')).toMatch(/^'/);
  });

  test.each(['-1.25', '+7.6', '0.0001', '-1e-7', 'BTC-USD', 'a=b', '97,404.5'])(
    '%s stays as it is',
    (text) => {
      expect(safeInSpreadsheet(text)).toBe(text);
    },
  );

  test('a field cannot end its line or begin another', () => {
    expect(csvField('a"\r\n=1,b')).toBe('"a""\r\n=1,b"');
  });
});

describe('on one line', () => {
  test('they end no line, command no terminal and turn nothing around', () => {
    expect(plainLine('a\u001b[31m\u009b2J\nb\u2028c\u202egnp.exe\u2066')).toBe('a [31m 2J b cgnp.exe');
  });
});

describe('in a popup', () => {
  const said = { title: 'Bybit\n<b>main</b>\u202e', body: '<a href="http://x">a & b</a>\u0007' };

  test('are no markup where the desktop reads it, and one line', () => {
    expect(popupWords(said, true)).toEqual({
      title: 'Bybit <b>main</b>',
      body: '&lt;a href="http://x"&gt;a &amp; b&lt;/a&gt; ',
    });
  });

  test('are what they are where it does not', () => {
    expect(popupWords(said, false).body).toBe('<a href="http://x">a & b</a> ');
  });
});

describe('as the name of a file', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['/etc/cron.d/x', 'x'],
    ['C:\\Windows\\x.csv', 'x.csv'],
    ['..', 'vigil.csv'],
    ['.bashrc', 'bashrc'],
    ['a\0b.csv', 'a-b.csv'],
    ['a\u202egpj.csv', 'a-gpj.csv'],
    ['nul.csv', 'vigil-nul.csv'],
    ['x:stream.csv', 'x-stream.csv'],
    ['orders-2026-11-24-1432.csv', 'orders-2026-11-24-1432.csv'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });
});
