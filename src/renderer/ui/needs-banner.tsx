/** The banner for what waits for the user: a locked keychain, a key that is gone, a venue that turns one away. */
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { AccountsView, AccountView, VaultView } from '../../preload/contract/accounts.ts';
import type { TroubleView } from '../../preload/contract/alerts.ts';
import { bridge } from '../bridge.ts';
import { accountSight, waitsForKeychain } from '../format/account-sight.ts';
import { checkAccounts, enterKey, unlockKeychain } from '../store/accounts.ts';
import { navigate } from '../store/navigation.ts';
import { tables, useRow } from '../store/tables.ts';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';

export interface NeedsBannerProps {
  readonly trouble: TroubleView;
  readonly more: number;
  readonly accounts: AccountsView | null;
}

export function NeedsBanner({ trouble, more, accounts }: NeedsBannerProps) {
  const account = accounts?.accounts.find(({ feedId }) => feedId === trouble.feedId);
  if (accounts === null || account === undefined) return <FeedBanner trouble={trouble} more={more} />;
  if (!waitsForKeychain(account)) return <AccountBanner account={account} trouble={trouble} more={more} />;
  const waiting = accounts.accounts.filter(waitsForKeychain).length;
  return <KeychainBanner vault={accounts.vault} account={account} more={Math.max(0, more - waiting + 1)} />;
}

interface KeychainBannerProps {
  readonly vault: VaultView;
  readonly account: AccountView;
  readonly more: number;
}

function KeychainBanner({ vault, account, more }: KeychainBannerProps) {
  const { headline, body, command, action } = vault;
  return (
    <div className="banner needs" role="alert">
      <Glyph state="waiting" />
      <div className="bt">
        <b>{headline || 'The keychain did not give a key.'}</b>{' '}
        <span className="mid">{body || account.message}</span>
        <More count={more} />
      </div>
      {command !== null && <CopyCommand command={command} />}
      {vault.state === 'unavailable' && (
        <button type="button" className="btn" onClick={() => void enterKey(account)}>
          Enter for this session
        </button>
      )}
      {action !== null && (
        <button type="button" className="btn" onClick={() => void unlockKeychain()}>
          {action}
        </button>
      )}
    </div>
  );
}

function CopyCommand({ command }: { readonly command: string }) {
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    const result = await bridge.request('clipboard.write', { text: command });
    setCopied(result.ok);
  }
  return (
    <span className="command">
      <code>{command}</code>
      <button
        type="button"
        className="btn ghost ico sm"
        aria-label="Copy the command"
        title={copied ? 'Copied' : 'Copy the command'}
        onClick={() => void copy()}
      >
        <Icon of={copied ? Check : Copy} />
      </button>
    </span>
  );
}

interface AccountBannerProps {
  readonly account: AccountView;
  readonly trouble: TroubleView;
  readonly more: number;
}

function AccountBanner({ account, trouble, more }: AccountBannerProps) {
  const feed = useRow(tables.feed, trouble.feedId) ?? null;
  const { problem, cure, word } = accountSight(account, feed);
  return (
    <div className="banner needs" role="alert">
      <Glyph state={trouble.kind} />
      <div className="bt">
        <b>
          {account.venueName} {account.label}: {word ?? trouble.kind}.
        </b>{' '}
        <span className="mid">{problem || trouble.body}</span>
        <More count={more} />
      </div>
      {cure === 'replace-key' && (
        <button type="button" className="btn" onClick={() => void checkAccounts(account)}>
          Check again
        </button>
      )}
      <button type="button" className="btn" onClick={() => void enterKey(account)}>
        {cure === 'enter-key' ? 'Enter key' : 'Replace key'}
      </button>
    </div>
  );
}

function FeedBanner({ trouble, more }: { readonly trouble: TroubleView; readonly more: number }) {
  return (
    <div className="banner needs" role="alert">
      <Glyph state={trouble.kind} />
      <div className="bt">
        <b>{trouble.headline}.</b> <span className="mid">{trouble.body}</span>
        <More count={more} />
      </div>
      <button type="button" className="btn" onClick={() => navigate('feeds', { feedId: trouble.feedId })}>
        Show feed
      </button>
    </div>
  );
}

function More({ count }: { readonly count: number }) {
  return count === 0 ? null : <span className="more"> and {count} more</span>;
}
