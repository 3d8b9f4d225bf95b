import { describe, expect, test } from 'vitest';
import { createBridge } from '../../src/main/bridge/bridge.ts';
import { success } from '../../src/main/bridge/result.ts';
import type { Services } from '../../src/main/bridge/services.ts';
import { whatWasMissed } from '../../src/main/incidents/missed.ts';
import { defaultSettings } from '../../src/preload/contract/default-settings.ts';
import { complete, eventNames, requestNames } from '../../src/preload/contract/names.ts';
import { type RequestName, requests } from '../../src/preload/contract/requests.ts';

/** One payload of every request that is right, and what it answers with. */
const right: { readonly [N in RequestName]: Record<string, unknown> } = {
  'app.info': {},
  'app.licences': {},
  'app.open-notices': {},
  'app.diagnostics': {},
  'tables.snapshot': { table: 'position' },
  'rows.raw': { table: 'position', key: 'practice/demo/XBTUSD' },
  'market.watch': { venue: 'practice', symbol: 'XBTUSD' },
  'market.unwatch': {},
  'markets.add': { venue: 'coinbase', symbols: ['BTC-USD'], endpoint: null },
  'markets.remove': { feedId: 'coinbase/public' },
  'feeds.reconnect': { feedId: 'coinbase/public' },
  'feeds.resubscribe': { channelId: 'coinbase//trade/BTC-USD' },
  'feeds.pause': { feedId: 'coinbase/public' },
  'practice.fault': { fault: 'mute', seconds: 30 },
  'practice.heal': {},
  'incidents.list': { limit: 500 },
  'incidents.ask': { fromMs: 0, toMs: 1 },
  'incidents.export': { fromMs: 0, toMs: 1 },
  'alerts.state': {},
  'alerts.acknowledge': { feedId: 'practice/public' },
  'alerts.pause': { length: '30-min' },
  'alerts.test': {},
  'accounts.state': {},
  'accounts.add': { venue: 'bitmex' },
  'accounts.replace-key': { accountId: 'a1' },
  'accounts.check': { accountId: null },
  'accounts.rename': { accountId: 'a1', label: 'main' },
  'accounts.pause': { accountId: 'a1', paused: true },
  'accounts.remove': { accountId: 'a1', evenIfKept: false },
  'accounts.unlock': {},
  'updates.state': {},
  'updates.look': {},
  'updates.skip': { skipped: true },
  'updates.open-page': {},
  'login.state': {},
  'login.change': { start: 'minimised' },
  'settings.load': {},
  'settings.save': { settings: defaultSettings },
  'export.csv': { name: 'orders.csv', text: 'id\n1\n' },
  'clipboard.write': { text: '97,404.5' },
  'window.control': { action: 'minimise' },
};

describe('a request', () => {
  test.each(requestNames)('%s of the right shape is answered', async (name) => {
    const { answer, reports } = bridge();
    expect(await answer(name, right[name])).toMatchObject({ ok: true });
    expect(reports).toEqual([]);
  });

  test.each(requestNames)('%s of a wrong shape is refused with a sentence', async (name) => {
    let nowMs = 0;
    const { answer, calls } = bridge({}, () => (nowMs += 10_000));
    const wrong: readonly unknown[] = [
      null,
      undefined,
      7,
      'text',
      [],
      { ...right[name], surplus: 1 },
      ...Object.keys(right[name]).map((key) => ({ ...right[name], [key]: Symbol.iterator })),
      ...Object.keys(right[name]).map((key) => without(right[name], key)),
    ];
    for (const payload of wrong) {
      const result = await answer(name, payload);
      expect(result, String(payload)).toMatchObject({ ok: false, error: { code: 'bad-payload' } });
    }
    expect(calls).toEqual([]);
  });

  test.each(['toString', '__proto__', 'constructor', 'no.such', 7, null, undefined, {}])(
    'named %s is unknown',
    async (name) => {
      const { answer } = bridge();
      expect(await answer(name, {})).toMatchObject({ ok: false, error: { code: 'unknown-request' } });
    },
  );

  test('that no table has is refused, whatever its key', async () => {
    const { answer } = bridge();
    expect(await answer('rows.raw', { table: '__proto__', key: 'x' })).toMatchObject({ ok: false });
    expect(await answer('rows.raw', { table: 'order', key: 'x'.repeat(401) })).toMatchObject({ ok: false });
  });

  test('whose handler fails answers with a sentence and keeps the cause to itself', async () => {
    const { answer, reports } = bridge({
      snapshot: () => {
        throw new Error('secret 123');
      },
    });
    const result = await answer('tables.snapshot', { table: 'position' });
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(result)).not.toContain('123');
    expect(reports).toEqual(['request "tables.snapshot"']);
  });
});

describe('a flood of requests', () => {
  test('cannot fill the browser with pages, or make Vigil a burden to the release server', async () => {
    const { answer, calls } = bridge();
    for (let count = 0; count < 100; count++) {
      await answer('updates.open-page', {});
      await answer('updates.look', {});
    }
    expect(calls.filter((name) => name === 'openPage')).toHaveLength(3);
    expect(calls.filter((name) => name === 'look')).toHaveLength(5);
  });

  test('is cut off with a sentence, and forgiven a second later', async () => {
    const time = { nowMs: 0 };
    const { answer, calls } = bridge({}, () => time.nowMs);
    const results = [];
    for (let count = 0; count < 100; count++) results.push(await answer('settings.load', {}));
    expect(calls).toHaveLength(40);
    expect(results.at(-1)).toMatchObject({ ok: false, error: { code: 'too-many-requests' } });
    time.nowMs += 1000;
    expect(await answer('settings.load', {})).toMatchObject({ ok: true });
  });

  test('of one name does not hold up another', async () => {
    const { answer } = bridge();
    for (let count = 0; count < 100; count++) await answer('settings.load', {});
    expect(await answer('app.info', {})).toMatchObject({ ok: true });
  });
});

test('every request of the contract has a schema, and no other name has', () => {
  expect(Object.keys(requests).sort()).toEqual([...requestNames].sort());
  expect(complete).toBe(true);
  expect(new Set(eventNames).size).toBe(eventNames.length);
});

function bridge(changes: Partial<Services> = {}, monoMs = () => 0) {
  const calls: string[] = [];
  const reports: string[] = [];
  const called = <T>(name: string, value: T) => {
    calls.push(name);
    return value;
  };
  const services: Services = {
    info: () =>
      called('info', {
        version: '1',
        electron: '45',
        testRuntime: false,
        platform: 'linux',
        dataFolder: '/tmp',
        notices: [],
      }),
    licences: async () => called('licences', []),
    openNotices: async () => called('openNotices', success(null)),
    diagnostics: () => called('diagnostics', ''),
    loginStart: async () => called('loginStart', { possible: false, why: '' }),
    changeLoginStart: async () => called('changeLoginStart', success({ possible: false, why: '' })),
    snapshot: (table) => called('snapshot', { table, seq: 0, clockMs: 0, rows: [] }),
    raw: () => called('raw', null),
    watch: () => called('watch', null),
    unwatch: () => called('unwatch', null),
    addMarket: async () => called('addMarket', success({ feedId: 'coinbase/public' })),
    removeMarket: async () => called('removeMarket', success(null)),
    reconnect: () => called('reconnect', success(null)),
    resubscribe: () => called('resubscribe', success(null)),
    pauseFeed: () => called('pauseFeed', success(null)),
    fault: () => called('fault', success(null)),
    heal: () => called('heal', success(null)),
    incidents: () => called('incidents', { incidents: [], total: 0 }),
    ask: (fromMs, toMs) => called('ask', whatWasMissed([], fromMs, toMs, toMs)),
    incidentsCsv: () => called('incidentsCsv', ''),
    alerts: () =>
      called('alerts', {
        clockMs: 0,
        pausedUntilMs: null,
        quietUntilMs: null,
        troubles: [],
        unstable: [],
        notificationProblem: null,
      }),
    acknowledge: () => called('acknowledge', null),
    pauseAlerts: () => called('pauseAlerts', null),
    testAlert: async () => called('testAlert', { problem: null }),
    updates: {
      state: () =>
        called('updates', {
          address: null,
          looking: false,
          lastLookMs: null,
          problem: null,
          release: null,
          skipped: false,
        }),
      look: () => called('look', success(null)),
      skip: () => called('skip', success(null)),
      openPage: async () => called('openPage', success(null)),
    },
    accounts: {
      state: () =>
        called('accounts.state', {
          vault: { state: 'ready', headline: '', body: '', command: null, action: null },
          accounts: [],
          venues: [],
          loopbackOnly: false,
          notices: [],
        }),
      add: () => called('accounts.add', success(null)),
      replaceKey: () => called('accounts.replaceKey', success(null)),
      check: async () => called('accounts.check', success(null)),
      rename: async () => called('accounts.rename', success(null)),
      pause: async () => called('accounts.pause', success(null)),
      remove: async () => called('accounts.remove', success(null)),
      unlock: async () => called('accounts.unlock', success(null)),
    },
    settings: () => called('settings', defaultSettings),
    saveSettings: async () => called('saveSettings', success(null)),
    saveFile: async () => called('saveFile', success({ path: null })),
    copy: async () => called('copy', null),
    controlWindow: () => called('controlWindow', null),
    ...changes,
  };
  const answer = createBridge({ services, monoMs, report: (what) => reports.push(what) });
  return { answer, calls, reports };
}

function without(payload: Record<string, unknown>, left: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => key !== left));
}
