/** A small field that takes what was typed when it is left, and says what it expects when it can't. */
import { useEffect, useState } from 'react';

export interface TypedFieldProps<V> {
  readonly label: string;
  readonly value: V;
  readonly show: (value: V) => string;
  /** null: this is no such value. */
  readonly parse: (text: string) => V | null;
  /** `A time like 23:00` */
  readonly expects: string;
  readonly width: number;
  readonly unit?: string;
  readonly disabled?: boolean;
  readonly onChange: (value: V) => void;
}

export function TypedField<V>(props: TypedFieldProps<V>) {
  const { label, value, show, parse, expects, width, unit, disabled = false, onChange } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const parsed = draft === null ? value : parse(draft);
  const wrong = parsed === null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new value from outside ends what was typed
  useEffect(() => setDraft(null), [value]);

  function take(): void {
    if (draft === null || parsed === null) return;
    setDraft(null);
    if (show(parsed) !== show(value)) onChange(parsed);
  }

  return (
    <span className="typed">
      <label className={wrong ? 'inp sm wrong' : 'inp sm'} style={{ width }}>
        <input
          className="grow"
          aria-label={label}
          aria-invalid={wrong}
          disabled={disabled}
          value={draft ?? show(value)}
          spellCheck={false}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => (wrong ? setDraft(null) : take())}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
            if (event.key !== 'Escape' || draft === null) return;
            event.stopPropagation();
            setDraft(null);
          }}
        />
        {unit !== undefined && <span className="dim">{unit}</span>}
      </label>
      {wrong && (
        <span className="wrong-words" role="alert">
          {expects}
        </span>
      )}
    </span>
  );
}
