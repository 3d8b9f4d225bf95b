/** Answers "what did I miss between A and B" from the incidents. Pure. */
import { duration } from '../../preload/contract/durations.ts';
import type { ChannelLoss, Incident, LossTotals, MissedAnswer } from '../../preload/contract/incidents.ts';
import { isUnsettled, lossTotals } from '../../preload/contract/losses.ts';

/** An incident that reaches into the time asked for counts whole: its trades have no single time. */
export function whatWasMissed(
  all: readonly Incident[],
  fromMs: number,
  toMs: number,
  nowMs: number,
  /** Vigil's first start. */
  recordSinceMs = 0,
  /** Names of the accounts whose key is not at hand now, so that nothing is heard of them. */
  withoutKey: readonly string[] = [],
): MissedAnswer {
  const incidents = all
    .filter((incident) => incident.startMs <= toMs && (incident.endMs ?? nowMs) >= fromMs)
    .toSorted((left, right) => right.startMs - left.startMs);
  const losses = incidents.flatMap((incident) => incident.losses);
  const untrusted = incidents.filter(({ kind }) => kind !== 'sleep' && kind !== 'off');
  const asleepMs = covered(incidents.filter(isSleep), fromMs, toMs, nowMs);
  const offMs = covered(absences(incidents, fromMs, recordSinceMs), fromMs, toMs, nowMs);
  const totals = lossTotals(losses);
  const keyless = toMs < nowMs - RECENT_MS ? undefined : withoutKey[0];
  const feeds = new Set(untrusted.flatMap((incident) => incident.feedId ?? [])).size;
  return {
    ...(untrusted.some(isUnsettled) || keyless !== undefined
      ? { ...totals, missed: null, lost: null }
      : totals),
    fromMs,
    toMs,
    headline: headline(incidents, offMs, toMs - fromMs, keyless),
    detail: `${detail(untrusted, feeds, toMs - fromMs, asleepMs, losses, keyless)}${offWords(offMs)}`,
    executionsMissed:
      untrusted.some(isOpenAccount) || keyless !== undefined
        ? null
        : lossTotals(losses.filter(isExecution)).lost,
    withoutTrustMs: covered(untrusted, fromMs, toMs, nowMs),
    asleepMs,
    offMs,
    recordSinceMs,
    feeds,
    incidents,
  };
}

/** The time before the first start is one more absence. */
function absences(incidents: readonly Incident[], fromMs: number, recordSinceMs: number): readonly Lasting[] {
  const known = incidents.filter((incident) => incident.kind === 'off');
  return recordSinceMs > fromMs ? [{ startMs: fromMs, endMs: recordSinceMs }, ...known] : known;
}

function offWords(offMs: number): string {
  return offMs < 1_000
    ? ''
    : ` Vigil did not run for ${duration(offMs)} of it; nobody can tell about that time.`;
}

function headline(
  incidents: readonly Incident[],
  offMs: number,
  spanMs: number,
  keyless: string | undefined,
): string {
  const lost = lostByPlace(incidents);
  const known = lost.filter((place) => place.lost !== null);
  const worst = known.toSorted((left, right) => (right.lost ?? 0) - (left.lost ?? 0))[0];
  const unknown = lost.find((place) => place.lost === null);
  if (worst !== undefined && worst.lost !== null) {
    const more = lost.length > 1 ? `, and something on ${lost.length - 1} more` : '';
    return `You missed ${counted(worst.lost, worst.channel)} on ${worst.feedName}${more}.`;
  }
  const last = incidents.find(isUnsettled);
  if (unknown !== undefined && last?.kind !== 'keyless') {
    const more = lost.length > 1 ? `, nor of ${lost.length - 1} more` : '';
    return `Nobody can tell what you missed of ${plural(unknown.channel)} on ${unknown.feedName}${more}.`;
  }
  if (last !== undefined) {
    const why = openWords[last.kind] ?? 'is not well';
    return `Nobody can tell yet what you miss: ${last.feedName} ${why}.`;
  }
  if (keyless !== undefined) return `Nobody can tell yet what you miss: ${keyless} waits for its key.`;
  if (offMs >= spanMs) return 'Vigil did not run in that time.';
  return offMs < 1_000 ? 'You missed nothing.' : 'You missed nothing while Vigil ran.';
}

const openWords: Partial<Record<Incident['kind'], string>> = {
  paused: 'is paused',
  keyless: 'waits for its key',
};

interface Lasting {
  readonly startMs: number;
  readonly endMs: number | null;
}

interface PlaceLoss {
  readonly feedName: string;
  readonly channel: string;
  readonly lost: number | null;
}

/** Channels that lost something, or of which nobody can tell. */
function lostByPlace(incidents: readonly Incident[]): PlaceLoss[] {
  const places = new Map<string, { feedName: string; losses: ChannelLoss[] }>();
  for (const { feedId, feedName, losses } of incidents) {
    for (const loss of losses) {
      const key = `${feedId}/${loss.channel}`;
      const place = places.get(key) ?? { feedName, losses: [] };
      place.losses.push(loss);
      places.set(key, place);
    }
  }
  return [...places.values()].flatMap(({ feedName, losses }) => {
    const { lost }: LossTotals = lossTotals(losses);
    const channel = losses[0]?.channel ?? '';
    return lost === 0 ? [] : [{ feedName, channel, lost }];
  });
}

function detail(
  untrusted: readonly Incident[],
  feeds: number,
  spanMs: number,
  asleepMs: number,
  losses: readonly ChannelLoss[],
  keyless: string | undefined,
): string {
  const { length: count } = untrusted;
  const { lost } = lossTotals(losses.filter(isExecution));
  const blind = untrusted.find(isOpenAccount)?.feedName ?? keyless;
  const executions =
    blind !== undefined
      ? `Nothing is known of ${blind} now: not of its orders, executions, positions or balances.`
      : lost === 0
        ? 'Nothing is missing from orders, executions, positions or balances.'
        : `${lost === null ? 'Executions may be' : counted(lost, 'execution')} missing; orders, positions and balances are whole.`;
  const incidents = `${count === 1 ? '1 incident' : `${count} incidents`} on ${feeds === 1 ? '1 feed' : `${feeds} feeds`}`;
  const asleep = asleepMs === 0 ? '' : `; ${duration(asleepMs)} of them asleep`;
  return count === 0 && blind === undefined
    ? `No incident in ${duration(spanMs)}${asleep}.`
    : `${executions} ${incidents} in ${duration(spanMs)}${asleep}.`;
}

/** Time covered by at least one of them, within the time asked for. */
function covered(incidents: readonly Lasting[], fromMs: number, toMs: number, nowMs: number): number {
  let total = 0;
  let reachedMs = fromMs;
  for (const { startMs, endMs } of incidents.toSorted((left, right) => left.startMs - right.startMs)) {
    const startsMs = Math.max(startMs, reachedMs);
    const endsMs = Math.min(endMs ?? nowMs, toMs);
    total += Math.max(0, endsMs - startsMs);
    reachedMs = Math.max(reachedMs, endsMs);
  }
  return total;
}

function counted(count: number, channel: string): string {
  const [topic, ...symbol] = channel.split(':');
  const thing = topic === 'execution' ? 'execution' : topic === 'trade' ? 'trade' : 'message';
  const of = symbol.length === 0 ? '' : ` of ${symbol.join(':')}`;
  return `${count} ${thing}${count === 1 ? '' : 's'}${of}`;
}

function plural(channel: string): string {
  const [topic, ...symbol] = channel.split(':');
  const things = topic === 'execution' || topic === 'trade' ? `${topic}s` : (topic ?? '');
  return symbol.length === 0 ? things : `${things} of ${symbol.join(':')}`;
}

/** Of an account that nothing is heard of. */
function isOpenAccount(incident: Incident): boolean {
  return incident.account !== null && isUnsettled(incident);
}

function isSleep(incident: Incident): boolean {
  return incident.kind === 'sleep';
}

function isExecution(loss: ChannelLoss): boolean {
  return loss.channel.split(':')[0] === 'execution';
}

/** A time that ends this shortly ago is asked about now. */
const RECENT_MS = 60_000;
