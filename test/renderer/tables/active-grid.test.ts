/** Which table a key goes to. */
import { afterEach, expect, test } from 'vitest';
import {
  type GridKeys,
  mountGrid,
  noteGridUse,
  pressInGrid,
} from '../../../src/renderer/tables/active-grid.ts';

let unmount: (() => void)[] = [];
afterEach(() => {
  for (const run of unmount) run();
  unmount = [];
});

const pressed: string[] = [];
const key = {} as KeyboardEvent;

function table(name: string, takes: boolean): GridKeys {
  const grid: GridKeys = {
    press() {
      pressed.push(name);
      return takes;
    },
  };
  unmount.push(mountGrid(grid));
  return grid;
}

function reached(): readonly string[] {
  pressed.length = 0;
  pressInGrid(key);
  return [...pressed];
}

test('a key goes to the first table of the view, or to the one used last', () => {
  table('positions', true);
  const orders = table('orders', true);
  expect(reached()).toEqual(['positions']);
  noteGridUse(orders);
  expect(reached()).toEqual(['orders']);
});

test('a key that means nothing there goes on to the others', () => {
  table('positions', false);
  table('orders', false);
  table('executions', true);
  expect(reached()).toEqual(['positions', 'orders', 'executions']);
});

test('a key without any table means nothing', () => {
  expect(pressInGrid(key)).toBe(false);
});
