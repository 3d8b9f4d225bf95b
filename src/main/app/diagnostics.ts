/** Everything about a running Vigil that helps to find a fault, as a text that holds nothing private. Pure. */
import type { Settings } from '../../preload/contract/settings.ts';
import type { FeedStatus } from '../feeds/feed-events.ts';

export interface DiagnosticsParts {
  /** When it was made. */
  readonly time: string;
  /** Version, runtime, system: name and value. */
  readonly program: Readonly<Record<string, string>>;
  readonly feeds: readonly FeedStatus[];
  readonly settings: Settings;
  readonly notices: readonly string[];
  /** Newest last. */
  readonly log: readonly string[];
  /** Takes out keys, labels, addresses and the home folder. */
  readonly clean: (text: string) => string;
}

const mostLines = 200;

export function diagnosticsText(parts: DiagnosticsParts): string {
  const { time, program, feeds, settings, notices, log, clean } = parts;
  return [
    section(`Vigil diagnostics, ${time}`, [
      'No keys, balances or account labels are in this text, and of an address its host only.',
    ]),
    section('Program', named(program)),
    section('Feeds', feeds.length === 0 ? ['none open'] : feeds.flatMap(feedLines).map(clean)),
    section('Settings', named(settingsShown(settings)).map(clean)),
    section('Notices', notices.length === 0 ? ['none'] : notices.map(clean)),
    section(`Log, last ${Math.min(log.length, mostLines)} lines`, log.slice(-mostLines).map(clean)),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function named(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).map(([name, value]) => `${name}: ${value}`);
}

function feedLines(feed: FeedStatus): readonly string[] {
  const { counters, channels } = feed;
  const dropped = Object.entries(counters.dropped).map(([policy, count]) => `${policy} ${count}`);
  const states = Object.entries(countBy(channels.map(({ channel, state }) => `${channel.topic} ${state}`)));
  return [
    `${feed.spec.id}: ${feed.state}${feed.paused ? ', paused' : ''}${feed.reason === '' ? '' : ` (${feed.reason})`}`,
    `  frames ${counters.frames}, applied ${counters.applied}, dropped ${dropped.join(', ') || 'none'}`,
    `  trades ${counters.trades}, table events ${counters.tableEvents}, gaps ${counters.gaps}, resyncs ${counters.resyncs}, reconnects ${counters.reconnects}`,
    `  round trip ${ms(feed.rttMs)}, clock skew ${ms(feed.clockSkewMs)}${feed.trouble == null ? '' : `, key trouble: ${feed.trouble.cause}`}`,
    `  channels: ${states.map(([state, count]) => `${state} ${count}`).join(', ') || 'none'}`,
  ];
}

/** Which servers somebody uses is theirs to tell. */
function settingsShown({ markets, tables, ...rest }: Settings): Readonly<Record<string, string>> {
  const opened = markets.map(({ venue, symbols, endpoint }) => {
    const where = endpoint === null ? '' : ', own address';
    return `${venue} (${symbols.join(' ')}${where})`;
  });
  const shown = Object.entries(rest).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    ...Object.fromEntries(shown),
    markets: opened.join(', ') || 'none',
    'tables with a layout of their own': Object.keys(tables).join(', ') || 'none',
  };
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function ms(value: number | null): string {
  return value === null ? 'unknown' : `${Math.round(value)} ms`;
}
