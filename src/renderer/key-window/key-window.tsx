/** The key window: type a key, see what it may do, keep it. What was typed leaves the page once, and the page empty. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { VaultView } from '../../preload/contract/accounts.ts';
import type { KeyAnswer, KeyForm } from '../../preload/contract/key-window.ts';
import { CloseButton } from '../ui/close-button.tsx';
import { CheckedKey } from './checked-key.tsx';
import { readHanded } from './handed.ts';
import { keyBridge } from './key-bridge.ts';
import { TypedKey } from './typed-key.tsx';

export function KeyWindow({ form: first }: { readonly form: KeyForm }) {
  const [form, setForm] = useState(first);
  const [venue, setVenue] = useState(form.venue ?? form.venues[0]?.id ?? '');
  const [answer, setAnswer] = useState<KeyAnswer | null>(null);
  const [vault, setVault] = useState<VaultView>(form.vault);
  const [busy, setBusy] = useState<'check' | 'keep' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const typed = useRef<HTMLFormElement>(null);
  const checked = answer?.kind === 'checked' ? answer : null;
  const title = form.purpose === 'add' ? 'Add an account' : `Enter the key of ${form.label}`;

  useEffect(() => keyBridge.onVault(setVault), []);
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && close();
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  async function check(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (typed.current === null || busy !== null) return;
    const handed = readHanded(typed.current, form, venue);
    if (handed.kind === 'form') {
      setAnswer(handed);
      return;
    }
    await ask(() => keyBridge.request('check', handed.request));
  }

  async function ask(request: () => ReturnType<typeof keyBridge.request<'check'>>): Promise<void> {
    setBusy('check');
    setProblem(null);
    const result = await request();
    setBusy(null);
    if (!result.ok) {
      setProblem(result.error.message);
      return;
    }
    // Taken over, or turned away by the venue: either way it has no business here any more.
    if (result.value.kind !== 'form') emptySecrets(typed.current);
    setAnswer(result.value);
  }

  async function keep(keptIn: 'keychain' | 'session', beyondReading: boolean): Promise<void> {
    setBusy('keep');
    setProblem(null);
    const result = await keyBridge.request('keep', { keptIn, beyondReading });
    setBusy(null);
    if (!result.ok) setProblem(result.error.message);
  }

  async function tryPractice(): Promise<void> {
    const result = await keyBridge.request('practice', {});
    if (!result.ok) {
      setProblem(result.error.message);
      return;
    }
    setForm(result.value);
    setVenue(result.value.venue ?? '');
    setAnswer(null);
    setProblem(null);
  }

  async function again(): Promise<void> {
    await keyBridge.request('discard', {});
    setAnswer(null);
    setProblem(null);
  }

  return (
    <main className="key-window" aria-label={title}>
      <header>
        <span className="grow">{title}</span>
        <CloseButton onClose={close} />
      </header>
      {checked === null ? (
        <TypedKey
          key={form.sample?.key}
          {...{ form, venue, answer, problem, vault }}
          onVenue={setVenue}
          isBusy={busy !== null}
          formRef={typed}
          onSubmit={check}
          onPractice={tryPractice}
          onClose={close}
        />
      ) : (
        <CheckedKey
          {...{ form, checked, problem, vault }}
          busy={busy}
          onKeep={keep}
          onAgain={again}
          onCheck={() => ask(() => keyBridge.request('check-again', {}))}
          onClose={close}
        />
      )}
    </main>
  );
}

function emptySecrets(form: HTMLFormElement | null): void {
  for (const name of ['key', 'secret', 'passphrase']) {
    const field = form?.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = '';
  }
}

function close(): void {
  void keyBridge.request('close', {});
}
