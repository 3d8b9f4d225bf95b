/** Reads the arguments of `accounts`; every mistake is one clear sentence. */
import type { NewAccount } from '../accounts/account-rules.ts';
import type { Parsed } from './options.ts';

/** Which account is meant; the venue tells apart two of the same label. */
export interface Wanted {
  readonly label: string;
  readonly venue: string | null;
}

export type AccountsCommand =
  | { readonly kind: 'add'; readonly account: NewAccount }
  | { readonly kind: 'list' }
  | { readonly kind: 'check'; readonly wanted: Wanted }
  | { readonly kind: 'remove'; readonly wanted: Wanted }
  /** `sure`: whoever asks has said so already. */
  | { readonly kind: 'remove-all'; readonly sure: boolean };

type Options = ReadonlyMap<string, string>;

export function parseAccounts(args: readonly string[]): Parsed<AccountsCommand> {
  const [action = '', ...rest] = args;
  if (!isAction(action)) {
    const got = action === '' ? '' : `, not "${action}"`;
    return wrong(`accounts takes add, list, check or remove${got}. See: vigil accounts --help`);
  }
  const options = optionsOf(action, rest);
  if (!options.ok) return options;
  return commandOf(action, options.value);
}

function commandOf(action: Action, options: Options): Parsed<AccountsCommand> {
  const label = options.get('--label');
  const venue = options.get('--venue') ?? null;
  if (action === 'list') return { ok: true, value: { kind: 'list' } };
  if (action === 'remove' && options.has('--all')) {
    return label === undefined && venue === null
      ? { ok: true, value: { kind: 'remove-all', sure: options.has('--yes') } }
      : wrong('accounts remove takes --label or --all, not both.');
  }
  if (options.has('--yes')) return wrong('--yes goes with accounts remove --all.');
  if (label === undefined) return wrong(`accounts ${action} needs --label.`);
  if (action !== 'add') return { ok: true, value: { kind: action, wanted: { label, venue } } };
  if (venue === null) return wrong('accounts add needs --venue.');
  const [endpoint, rest] = [options.get('--endpoint') ?? null, options.get('--rest') ?? null];
  return { ok: true, value: { kind: 'add', account: { venue, label, endpoint, rest } } };
}

function optionsOf(action: Action, args: readonly string[]): Parsed<Options> {
  const options = new Map<string, string>();
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    // A key in an argument would be in the process list and in the shell's history.
    if (keyOptions.has(name)) {
      return wrong(
        `${name} is no option: the key is read from standard input, one line each for key and secret.`,
      );
    }
    if (!known[action].includes(name)) {
      const what = name.startsWith('-') ? 'option' : 'argument';
      return wrong(`accounts ${action} has no ${what} "${name}". See: vigil accounts --help`);
    }
    if (options.has(name)) return wrong(`${name} is given twice.`);
    if (name === '--all' || name === '--yes') {
      options.set(name, '');
      continue;
    }
    if (equals < 0) at += 1;
    const value = equals < 0 ? args[at] : word.slice(equals + 1);
    if (value === undefined || value === '' || (equals < 0 && value.startsWith('--'))) {
      return wrong(`${name} needs a value.`);
    }
    options.set(name, value);
  }
  return { ok: true, value: options };
}

type Action = keyof typeof known;

function isAction(word: string): word is Action {
  return Object.hasOwn(known, word);
}

function wrong(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

const known: Readonly<Record<'add' | 'list' | 'check' | 'remove', readonly string[]>> = {
  add: ['--venue', '--label', '--endpoint', '--rest'],
  list: [],
  check: ['--label', '--venue'],
  remove: ['--label', '--venue', '--all', '--yes'],
};
const keyOptions: ReadonlySet<string> = new Set(['--key', '--secret', '--passphrase', '--api-key']);
