/** One labelled field of the key window; secrets are masked and never shown. */
import { type ClipboardEvent, type ReactNode, useId } from 'react';
import { Glyph } from '../ui/glyph.tsx';
import { folded } from './key-file.ts';

export interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isSecret?: boolean;
  readonly isKey?: boolean;
  readonly initial?: string;
  readonly isFixed?: boolean;
  readonly problem: string | null;
}

/** Uncontrolled: what is typed stays in the field and in no state of the page. */
export function TextField(props: TextFieldProps) {
  const { name, label, hint, isSecret = false, isKey = false, initial = '', problem } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {hint !== undefined && <span className="dim">{hint}</span>}
      </label>
      <span className={`inp${problem === null ? '' : ' wrong'}${isKey ? ' mono' : ''}`}>
        <input
          id={id}
          name={name}
          type={isSecret ? 'password' : 'text'}
          defaultValue={initial}
          readOnly={props.isFixed === true}
          spellCheck={false}
          autoComplete="off"
          onPaste={isSecret ? pasteFolded : undefined}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
        />
      </span>
      {problem !== null && <Wrong id={`${id}-problem`}>{problem}</Wrong>}
    </div>
  );
}

/** A field of one line would join the lines of a private key. */
function pasteFolded(event: ClipboardEvent<HTMLInputElement>): void {
  const text = event.clipboardData.getData('text').trim();
  if (!text.includes('\n')) return;
  event.preventDefault();
  const { currentTarget: field } = event;
  field.setRangeText(folded(text), field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
}

function Wrong({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <span id={id} className="wrong-words" role="alert">
      <Glyph state="refused" /> {children}
    </span>
  );
}
