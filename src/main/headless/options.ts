/** Reads the arguments of `collect`; every mistake is one clear sentence. */
import { type Group, groupOf, type RawGroup } from './groups.ts';

export type Format = 'text' | 'ndjson' | 'none';

export interface CollectOptions {
  readonly groups: readonly Group[];
  readonly format: Format;
  readonly forMs: number | null;
  readonly stallAfterMs: number | null;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

interface Draft {
  readonly groups: RawGroup[];
  /** Group options that came before their --venue. */
  pending: Omit<RawGroup, 'venue'>;
  format: Format;
  forMs: number | null;
  stallAfterMs: number | null;
}

export function parseCollect(args: readonly string[]): Parsed<CollectOptions> {
  const draft: Draft = { groups: [], pending: {}, format: 'text', forMs: null, stallAfterMs: null };
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    if (!known.has(name)) return wrong(unknownOption(name));
    if (equals < 0) at += 1;
    const value = equals < 0 ? args[at] : word.slice(equals + 1);
    if (value === undefined || value === '' || (equals < 0 && value.startsWith('--'))) {
      return wrong(`${name} needs a value.`);
    }
    const problem = take(draft, name, value);
    if (problem !== null) return wrong(problem);
  }
  return complete(draft);
}

/** Returns what is wrong, or null. */
function take(draft: Draft, name: string, value: string): string | null {
  switch (name) {
    case '--venue':
      draft.groups.push({ ...draft.pending, venue: value });
      draft.pending = {};
      return null;
    case '--symbols':
    case '--channels':
    case '--endpoint':
    case '--rest':
    case '--account':
      return takeForGroup(draft, groupFields[name], name, value);
    case '--format':
      if (value !== 'text' && value !== 'ndjson' && value !== 'none') {
        return `--format is text, ndjson or none, not "${value}".`;
      }
      draft.format = value;
      return null;
    case '--for':
      draft.forMs = secondsAsMs(value);
      return draft.forMs === null ? `--for is a number of seconds, not "${value}".` : null;
    case '--stall-after':
      draft.stallAfterMs = secondsAsMs(value);
      return draft.stallAfterMs === null ? `--stall-after is a number of seconds, not "${value}".` : null;
    default:
      return '--record is not available yet: redirect the output of --format ndjson to a file instead.';
  }
}

/** Belongs to the last --venue, or to the next one where that has it already. */
function takeForGroup(
  draft: Draft,
  field: keyof typeof draft.pending,
  name: string,
  value: string,
): string | null {
  const group = draft.groups.at(-1);
  const target = group !== undefined && group[field] === undefined ? group : draft.pending;
  if (target[field] !== undefined) return `${name} is given twice for the same --venue.`;
  target[field] = value;
  return null;
}

function complete(draft: Draft): Parsed<CollectOptions> {
  if (draft.groups.length === 0) return wrong('collect needs --venue, for example --venue practice.');
  const stray = Object.keys(draft.pending)[0];
  if (stray !== undefined) return wrong(`--${stray} has no --venue of its own.`);
  const groups: Group[] = [];
  for (const raw of draft.groups) {
    const group = groupOf(raw);
    if (!group.ok) return group;
    groups.push(group.value);
  }
  const { format, forMs, stallAfterMs } = draft;
  return { ok: true, value: { groups, format, forMs, stallAfterMs } };
}

function secondsAsMs(value: string): number | null {
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
  return seconds > 0 && seconds <= longestSeconds ? seconds * 1000 : null;
}

function unknownOption(name: string): string {
  const what = name.startsWith('-') ? 'option' : 'argument';
  return `collect has no ${what} "${name}". See: vigil collect --help`;
}

function wrong(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

const groupFields = {
  '--symbols': 'symbols',
  '--channels': 'channels',
  '--endpoint': 'endpoint',
  '--rest': 'rest',
  '--account': 'account',
} as const;

const known: ReadonlySet<string> = new Set([
  '--venue',
  ...Object.keys(groupFields),
  '--format',
  '--for',
  '--stall-after',
  '--record',
]);

// Timers of Node count to 2^31 milliseconds; 24 days are enough for a run that ends by itself.
const longestSeconds = 2_000_000;
