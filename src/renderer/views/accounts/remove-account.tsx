/** The second question before an account and its key are gone. */
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { AccountView } from '../../../preload/contract/accounts.ts';
import { removeAccount } from '../../store/accounts.ts';
import { toast } from '../../store/toasts.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';

export interface RemoveAccountProps {
  readonly account: AccountView;
  readonly onClose: () => void;
}

export function RemoveAccount({ account, onClose }: RemoveAccountProps) {
  const [problem, setProblem] = useState<{ readonly code: string; readonly message: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const name = `${account.venueName} ${account.label}`;
  const isUnverified = problem?.code === 'not-verified';

  async function remove(): Promise<void> {
    setBusy(true);
    const result = await removeAccount(account, isUnverified);
    setBusy(false);
    if (!result.ok) {
      setProblem(result.error);
      return;
    }
    onClose();
    if (isUnverified) toast(`${name} is forgotten`, 'Its key may still be in the keychain.');
    else toast(`${name} is removed`, gone[account.keptIn]);
  }

  return (
    <Dialog
      title={`Remove ${name}?`}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn lg" onClick={onClose}>
            Keep it
          </button>
          <span className="grow" />
          <button type="button" className="btn lg" disabled={busy} onClick={remove}>
            {isUnverified ? 'Forget the account all the same' : 'Remove account and key'}
          </button>
        </>
      }
    >
      <p>
        {account.keptIn === 'keychain'
          ? 'Its key is deleted from the keychain of this computer, and Vigil makes sure that it is gone.'
          : 'Its key is forgotten at once; it was in memory only.'}{' '}
        Its rows disappear. At {account.venueName} nothing changes: the key stays valid there until you delete
        it.
      </p>
      {problem !== null && (
        <p className="account-warning" role="alert">
          <Icon of={TriangleAlert} />
          {problem.message}
        </p>
      )}
    </Dialog>
  );
}

const gone = {
  keychain: 'Its key is gone from the keychain.',
  session: 'Its key is gone from memory.',
} as const;
