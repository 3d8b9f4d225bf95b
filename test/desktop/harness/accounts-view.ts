/** Accounts of the running app, as its window and its key window see them. */
import type { Page } from 'playwright';
import type { PracticeVenue } from '../../../src/main/simulator/practice-venue.ts';
import type { AccountsView, AccountView } from '../../../src/preload/contract/accounts.ts';
import type { RequestPayload } from '../../../src/preload/contract/requests.ts';
import type { RunningApp } from '../../support/running-app.ts';

type AccountRequest = Extract<Parameters<typeof window.vigil.request>[0], `accounts.${string}`>;

export async function accountsOf({ page }: RunningApp): Promise<AccountsView> {
  const state = await page.evaluate(() => window.vigil.request('accounts.state', {}));
  if (!state.ok) throw new Error(state.error.message);
  return state.value;
}

export async function accountNamed(running: RunningApp, label: string): Promise<AccountView> {
  const found = (await accountsOf(running)).accounts.find((one) => one.label === label);
  if (found === undefined) throw new Error(`There is no account ${label}.`);
  return found;
}

/** The answer's error in words, or null. */
export async function askAccounts<N extends AccountRequest>(
  { page }: RunningApp,
  name: N,
  payload: RequestPayload<N>,
): Promise<string | null> {
  const answer = await page.evaluate(
    ([asked, given]) => window.vigil.request(asked as 'accounts.state', given as Record<string, never>),
    [name, payload] as const,
  );
  return answer.ok ? null : `${answer.error.code}: ${answer.error.message}`;
}

export async function openKeyWindow(
  running: RunningApp,
  request: { readonly venue: string } | { readonly accountId: string } = { venue: 'bitmex' },
): Promise<Page> {
  const opened = running.app.waitForEvent('window');
  const problem =
    'venue' in request
      ? await askAccounts(running, 'accounts.add', request)
      : await askAccounts(running, 'accounts.replace-key', request);
  if (problem !== null) throw new Error(problem);
  const page = await opened;
  await page.getByRole('button', { name: 'Check the key' }).waitFor();
  return page;
}

export interface Typed {
  readonly label?: string;
  readonly endpoint?: string;
  readonly rest?: string;
  /** Absent: it is in its field already. */
  readonly key?: string;
  readonly secret?: string;
}

/** The practice venue's own key, for an account there. */
export function keyAt({ wsUrl, restUrl, key, secret }: PracticeVenue, label: string): Required<Typed> {
  return { label, endpoint: wsUrl, rest: restUrl, key, secret };
}

/** Types a key and asks the venue about it. */
export async function typeKey(page: Page, typed: Typed): Promise<void> {
  const { label, endpoint, rest, key, secret } = typed;
  if (label !== undefined) await page.getByLabel('Label').fill(label);
  if (endpoint !== undefined) await page.getByLabel('Address', { exact: false }).first().fill(endpoint);
  if (rest !== undefined) await page.getByLabel('REST address').fill(rest);
  if (key !== undefined) await page.getByLabel('API key').fill(key);
  if (secret !== undefined) await page.getByLabel('Secret').fill(secret);
  await page.getByRole('button', { name: 'Check the key' }).click();
}

/** Keeps a key that was checked, and waits until the window is gone. */
export async function keepKey(page: Page): Promise<void> {
  const closed = page.waitForEvent('close');
  await page.getByRole('button', { name: /^(Add account|Keep the key)$/ }).click();
  await closed;
}

export async function addAccount(running: RunningApp, typed: Typed): Promise<void> {
  const page = await openKeyWindow(running);
  await typeKey(page, typed);
  await keepKey(page);
}

export function untilAccount(
  running: RunningApp,
  label: string,
  state: AccountsView['accounts'][number]['state'],
): Promise<void> {
  return untilAccounts(running, { label, state });
}

/** Until an account, or the keychain, is in this state; told by the app, not asked for again and again. */
export function untilAccounts(
  { page }: RunningApp,
  wanted: { readonly label?: string; readonly state?: string; readonly vault?: string },
): Promise<void> {
  return page.evaluate(
    ({ label, state, vault }) =>
      new Promise<void>((done) => {
        const look = (view: AccountsView) => {
          const found = view.accounts.find((account) => account.label === label);
          if (label !== undefined && found?.state !== state) return;
          if (vault !== undefined && view.vault.state !== vault) return;
          end();
          done();
        };
        const end = window.vigil.subscribe('accounts.changed', look);
        void window.vigil.request('accounts.state', {}).then((answer) => answer.ok && look(answer.value));
      }),
    wanted,
  );
}

/** Until the account is in the app's list no more. */
export function untilForgotten({ page }: RunningApp, label: string): Promise<void> {
  return page.evaluate(
    (wanted) =>
      new Promise<void>((done) => {
        const look = ({ accounts }: AccountsView) => {
          if (accounts.some((account) => account.label === wanted)) return;
          end();
          done();
        };
        const end = window.vigil.subscribe('accounts.changed', look);
        void window.vigil.request('accounts.state', {}).then((answer) => answer.ok && look(answer.value));
      }),
    label,
  );
}

/** Process ids of the vault: none while it has nothing to do. */
export function vaultPids({ app }: RunningApp): Promise<number[]> {
  return app.evaluate((electron) =>
    electron.app
      .getAppMetrics()
      .filter(({ type, name }) => type === 'Utility' && name === 'Vigil vault')
      .map(({ pid }) => pid),
  );
}
