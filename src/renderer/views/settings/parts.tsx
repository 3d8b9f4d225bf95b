/** What the settings are made of: a page with a head, sections, rows, switches and choices. */
import { type ReactNode, useId } from 'react';

export interface PageProps {
  readonly title: string;
  /** At the right of the head. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, tools, children }: PageProps) {
  return (
    <div className="col grow vr">
      <div className="tb">
        <h1 className="view-title">{title}</h1>
        <span className="grow" />
        {tools}
      </div>
      <div className="stb">{children}</div>
    </div>
  );
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export interface SettingProps {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A name, what it means, and the control at the right. */
export function Setting({ label, hint, children }: SettingProps) {
  return (
    <div className="setting-row">
      <div className="grow">
        {label}
        {hint !== undefined && <p className="dim">{hint}</p>}
      </div>
      {children}
    </div>
  );
}

export interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ label, on, disabled = false, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      disabled={disabled}
      className={on ? 'sw on' : 'sw'}
      onClick={() => onChange(!on)}
    />
  );
}

export interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly of: Readonly<Record<V, string>>;
  readonly onChange: (value: V) => void;
}

export function Choice<V extends string>({ label, value, of, onChange }: ChoiceProps<V>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {(Object.keys(of) as V[]).map((choice) => (
        <button key={choice} type="button" aria-pressed={choice === value} onClick={() => onChange(choice)}>
          {of[choice]}
        </button>
      ))}
    </fieldset>
  );
}
