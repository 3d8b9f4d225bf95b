import { describe, expect, test } from 'vitest';
import { readSettings, settingsVersion } from '../../src/main/app/settings-reading.ts';
import { defaultSettings } from '../../src/preload/contract/default-settings.ts';
import type { Settings } from '../../src/preload/contract/settings.ts';

const market = { venue: 'coinbase', symbols: ['BTC-USD'], endpoint: null };
const layout = { columns: ['symbol'], widths: { symbol: 90 }, sort: null };

describe('settings that are damaged in one place', () => {
  test('one bad market costs that market only', () => {
    const { value, notice } = altered({ markets: [market, { venue: 7 }] });
    expect(value.markets).toEqual([market]);
    expect(notice).toContain('"markets.2"');
  });

  test('one bad table layout costs that layout only', () => {
    const { value, notice } = altered({ tables: { position: layout, order: { columns: 'all' } } });
    expect(value.tables).toEqual({ position: layout });
    expect(notice).toContain('"tables.order"');
  });

  test('one bad alert rule costs that rule only', () => {
    const { value, notice } = altered({
      alerts: { ...defaultSettings.alerts, downAfterSeconds: 'soon', repeatMinutes: [2, 4] },
    });
    expect(value.alerts).toEqual({ ...defaultSettings.alerts, repeatMinutes: [2, 4] });
    expect(notice).toContain('"alerts.downAfterSeconds"');
  });

  test('many bad values are counted, not all named', () => {
    const { notice } = altered({ theme: 1, density: 2, currency: 3, view: 4, flash: 5 });
    expect(notice).toContain('"theme", "density", "currency" and 2 more');
  });

  test('a version that is no number costs nothing else', () => {
    const { value } = altered({ version: 'two', theme: 'light' });
    expect(value).toEqual({ ...defaultSettings, theme: 'light' });
  });

  test('keys of every object do not become settings', () => {
    const { value } = altered({ tables: JSON.parse('{"__proto__": {"columns": 1}, "constructor": 7}') });
    expect(value.tables).toEqual({});
  });

  test('nothing usable gives the defaults, value by value', () => {
    expect(altered({ ...nothing() }).value).toEqual(defaultSettings);
  });
});

test.each([undefined, null, 7, 'text', []])('%j is no settings file', (content) => {
  expect(readSettings(content)).toEqual({ kind: 'unusable' });
});

test('a file of the first days gets what came later as it was then', () => {
  const reading = readSettings({
    version: 1,
    theme: 'light',
    density: 'auto',
    currency: 'EUR',
    singleKeys: true,
    flash: true,
    view: 'orders',
    tables: { position: layout },
    markets: [market],
    practice: true,
  });
  expect(reading).toEqual({
    kind: 'altered',
    keptAs: 'version-1',
    notice: null,
    value: {
      ...defaultSettings,
      theme: 'light',
      currency: 'EUR',
      view: 'orders',
      tables: { position: layout },
      markets: [market],
    },
  });
});

test('what this version writes it reads again without a change', () => {
  expect(defaultSettings.version).toBe(settingsVersion);
  expect(readSettings(JSON.parse(JSON.stringify(defaultSettings)))).toEqual({
    kind: 'whole',
    value: defaultSettings,
  });
});

function altered(change: Readonly<Record<string, unknown>>): { value: Settings; notice: string } {
  const reading = readSettings({ ...defaultSettings, ...change });
  if (reading.kind !== 'altered' || reading.notice === null) throw new Error(`It is ${reading.kind}.`);
  return { value: reading.value, notice: reading.notice };
}

function nothing(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.keys(defaultSettings).map((name) => [name, null]));
}
