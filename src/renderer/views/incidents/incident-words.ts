/** Incidents in words and shapes: kind, cause and cure, steps. Pure. */
import type { ChannelState } from '../../../preload/contract/health.ts';
import type { Incident, IncidentKind } from '../../../preload/contract/incidents.ts';
import { sentence } from '../../format/sentence.ts';

interface KindLook {
  readonly word: string;
  readonly glyph: ChannelState;
  /** As bad as a state: its ink. */
  readonly ink: 'alert' | 'caution' | 'needs' | 'plain';
}

export const kindLooks: Readonly<Record<IncidentKind, KindLook>> = {
  stall: { word: 'stalled', glyph: 'stalled', ink: 'alert' },
  gap: { word: 'gap', glyph: 'resyncing', ink: 'plain' },
  reconnect: { word: 'disconnect', glyph: 'down', ink: 'alert' },
  refusal: { word: 'refused', glyph: 'refused', ink: 'needs' },
  paused: { word: 'paused', glyph: 'waiting', ink: 'plain' },
  keyless: { word: 'no key', glyph: 'waiting', ink: 'needs' },
  sleep: { word: 'woke up', glyph: 'resyncing', ink: 'plain' },
  off: { word: 'not running', glyph: 'connecting', ink: 'plain' },
  self: { word: 'Vigil late', glyph: 'late', ink: 'caution' },
};

/** The channel's topic and symbol, or null for a whole feed. */
export function placeOf({
  channel,
  feedId,
  kind,
}: Incident): { readonly topic: string; readonly symbol: string } | null {
  if (kind === 'self') return { topic: 'Vigil itself', symbol: '' };
  if (feedId === null) return { topic: 'everything', symbol: '' };
  if (channel === null) return null;
  const at = channel.indexOf(':');
  return at < 0
    ? { topic: channel, symbol: '' }
    : { topic: channel.slice(0, at), symbol: channel.slice(at + 1) };
}

export function whereText(incident: Incident): string {
  const place = placeOf(incident);
  return place === null ? 'whole feed' : `${place.topic} ${place.symbol}`.trim();
}

/** What caused it, then what cured it or that it lasts, as sentences. */
export function causeAndCure(incident: Incident): string {
  return [sentence(incident.cause), cure(incident)].filter((part) => part !== '').join(' ');
}

function cure(incident: Incident): string {
  const { kind, steps, endMs, losses } = incident;
  if (endMs === null) return 'Not over yet.';
  const last = steps.at(-1)?.text ?? '';
  // Nobody saw how it ended, so no cure is claimed.
  if (endsUnseen.some((words) => last.includes(words))) return sentence(last);
  const said = (state: ChannelState) => steps.filter(({ text }) => stateOf(text) === state).length;
  const refilled = losses.some((loss) => loss.refilled > 0) ? ' Missed trades were fetched.' : '';
  switch (kind) {
    case 'reconnect': {
      const tries = said('down');
      return `Reconnected ${tries <= 1 ? 'on the first try' : `after ${tries} tries`}.${refilled}`;
    }
    case 'stall':
      if (said('down') > 0) return `Cured by reconnecting.${refilled}`;
      if (said('resyncing') + said('connecting') > 0) return `Cured by subscribing again.${refilled}`;
      return 'Data came back by itself.';
    case 'gap':
      return said('resyncing') > 0 ? `Made whole again.${refilled}` : refilled.trim();
    case 'paused':
      return `Resumed.${refilled}`;
    case 'keyless':
      return 'The key came.';
    case 'sleep':
      return 'Clean reconnect.';
    case 'refusal':
      return sentence(reasonOf(last));
    case 'off':
    case 'self':
      return '';
    default:
      return kind satisfies never;
  }
}

const endsUnseen = ['Vigil had ended', 'the feed was closed', 'no longer watched'];

export interface Step {
  readonly atMs: number;
  readonly text: string;
  readonly glyph: ChannelState | null;
}

/** The steps for reading: what a dozen channels said in one moment is one line. */
export function stepsOf({ steps }: Incident): readonly Step[] {
  const folded: { atMs: number; base: string; count: number; missed: number | null }[] = [];
  for (const { atMs, text } of steps) {
    const [, base = text, missed = null] =
      /^(nothing was received while \w+)(?:, (\d+) missed)?$/.exec(text) ?? [];
    const last = folded.at(-1);
    const more = missed === null ? null : Number(missed);
    if (last !== undefined && last.base === base) {
      last.count += 1;
      last.missed = more === null ? last.missed : (last.missed ?? 0) + more;
    } else folded.push({ atMs, base, count: 1, missed: more });
  }
  return folded.map(({ atMs, base, count, missed }) => ({
    atMs,
    text: [
      base,
      count > 1 ? (stateOf(base) === null ? ` on ${count} channels` : `, ${count} times`) : '',
      missed === null || missed === 0 ? '' : `, ${missed.toLocaleString('en')} missed`,
    ].join(''),
    glyph: stateOf(base),
  }));
}

/** `stalled: no data for 12 s` names the state first. */
function stateOf(text: string): ChannelState | null {
  const word = /^([a-z]+)(?::|$)/.exec(text)?.[1];
  return states.find((state) => state === word) ?? null;
}

function reasonOf(text: string): string {
  return stateOf(text) === null ? text : text.slice(text.indexOf(':') + 2);
}

const states: readonly ChannelState[] = [
  'connecting',
  'live',
  'quiet',
  'late',
  'stalled',
  'resyncing',
  'down',
  'refused',
  'waiting',
];

/** What a feed's name ends with: the account's label, `public`, `prices`, or `linear prices`. */
export function feedLabel({ feedName, feedId, account }: Incident): string {
  if (account !== null) return account;
  const [, markets, prices] = /(?: ([a-z]+))? (prices)$/.exec(feedName) ?? [];
  if (prices === undefined) return 'public';
  // The word before it may be the venue's name; it is that of its markets where the feed's address ends so.
  return markets !== undefined && feedId?.endsWith(`/${markets}`) ? `${markets} ${prices}` : prices;
}
