/** Everything about one account, at the right of the list. */
import type { ReactNode } from 'react';
import type { AccountView, VaultView } from '../../../preload/contract/accounts.ts';
import { accountSight } from '../../format/account-sight.ts';
import { addressWords, expiryOf, rightsWords } from '../../format/key-rights.ts';
import { dayText } from '../../format/time.ts';
import { checkAccounts, enterKey, pauseAccount } from '../../store/accounts.ts';
import { useSecond } from '../../store/main-clock.ts';
import { navigate } from '../../store/navigation.ts';
import { tables, useRow } from '../../store/tables.ts';
import { CloseButton } from '../../ui/close-button.tsx';
import { AccountMoney } from './account-money.tsx';
import { CureButton, checkedWords, DataAge, KeptIn, Problem, SightGlyph } from './account-parts.tsx';
import { PermissionTags } from './permission-tags.tsx';

export interface AccountDrawerProps {
  readonly account: AccountView;
  readonly vault: VaultView;
  readonly onRename: (account: AccountView) => void;
  readonly onRemove: (account: AccountView) => void;
  readonly onClose: () => void;
}

export function AccountDrawer(props: AccountDrawerProps) {
  useSecond();
  const { account, vault } = props;
  const feed = useRow(tables.feed, account.feedId ?? '') ?? null;
  const sight = accountSight(account, feed);
  const { rights, feedId } = account;
  const expiry = expiryOf(rights?.expiresAt ?? null, Date.now());
  return (
    <aside className="drawer" aria-label={`${account.venueName} ${account.label}`}>
      <div className="dh">
        <div className="tt">
          <SightGlyph state={sight.state} />
          <span>
            <span className="mid">{account.venueName}</span> {account.label}
          </span>
          <span className="grow" />
          <CloseButton onClose={props.onClose} />
        </div>
        <div className="st">
          <DataAge sight={sight} feed={feed} />
        </div>
      </div>
      <div className="db">
        {sight.problem !== '' && (
          <div className={sight.needsUser ? 'account-why needs' : 'account-why'}>
            <p>
              <Problem sight={sight} />
            </p>
            {sight.cure !== null && (
              <CureButton account={account} cure={sight.cure} vault={vault} className="btn sm" />
            )}
          </div>
        )}
        <div className="sec">The key</div>
        <div className="account-rights">
          <PermissionTags account={account} isRefused={sight.state === 'refused' && sight.cure !== null} />
          <p>{rightsWords(rights)}</p>
          {rights !== null && rights.words.length > 0 && (
            <p className="mid">The venue’s words: {rights.words.join(', ')}.</p>
          )}
          {(rights?.trade === true || rights?.withdraw === true) && (
            <p className="mid">
              Vigil never uses that, but whoever steals the key can. A read-only key does everything Vigil
              needs.
            </p>
          )}
          {account.checkProblem !== null && <p className="mid">Last check: {account.checkProblem}</p>}
        </div>
        <dl className="account-facts">
          <Fact name="Expires">
            {expiry === null ? (
              <span className="dim">{rights === null ? '?' : 'not that the venue tells'}</span>
            ) : (
              <span className={expiry.isSoon ? 'soon' : undefined}>
                {expiry.day}, {expiry.left}
              </span>
            )}
          </Fact>
          <Fact name="Works from">{rights === null ? '?' : addressWords(rights.addresses)}</Fact>
          <Fact name="Fingerprint">
            <span className="mono">{account.fingerprint}</span>
          </Fact>
          <Fact name="Kept in">
            <KeptIn account={account} />
          </Fact>
          <Fact name="Last check">{checkedWords(account, Date.now())}</Fact>
          <Fact name="Added">{dayText(account.createdMs)}</Fact>
          {account.endpoint !== null && <Fact name="Address">{account.endpoint}</Fact>}
          {account.rest !== null && <Fact name="REST address">{account.rest}</Fact>}
        </dl>
        <AccountMoney account={account} />
      </div>
      <div className="account-foot">
        <Press label="Check" isOff={account.checking} onPress={() => void checkAccounts(account)} />
        <Press label="Replace key" onPress={() => void enterKey(account)} />
        <Press label="Rename" onPress={() => props.onRename(account)} />
        <Press
          label={account.state === 'paused' ? 'Resume' : 'Pause'}
          onPress={() => void pauseAccount(account, account.state !== 'paused')}
        />
        {feedId !== null && <Press label="Show feed" onPress={() => navigate('feeds', { feedId })} />}
        <Press label="Remove" onPress={() => props.onRemove(account)} />
      </div>
    </aside>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface PressProps {
  readonly label: string;
  readonly isOff?: boolean;
  readonly onPress: () => void;
}

function Press({ label, isOff = false, onPress }: PressProps) {
  return (
    <button type="button" className="btn sm" disabled={isOff} onClick={onPress}>
      {label}
    </button>
  );
}
