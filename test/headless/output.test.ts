/** Output to readers that are fast, slow, or gone. */
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { Output } from '../../src/main/headless/output.ts';
import { eventually } from '../support/eventually.ts';

function reader(): { stream: Writable; text: () => string; release: () => void; hold: () => void } {
  let written = '';
  let isHeld = false;
  let waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1_000,
    write(chunk, _encoding, done) {
      const take = () => {
        written += String(chunk);
        done();
      };
      if (isHeld) waiting.push(take);
      else take();
    },
  });
  return {
    stream,
    text: () => written,
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      for (const take of waiting.splice(0)) take();
      waiting = [];
    },
  };
}

const silent = { slow: () => {}, gone: () => {} };

test('lines come out whole, in order, and soon', async () => {
  const { stream, text } = reader();
  const output = new Output(stream, systemClock, silent);
  output.write('one');
  output.write('two');
  await eventually('written without being ended', () => text() === 'one\ntwo\n');
});

test('the end waits until a slow reader has everything', async () => {
  const { stream, text, hold, release } = reader();
  const output = new Output(stream, systemClock, silent);
  hold();
  for (let line = 0; line < 10_000; line += 1) output.write(`line ${line}`);
  let isEnded = false;
  const end = output.end().then(() => {
    isEnded = true;
  });
  await Promise.resolve();
  expect(isEnded).toBe(false);
  release();
  await end;
  expect(text().split('\n')).toHaveLength(10_001);
  expect(text()).toContain('line 9999\n');
});

test('a reader that falls behind by a megabyte is said to be slow, until it has caught up', async () => {
  const { stream, hold, release } = reader();
  const said: boolean[] = [];
  const output = new Output(stream, systemClock, { ...silent, slow: (isSlow) => said.push(isSlow) });
  hold();
  for (let line = 0; line < 3_000; line += 1) output.write('x'.repeat(1_000));
  expect(said).toEqual([true]);
  release();
  await eventually('caught up', () => said.length === 2);
  expect(said).toEqual([true, false]);
});

test.each([
  ['EPIPE', null],
  ['ENOSPC', 'no space'],
])('%s ends the output once', async (code, expected) => {
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('no space'), { code }));
    },
  });
  const gone: (string | null)[] = [];
  const output = new Output(stream, systemClock, { ...silent, gone: (error) => gone.push(error) });
  output.write('one');
  await eventually('told', () => gone.length === 1);
  output.write('two');
  await output.end();
  expect(gone).toEqual([expected]);
});
