/** Takes what was typed out of the form, as main wants it; secrets as bytes. */
import type { KeyAnswer, KeyForm, KeyRequest } from '../../preload/contract/key-window.ts';

export type Handed =
  | { readonly kind: 'request'; readonly request: KeyRequest<'check'> }
  | Extract<KeyAnswer, { kind: 'form' }>;

export function readHanded(form: HTMLFormElement, { label, endpoint, rest }: KeyForm, venue: string): Handed {
  const fields = new FormData(form);
  const text = (name: string) => String(fields.get(name) ?? '').trim();
  if (text('key') === '') return { kind: 'form', field: 'key', message: 'Paste the API key here.' };
  if (text('secret') === '') return { kind: 'form', field: 'secret', message: 'Paste its secret here.' };
  return {
    kind: 'request',
    request: {
      venue,
      label: text('label') || label,
      endpoint: text('endpoint') || endpoint,
      rest: text('rest') || rest,
      key: text('key'),
      secret: bytes(text('secret')),
      passphrase: text('passphrase') === '' ? null : bytes(text('passphrase')),
    },
  };
}

/** A private key in one line has its line breaks written out. */
function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text.replaceAll('\\n', '\n'));
}
