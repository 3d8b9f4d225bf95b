/** Every account: what its key may do, where the key is, how fresh its data are, and what to do about it. */
import { Eye, FlaskConical, KeyRound, Lock, Plus, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { AccountsView as Accounts, AccountView } from '../../../preload/contract/accounts.ts';
import { addAccount, checkAccounts, useAccounts } from '../../store/accounts.ts';
import { useWide } from '../../store/look.ts';
import { ViewTitle } from '../../tables/view-title.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useViewKeys } from '../view-keys.ts';
import { AccountDrawer } from './account-drawer.tsx';
import { AccountRow } from './account-row.tsx';
import { RemoveAccount } from './remove-account.tsx';
import { RenameAccount } from './rename-account.tsx';
import './accounts.css';

interface Asked {
  readonly what: 'rename' | 'remove';
  readonly account: AccountView;
}

export function AccountsView() {
  const view = useAccounts();
  const [selected, setSelected] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const accounts = view?.accounts ?? [];
  const open = accounts.find(({ id }) => id === selected) ?? null;
  const close = () => setAsked(null);
  const ask = (what: Asked['what']) => (account: AccountView) => setAsked({ what, account });

  useViewKeys(({ key }) => {
    if (key === 'Escape' && open !== null) {
      setSelected(null);
      return true;
    }
    return false;
  });

  return (
    <div className="split">
      <div className="col grow">
        <div className="tb">
          <ViewTitle title="Accounts" count={accounts.length} />
          <span className="grow" />
          {accounts.length > 0 && (
            <>
              <button type="button" className="btn" onClick={() => void checkAccounts(null)}>
                <Icon of={ShieldCheck} />
                Check all
              </button>
              <button type="button" className="btn primary" onClick={() => void addAccount()}>
                <Icon of={Plus} />
                Add an account
              </button>
            </>
          )}
        </div>
        {view === null ? (
          <Empty
            picture={<Glyph state="connecting" />}
            title="Waiting for the list of accounts"
            text="It usually takes less than 1 s."
          />
        ) : (
          <>
            <Notes view={view} />
            {accounts.length === 0 ? (
              <Empty
                picture={<Icon of={KeyRound} />}
                title="No accounts yet"
                text="Paste a read-only key of a venue, and its positions, orders and balances appear here, live. The key is typed into a small window of its own and goes from there into the keychain. That window also has a practice key to try it with."
                action={{ label: 'Add an account', run: () => void addAccount() }}
              />
            ) : (
              <Table
                view={view}
                selected={open?.id ?? null}
                onSelect={(id) => setSelected(id === selected ? null : id)}
                onRename={ask('rename')}
                onRemove={ask('remove')}
              />
            )}
            <Promises loopbackOnly={view.loopbackOnly} />
          </>
        )}
      </div>
      {open !== null && view !== null && (
        <AccountDrawer
          account={open}
          vault={view.vault}
          onRename={ask('rename')}
          onRemove={ask('remove')}
          onClose={() => setSelected(null)}
        />
      )}
      {asked?.what === 'rename' && <RenameAccount account={asked.account} onClose={close} />}
      {asked?.what === 'remove' && <RemoveAccount account={asked.account} onClose={close} />}
    </div>
  );
}

interface TableProps {
  readonly view: Accounts;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  readonly onRename: (account: AccountView) => void;
  readonly onRemove: (account: AccountView) => void;
}

function Table({ view, selected, ...on }: TableProps) {
  const isWide = useWide();
  const isNarrow = selected !== null && !isWide;
  const shown = columns.filter(({ wideOnly }) => !isNarrow || wideOnly !== true);
  return (
    <div className="tw">
      <table className={isNarrow ? 't comfy accounts narrow' : 't comfy accounts'} aria-label="Accounts">
        <colgroup>
          {shown.map(({ head, width }) => (
            <col
              key={head}
              style={width === null ? undefined : { width: isWide ? width * wideRatio : width }}
            />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ head, name, right, wideOnly }, index) => (
              <th
                key={head}
                scope="col"
                className={[
                  index === 0 ? 'gl' : '',
                  right === true ? 'r' : '',
                  index === columns.length - 1 ? 'last' : '',
                  wideOnly === true ? 'wide-only' : '',
                ]
                  .join(' ')
                  .trim()}
              >
                {name === undefined ? <span className="sr">{head}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        {view.accounts.map((account) => (
          <AccountRow
            key={account.id}
            account={account}
            vault={view.vault}
            isSelected={account.id === selected}
            columns={shown.length}
            {...on}
          />
        ))}
      </table>
    </div>
  );
}

/** Wide windows have larger type. */
const wideRatio = 1.16;

interface Head {
  readonly head: string;
  readonly name?: string;
  readonly width: number | null;
  readonly right?: boolean;
  readonly wideOnly?: boolean;
}

const columns: readonly Head[] = [
  { head: 'State', width: 26 },
  { head: 'Venue', name: 'Venue', width: 92 },
  { head: 'Label', name: 'Label', width: 110 },
  { head: 'The key may', name: 'The key may', width: 200 },
  { head: 'Bound', name: 'Valid', width: 124, wideOnly: true },
  { head: 'Fingerprint', name: 'Fingerprint', width: 100, wideOnly: true },
  { head: 'Kept in', name: 'Kept in', width: 104, wideOnly: true },
  { head: 'Last check', name: 'Last check', width: 94 },
  { head: 'Age of data', name: 'Age of data', width: 84, right: true },
  { head: 'Actions', width: null, right: true },
];

function Notes({ view }: { readonly view: Accounts }) {
  return (
    <>
      {view.notices.map((notice) => (
        <div key={notice} className="banner late" role="note">
          <Glyph state="late" />
          <div className="bt">{notice}</div>
        </div>
      ))}
    </>
  );
}

function Promises({ loopbackOnly }: Pick<Accounts, 'loopbackOnly'>) {
  return (
    <div className="account-promises">
      <p>
        <Icon of={Lock} />
        <span>
          <b>Keys live in the keychain of this computer.</b> The window, the log and the settings file never
          see them. Removing an account deletes its key.
        </span>
      </p>
      <p>
        <Icon of={Eye} />
        <span>
          <b>Vigil only reads.</b> No part of it can place, change or cancel an order, even with a key that
          could.
        </span>
      </p>
      {loopbackOnly && (
        <p>
          <Icon of={FlaskConical} />
          <span>
            <b>This is the test-only runtime.</b> Only servers on this computer are accepted here, such as the
            practice Bybit that “Add an account” offers; keys of real venues are not.
          </span>
        </p>
      )}
    </div>
  );
}
