/** What the window shows of the alerts' state. Pure. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type { AlertsView, TroubleView } from '../../preload/contract/alerts.ts';
import type { AlertState, AlertTime, FeedAlert, TroubleKind } from '../alerts/alert-types.ts';
import { quietUntilWallMs } from '../alerts/quiet-times.ts';
import { isOutage } from '../alerts/troubles.ts';
import { isExposed, troubleSentence } from '../alerts/words.ts';

export function alertsView(
  state: AlertState,
  time: AlertTime,
  settings: AlertSettings,
  notificationProblem: string | null,
): AlertsView {
  const feeds = [...state.feeds.values()];
  return {
    clockMs: time.monoMs,
    pausedUntilMs: state.pausedUntilWallMs,
    quietUntilMs: quietUntilWallMs(time, settings.quietHours),
    troubles: feeds.flatMap(troubleView).toSorted((left, right) => rank(left) - rank(right)),
    unstable: feeds.flatMap(({ unstable, sight }) => (unstable === null ? [] : [sight.feedId])),
    notificationProblem,
  };
}

function troubleView({ trouble, sight }: FeedAlert): TroubleView[] {
  if (trouble === null) return [];
  const { headline, lasts, body } = troubleSentence({ ...trouble.sight, exposure: sight.exposure });
  return [
    {
      feedId: sight.feedId,
      name: sight.name,
      kind: trouble.kind,
      critical: isOutage(trouble.kind) && isExposed(sight.exposure),
      headline,
      body,
      oldSinceMs: lasts ? trouble.oldSinceMs : null,
      acknowledged: trouble.acknowledged,
      announced: trouble.announced !== null,
    },
  ];
}

function rank({ critical, kind }: TroubleView): number {
  return (critical ? 0 : worstFirst.length) + worstFirst.indexOf(kind);
}

const worstFirst: readonly TroubleKind[] = ['down', 'stalled', 'refused', 'waiting', 'late'];
