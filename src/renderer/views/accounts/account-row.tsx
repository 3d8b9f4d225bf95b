/** One account: what its key may do, where it is kept, how old its data are, and what can be done. */
import type { AccountView, VaultView } from '../../../preload/contract/accounts.ts';
import { accountSight } from '../../format/account-sight.ts';
import { expiryOf } from '../../format/key-rights.ts';
import { checkAccounts, pauseAccount } from '../../store/accounts.ts';
import { useSecond } from '../../store/main-clock.ts';
import { tables, useRow } from '../../store/tables.ts';
import { CureButton, checkedWords, DataAge, KeptIn, Problem, SightGlyph } from './account-parts.tsx';
import { PermissionTags } from './permission-tags.tsx';

export interface AccountRowProps {
  readonly account: AccountView;
  readonly vault: VaultView;
  readonly isSelected: boolean;
  /** Columns of the table as it is shown. */
  readonly columns: number;
  readonly onSelect: (id: string) => void;
  readonly onRename: (account: AccountView) => void;
  readonly onRemove: (account: AccountView) => void;
}

export function AccountRow(props: AccountRowProps) {
  useSecond();
  const { account, vault, isSelected } = props;
  const feed = useRow(tables.feed, account.feedId ?? '') ?? null;
  const sight = accountSight(account, feed);
  const name = `${account.venueName} ${account.label}`;
  const select = () => props.onSelect(account.id);
  const { cure } = sight;
  return (
    <tbody data-account={account.label}>
      <tr aria-selected={isSelected} className={isSelected ? 'sel' : undefined} onClick={select}>
        <td className="gl">
          <SightGlyph state={sight.state} />
        </td>
        <td>
          <span className="mid">{account.venueName}</span>
        </td>
        <td>
          <button
            type="button"
            className="account-name"
            title={`Details of ${name}`}
            aria-expanded={isSelected}
            onClick={(event) => {
              event.stopPropagation();
              select();
            }}
          >
            {account.label}
          </button>
        </td>
        <td>
          <PermissionTags account={account} isRefused={sight.state === 'refused' && cure === 'replace-key'} />
        </td>
        <td className="wide-only">
          <Bounds account={account} />
        </td>
        <td className="wide-only">
          <span className="mono mid">{account.fingerprint}</span>
        </td>
        <td className="wide-only">
          <KeptIn account={account} />
        </td>
        <td>
          <span className="mid">{checkedWords(account, Date.now())}</span>
        </td>
        <td className="r">
          <DataAge sight={sight} feed={feed} />
        </td>
        <td className="r last">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: keeps a press of a button from selecting the row */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: keeps a press of a button from selecting the row */}
          <span className="account-acts" onClick={(event) => event.stopPropagation()}>
            {cure !== 'unlock' && cure !== 'enter-key' && cure !== 'resume' && (
              <Act
                label="Check"
                of={name}
                isOff={account.checking}
                onPress={() => void checkAccounts(account)}
              />
            )}
            {cure !== null && (
              <CureButton account={account} cure={cure} vault={vault} className="btn ghost sm" />
            )}
            {cure === null && <Act label="Rename" of={name} onPress={() => props.onRename(account)} />}
            {cure === null && (
              <Act label="Pause" of={name} onPress={() => void pauseAccount(account, true)} />
            )}
            <Act label="Remove" of={name} onPress={() => props.onRemove(account)} />
          </span>
        </td>
      </tr>
      {sight.problem !== '' && (
        <tr className={sight.needsUser ? 'account-problem needs' : 'account-problem'}>
          <td />
          <td colSpan={props.columns - 1}>
            <Problem sight={sight} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

interface ActProps {
  readonly label: string;
  readonly of: string;
  readonly isOff?: boolean;
  readonly onPress: () => void;
}

function Act({ label, of, isOff = false, onPress }: ActProps) {
  return (
    <button
      type="button"
      className="btn ghost sm"
      aria-label={`${label}: ${of}`}
      disabled={isOff}
      onClick={onPress}
    >
      {label}
    </button>
  );
}

/** Until when and from where the key works, as far as the venue tells. */
function Bounds({ account }: { readonly account: AccountView }) {
  const { rights } = account;
  const expiry = expiryOf(rights?.expiresAt ?? null, Date.now());
  const count = rights?.addresses.length ?? 0;
  if (expiry === null && count === 0) return <span className="dim">–</span>;
  return (
    <span className="mid bounds" title={rights?.addresses.join(', ')}>
      {expiry !== null && (
        <span className={expiry.isSoon ? 'soon' : undefined} title={`Expires ${expiry.left}`}>
          until {expiry.day}
        </span>
      )}
      {count > 0 && (
        <span>
          from {count} {count === 1 ? 'address' : 'addresses'}
        </span>
      )}
    </span>
  );
}
