/** Gives an account another label. */
import { type FormEvent, useId, useState } from 'react';
import type { AccountView } from '../../../preload/contract/accounts.ts';
import { renameAccount } from '../../store/accounts.ts';
import { toast } from '../../store/toasts.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Glyph } from '../../ui/glyph.tsx';

export interface RenameAccountProps {
  readonly account: AccountView;
  readonly onClose: () => void;
}

export function RenameAccount({ account, onClose }: RenameAccountProps) {
  const id = useId();
  const [label, setLabel] = useState(account.label);
  const [problem, setProblem] = useState<string | null>(null);

  async function rename(event: FormEvent): Promise<void> {
    event.preventDefault();
    const wanted = label.trim();
    if (wanted === '' || wanted.length > 40) {
      setProblem('A label has 1 to 40 characters, on one line.');
      return;
    }
    const result = await renameAccount(account, wanted);
    if (!result.ok) {
      setProblem(result.error.message);
      return;
    }
    onClose();
    if (wanted !== account.label) toast(`${account.label} is now ${wanted}`);
  }

  return (
    <Dialog
      title={`Rename ${account.venueName} ${account.label}`}
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <button type="button" className="btn lg" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form={id} className="btn lg primary">
            Rename
          </button>
        </>
      }
    >
      <form id={id} className="watch" onSubmit={rename} noValidate>
        <div className="field">
          <label htmlFor={`${id}-label`}>Label</label>
          <span className={problem === null ? 'inp' : 'inp wrong'}>
            <input
              id={`${id}-label`}
              className="grow"
              value={label}
              spellCheck={false}
              autoComplete="off"
              aria-invalid={problem !== null}
              aria-describedby={`${id}-hint`}
              onChange={(event) => {
                setLabel(event.target.value);
                setProblem(null);
              }}
            />
          </span>
          <span id={`${id}-hint`} className="hint">
            {problem === null ? (
              'Its rows carry the label, so its feed starts anew under the new one.'
            ) : (
              <span className="wrong-words" role="alert">
                <Glyph state="refused" /> {problem}
              </span>
            )}
          </span>
        </div>
      </form>
    </Dialog>
  );
}
