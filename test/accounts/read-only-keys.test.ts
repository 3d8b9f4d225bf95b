/** Where settings allow read-only keys only, no key logs in at its venue before the venue has said what it may do. */
import { afterEach, expect, test } from 'vitest';
import type { AccountFeeds } from '../../src/main/accounts/account-life.ts';
import { venueAsker } from '../../src/main/accounts/key-check.ts';
import { accountFeed } from '../../src/main/app/feed-specs.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { createSupervisor, type Supervisor } from '../../src/main/feeds/supervisor.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { bytesOf, toKeychainText } from '../../src/main/vault/credentials.ts';
import { accountsBench, readChecked, storedAccount } from '../support/accounts-bench.ts';
import { type BybitServer, bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { until } from '../support/until.ts';

let bybit: BybitServer;
let supervisor: Supervisor;
afterEach(async () => {
  await supervisor.closeAll();
  await bybit.close();
});

const key = () => ({ key: bybitKey, secret: bytesOf(bybitSecret), passphrase: null });

/** An account that waits for the answer to what its key may do, and a way to give it. */
async function waitingAccount() {
  bybit = await startBybitServer();
  supervisor = createSupervisor({
    ...{ clock: systemClock, random: () => 0.1, fetch, createStore: createTableStore },
  });
  const address = { venue: 'bybit', endpoint: bybit.ws, rest: bybit.rest };
  const bench = accountsBench([storedAccount('main', address)], {
    ...{ clock: systemClock, feeds: feedsOf(supervisor), check: venueAsker(systemClock, fetch) },
  });
  bench.vault.items.set('id-main', toKeychainText(key()));
  bench.wantsReadOnlyKeys();
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  bybit.beforeAnswer = ({ path }) => (path === '/v5/user/query-api' ? answered : undefined);
  await bench.accounts.start();
  await until('the question', () => bybit.requests.some(({ path }) => path === '/v5/user/query-api'));

  /** One that nothing holds back: when it has logged in, another that was opened before it had the time to. */
  async function openAnother(): Promise<void> {
    const entry = { keptIn: 'session', check: readChecked } as const;
    expect(await bench.accounts.add({ ...address, label: 'another' }, key(), entry)).toMatchObject({
      ok: true,
    });
    await until('its login', () => logins() > 0);
  }
  return { ...bench, answer, openAnother };
}

test('with a new label the account goes on waiting, and nothing logs in for it', async () => {
  const { accounts, answer, openAnother, state } = await waitingAccount();
  expect(await accounts.rename('id-main', 'other')).toMatchObject({ ok: true });
  expect(state('other')).toBe('starting');
  await openAnother();
  expect(logins()).toBe(1);
  bybit.permissions = { ...bybit.permissions, readOnly: 0 };
  answer();
  await until('the answer', () => state('other') === 'unusable');
  expect(logins()).toBe(1);
});

test('it logs in under the new label once the venue has said that the key can only read', async () => {
  const { accounts, answer, state } = await waitingAccount();
  await accounts.rename('id-main', 'other');
  expect(bybit.clients).toHaveLength(0);
  answer();
  await until('the answer', () => state('other') === 'open');
  await until('its login', () => logins() === 1);
});

function feedsOf(feeds: Supervisor): AccountFeeds {
  return {
    open(address, label, signer) {
      const spec = accountFeed(address, label, signer);
      feeds.open(spec);
      return spec.id;
    },
    wait: (address, label) => accountFeed(address, label, null).id,
    close: (id) => feeds.close(id),
  };
}

function logins(): number {
  return bybit.clients.flatMap(({ received }) => received).filter((text) => text.includes('"auth"')).length;
}
