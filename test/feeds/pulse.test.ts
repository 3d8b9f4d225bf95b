/** When a connection is asked for a sign of life, and when it is given up. */
import { expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { Pulse } from '../../src/main/feeds/pulse.ts';
import { manualClock } from '../support/manual-clock.ts';

function build() {
  const clock = manualClock();
  const pings: number[] = [];
  const deaths: number[] = [];
  let isExcused = false;
  const pulse = new Pulse(bitmex, clock, {
    ping: () => pings.push(clock.monoMs()),
    isExcused: () => isExcused,
    dead: () => deaths.push(clock.monoMs()),
  });
  const excuse = (value: boolean) => {
    isExcused = value;
  };
  return { clock, pulse, pings, deaths, excuse };
}

test('five seconds of silence bring a ping, five more without an answer the end', () => {
  const { clock, pings, deaths } = build();
  clock.advance(60_000);
  expect(pings).toEqual([5_000]);
  expect(deaths).toEqual([10_000]);
  expect(clock.pending).toBe(0);
});

test('an answer gives the way there and back, and the next ping comes after silence again', () => {
  const { clock, pulse, pings, deaths } = build();
  clock.advance(5_040);
  pulse.answered(clock.monoMs());
  expect(pulse.rttMs).toBe(40);
  clock.advance(5_500);
  expect(pings).toHaveLength(2);
  expect(deaths).toEqual([]);
});

test('a busy venue that knows no ping stays connected', () => {
  const { clock, pulse, pings, deaths } = build();
  for (let second = 0; second < 300; second += 1) {
    clock.advance(1_000);
    pulse.heard(clock.monoMs());
  }
  expect(deaths).toEqual([]);
  expect(pings.length).toBeGreaterThan(3);
  expect(pings.length).toBeLessThan(15);
});

test('while nothing is read, silence is no sign of death', () => {
  const { clock, pulse, deaths, excuse } = build();
  excuse(true);
  clock.advance(120_000);
  expect(deaths).toEqual([]);
  excuse(false);
  clock.advance(15_000);
  expect(deaths).toHaveLength(1);
  pulse.stop();
});

test('a connection that was stopped asks nothing any more', () => {
  const { clock, pulse, pings } = build();
  pulse.stop();
  clock.advance(60_000);
  expect(pings).toEqual([]);
  expect(clock.pending).toBe(0);
});
