/** What a venue, or somebody between it and us, could put where a value belongs. */
import type { Rng } from '../../src/main/simulator/rng.ts';
import type { Node } from './json-tree.ts';

export function hostileNode(rng: Rng): Node {
  const roll = rng.next();
  if (roll < 0.35) return raw(pick(rng, numbers));
  if (roll < 0.65) return { kind: 'text', value: hostileText(rng) };
  if (roll < 0.85) return raw(pick(rng, words));
  return pick(rng, containers)();
}

export function hostileText(rng: Rng): string {
  return rng.chance(0.5) ? pick(rng, texts) : pick(rng, numbers);
}

export function hostileKey(rng: Rng): string {
  return pick(rng, keys);
}

/** Text without an end, most of it made to send a careless expression back and forth. */
export function longText(rng: Rng, length: number): string {
  const piece = pick(rng, pieces);
  return piece.repeat(Math.ceil(length / piece.length)) + pick(rng, tails);
}

export function pick<T>(rng: Rng, list: readonly [T, ...T[]]): T {
  return list[rng.int(list.length)] ?? list[0];
}

function raw(json: string): Node {
  return { kind: 'raw', json };
}

function nested(depth: number, open: string, close: string): Node {
  return raw(`${open.repeat(depth)}1.10${close.repeat(depth)}`);
}

const numbers: readonly [string, ...string[]] = [
  ...(['0', '-0', '0.0', '-1', '1', '-0.00000001', '1e-7', '1E-7', '1e21', '1e22', '-1e22'] as const),
  ...['1e308', '1e309', '-1e309', '1e-400', '1e-401', '1e400', '1e401', '1e999999999', '-1e-999999999'],
  ...['9007199254740993', '-9007199254740993', '123456789012345678901234567890', '0.1000000000000000055'],
  ...['8.64e15', '8640000000000001', '-8640000000000000', '253402300800000', '-62167219200001', '1.5'],
  ...['1732522504000', '1732522504000.5', '1732522504', '2.0', '00', '01', '100.10', '99999999999999999999'],
  `1${'0'.repeat(600)}`,
  `0.${'0'.repeat(600)}1`,
  `${'9'.repeat(500)}.${'9'.repeat(500)}`,
];

const words: readonly [string, ...string[]] = ['null', 'true', 'false', '{}', '[]', '""', '[null]', '[[]]'];

const texts: readonly [string, ...string[]] = [
  ...(['', ' ', 'NaN', 'Infinity', '-Infinity', 'undefined', 'null', 'true', '[object Object]'] as const),
  ...['+1', '1,5', '1_000', '0x10', '1.', '.5', '--1', '-', '1e', '１２３', '١٢٣', '1\n', ' 1', '1\u0000'],
  ...['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '"><b>x</b>', "'); DROP TABLE x;--"],
  ...['javascript:alert(1)', '../../etc/passwd', 'C:\\\\x', '=1+1', '@SUM(A1)', '%s%n', '`x`', '{{x}}'],
  ...['\u001b[2J\u001b]0;owned\u0007', '\u009b31m', '\u202edcba', '\u2066x\u2069', '\u0000', 'a\r\nb', '\t'],
  ...[
    '\ud800',
    '\udc00\ud800',
    'x\udfff',
    '\ufffe',
    '👩‍👩‍👧',
    'e\u0301',
    '\ufeff',
    '|',
    '\\|',
    'a|b',
    ':',
    '@',
    ',',
  ],
  ...['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf'],
  ...['Buy', 'Sell', 'buy', 'sell', 'BUY', 'None', 'partial', 'insert', 'update', 'delete', 'snapshot'],
  ...['0000-00-00T00:00:00.000Z', '9999-99-99T99:99:99.999Z', '2026-02-30T12:00:00.000Z', '2026-13-01'],
  ...[
    '2026-11-24T24:00:00Z',
    '2026-11-24T23:59:60Z',
    '2026-11-24T07:00:00.123456789Z',
    '2026-11-24T07:00:00',
  ],
  ...['+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00Z', '2026-11-24T07:00:00+25:00', 'now'],
];

const keys: readonly [string, ...string[]] = [
  ...(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'toJSON'] as const),
  ...['', '0', 'length', 'then', 'isLosslessNumber', 'symbol', 'price', 'size', 'side', 'id', 'timestamp'],
  ...['<b>', '\u0000', '\ud800', 'a'.repeat(300)],
];

const containers: readonly [() => Node, ...(() => Node)[]] = [
  () => nested(5, '[', ']'),
  () => nested(3_000, '[', ']'),
  () => nested(3_000, '{"a":', '}'),
  () => raw('{"__proto__":{"symbol":"POLLUTED","price":"1.10","polluted":true}}'),
  () => raw('{"constructor":{"prototype":{"polluted":true}}}'),
  () => raw('{"isLosslessNumber":true,"value":"1.10"}'),
  () => raw('{"toString":"1.10","valueOf":1,"toJSON":null}'),
  () => raw('{"length":4294967295}'),
  () => raw('[1,"2",null,{},[],true]'),
];

const pieces: readonly [string, ...string[]] = [
  ...([
    'a',
    'A',
    '.',
    '-',
    '0',
    '9',
    '1.',
    ' ',
    '\u0000',
    '<b>',
    '"',
    '\\',
    '|',
    '_',
    'A_',
    'A-',
    'A/',
  ] as const),
  ...['key', 'expired', 'USDT', 'USD', 'PERP', 'retry in 1', '1e', 'aA', '.:', ',', 'T', '\ud800', '字'],
];
const tails: readonly [string, ...string[]] = ['', '!', 'x', '1', ' ', '.'];
