/** The second step of the key window: what the key may do, and where it is to be kept. */
import { Eye, KeyRound, LoaderCircle, RefreshCw, ShieldAlert, TriangleAlert } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { KeptIn, KeyRights, VaultView } from '../../preload/contract/accounts.ts';
import type { KeyAnswer, KeyForm } from '../../preload/contract/key-window.ts';
import { Icon } from '../ui/icon.tsx';

export interface CheckedKeyProps {
  readonly form: KeyForm;
  readonly checked: Extract<KeyAnswer, { kind: 'checked' }>;
  readonly problem: string | null;
  readonly vault: VaultView;
  readonly busy: 'check' | 'keep' | null;
  readonly onKeep: (keptIn: KeptIn, beyondReading: boolean) => void;
  readonly onAgain: () => void;
  readonly onCheck: () => void;
  readonly onClose: () => void;
}

export function CheckedKey(props: CheckedKeyProps) {
  const { checked, vault, busy } = props;
  const { beyond, isForbidden, rights } = checked;
  const [isAgreed, setAgreed] = useState(false);
  const isPractice = props.form.sample !== null;
  const [keptIn, setKeptIn] = useState<KeptIn>(isPractice ? 'session' : 'keychain');
  const group = useId();
  const mayKeep = busy === null && !isForbidden && (beyond === null || isAgreed);
  const isNew = props.form.purpose === 'add';

  return (
    <>
      <div className="body">
        <dl className="taken">
          <Known name="Venue">{checked.venueName}</Known>
          <Known name="Label">{checked.label}</Known>
          <Known name="Key">
            <Icon of={KeyRound} /> <span className="mono">{checked.fingerprint}</span>
            <button type="button" className="btn ghost sm" disabled={busy !== null} onClick={props.onAgain}>
              Enter another
            </button>
          </Known>
        </dl>
        {beyond === null ? (
          <div className="promise" role="status">
            <Icon of={Eye} />
            <span>{rights === null ? checked.problem : `This key can only read. ${boundsOf(rights)}`}</span>
          </div>
        ) : (
          <div className="warn" role="alert">
            <Icon of={TriangleAlert} />
            <div>
              <p>
                <b>This key can {beyond}.</b>
              </p>
              <p>
                {isForbidden
                  ? 'Your settings allow read-only keys only. Make a read-only key at the venue and enter that one.'
                  : 'Vigil will never use that, but whoever steals the key can. A read-only key does everything Vigil needs.'}
              </p>
              {!isForbidden && (
                <label className="choice">
                  <input
                    type="checkbox"
                    checked={isAgreed}
                    onChange={({ target }) => setAgreed(target.checked)}
                  />
                  Use this key anyway
                </label>
              )}
            </div>
          </div>
        )}
        {!isPractice && (
          <fieldset>
            <legend>Keep the key</legend>
            <div className="choices">
              {places.map(({ place, words }) => (
                <label key={place} className="choice">
                  <input
                    type="radio"
                    name={group}
                    checked={keptIn === place}
                    disabled={busy !== null}
                    onChange={() => setKeptIn(place)}
                  />
                  {words}
                </label>
              ))}
            </div>
            {props.form.mayCreateKeyring && keptIn === 'keychain' && (
              <p className="mid">
                If this computer has no keyring yet, your system will ask you to choose a password for a new
                one.
              </p>
            )}
          </fieldset>
        )}
        {vault.state === 'waiting' && (
          <p className="keeping" role="status">
            <Icon of={LoaderCircle} />
            <span>
              {vault.headline} {vault.body}
            </span>
          </p>
        )}
        {props.problem !== null && (
          <div className="warn refused" role="alert">
            <Icon of={ShieldAlert} />
            <p>{props.problem}</p>
          </div>
        )}
      </div>
      <footer>
        <button type="button" className="btn ghost" disabled={busy !== null} onClick={props.onCheck}>
          <Icon of={RefreshCw} /> {busy === 'check' ? 'Asking …' : 'Check again'}
        </button>
        <span className="grow" />
        <button type="button" className="btn lg" onClick={props.onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="btn lg primary"
          disabled={!mayKeep}
          onClick={() => props.onKeep(keptIn, isAgreed)}
        >
          {busy === 'keep' ? 'Keeping it …' : isNew ? 'Add account' : 'Keep the key'}
        </button>
      </footer>
    </>
  );
}

function Known({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function boundsOf({ expiresAt, addresses }: KeyRights): string {
  const until = expiresAt === null ? '' : `It expires on ${expiresAt.slice(0, 10)}. `;
  return addresses.length === 0 ? until : `${until}It works from ${addresses.join(', ')} only.`;
}

const places = [
  { place: 'keychain', words: 'In the keychain' },
  { place: 'session', words: 'For this session only, in memory' },
] as const;
