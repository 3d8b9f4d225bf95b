/** The first step of the key window: venue, label, key, secret and what else the venue asks for. */
import { ChevronDown, Eye, FileText, FlaskConical, ShieldAlert } from 'lucide-react';
import { type ChangeEvent, type FormEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { VaultView } from '../../preload/contract/accounts.ts';
import type { KeyAnswer, KeyField, KeyForm } from '../../preload/contract/key-window.ts';
import { Icon } from '../ui/icon.tsx';
import { readKeyLines } from './key-file.ts';
import { TextField } from './text-field.tsx';

export interface TypedKeyProps {
  readonly form: KeyForm;
  readonly venue: string;
  readonly answer: KeyAnswer | null;
  readonly problem: string | null;
  readonly vault: VaultView;
  readonly isBusy: boolean;
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly onVenue: (venue: string) => void;
  readonly onPractice: () => void;
  readonly onSubmit: (event: FormEvent) => void;
  readonly onClose: () => void;
}

export function TypedKey(props: TypedKeyProps) {
  const { form, venue, answer, formRef } = props;
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const chosen = form.venues.find((one) => one.id === venue);
  const isNew = form.purpose === 'add';
  const { sample } = form;
  const isKeyNext = !isNew || sample !== null || answer?.kind === 'refused';
  const nextField = answer?.kind === 'form' ? answer.field : isKeyNext ? 'key' : 'label';
  useEffect(() => {
    const field = formRef.current?.elements.namedItem(nextField);
    if (field instanceof HTMLInputElement) field.focus();
  }, [nextField, formRef]);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const problemOf = (field: KeyField) =>
    answer?.kind === 'form' && answer.field === field ? answer.message : null;
  const refused = answer?.kind === 'refused' ? answer.message : props.problem;
  const needsAddress = chosen?.needsEndpoint === true || form.loopbackOnly;

  async function takeFile({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const lines = readKeyLines((await target.files?.[0]?.text()) ?? '');
    target.value = '';
    setFileProblem(
      lines === null ? 'A key file has the key, the secret and, if any, the passphrase: a line each.' : null,
    );
    for (const [name, value] of Object.entries(lines ?? {})) {
      const field = formRef.current?.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
  }

  return (
    <>
      <form id={id} ref={formRef} className="body" onSubmit={props.onSubmit} noValidate>
        <div className="two">
          <div className="field">
            <label htmlFor={`${id}-venue`}>Venue</label>
            <span className="inp">
              <select
                id={`${id}-venue`}
                value={venue}
                disabled={!isNew || sample !== null}
                onChange={({ target }) => props.onVenue(target.value)}
              >
                {form.venues.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
              <Icon of={ChevronDown} />
            </span>
          </div>
          <TextField
            name="label"
            label="Label"
            {...(isNew ? { hint: 'your own name for it' } : {})}
            initial={form.label}
            isFixed={!isNew}
            problem={problemOf('label') ?? problemOf('venue')}
          />
        </div>
        {isNew && sample === null && (
          <div className="two">
            <TextField
              name="endpoint"
              label="Address"
              hint={needsAddress ? 'of a compatible server, wss://…' : 'optional'}
              problem={problemOf('endpoint')}
            />
            <TextField name="rest" label="REST address" hint="optional" problem={problemOf('rest')} />
          </div>
        )}
        <TextField name="key" label="API key" initial={sample?.key ?? ''} isKey problem={problemOf('key')} />
        <div className="two">
          <TextField
            name="secret"
            label="Secret"
            initial={sample?.secret ?? ''}
            isSecret
            problem={problemOf('secret')}
          />
          {chosen?.needsPassphrase === true && (
            <TextField
              name="passphrase"
              label="Passphrase"
              hint={`${chosen.name} asks for one`}
              isSecret
              problem={problemOf('passphrase')}
            />
          )}
        </div>
        {sample === null ? (
          <div className="promise">
            <Icon of={Eye} />
            <span>
              Vigil only reads. It contains no code that can place, change or cancel an order. The key goes
              into the keychain of this computer and nowhere else.
            </span>
          </div>
        ) : (
          <div className="promise">
            <Icon of={FlaskConical} />
            <span>
              A practice Bybit runs on this computer now, with made-up money. Its key is filled in, where
              yours would be pasted. It is gone when Vigil closes.
            </span>
          </div>
        )}
        {isNew && sample === null && (
          <div className="promise">
            <Icon of={FlaskConical} />
            <span>
              {form.loopbackOnly
                ? 'This is the test-only runtime: only a server on this computer is accepted. Keys of real venues do not belong here. '
                : 'No key at hand? '}
              <button type="button" className="link" onClick={props.onPractice}>
                Try it with a practice Bybit
              </button>
            </span>
          </div>
        )}
        {(refused ?? fileProblem) !== null && (
          <div className="warn refused" role="alert">
            <Icon of={ShieldAlert} />
            <p>{refused ?? fileProblem}</p>
          </div>
        )}
      </form>
      <footer>
        <button type="button" className="btn ghost" onClick={() => file.current?.click()}>
          <Icon of={FileText} /> From a file
        </button>
        <input ref={file} type="file" hidden onChange={takeFile} />
        <span className="grow" />
        <button type="button" className="btn lg" onClick={props.onClose}>
          Cancel
        </button>
        <button type="submit" form={id} className="btn lg primary" disabled={props.isBusy}>
          {props.isBusy ? 'Asking the venue …' : 'Check the key'}
        </button>
      </footer>
    </>
  );
}
