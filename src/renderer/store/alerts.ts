/** What is wrong and whether it was seen, as main tells it. */
import type { AlertsView, PauseLength } from '../../preload/contract/alerts.ts';
import { bridge } from '../bridge.ts';
import { noteMainClock } from './main-clock.ts';
import { toast } from './toasts.ts';
import { createValue, useValue } from './value.ts';

const alerts = createValue<AlertsView | null>(null);

export async function startAlerts(): Promise<void> {
  bridge.subscribe('alerts.changed', take);
  // A recovery is good news that needs nobody; what is wrong has its place and is no toast.
  bridge.subscribe('alerts.told', ({ event, title, body }) => event === 'recovered' && toast(title, body));
  const result = await bridge.request('alerts.state', {});
  if (result.ok && alerts.get() === null) take(result.value);
}

export function useAlerts(): AlertsView | null {
  return useValue(alerts);
}

/** null: everything. */
export async function acknowledge(feedId: string | null): Promise<void> {
  const result = await bridge.request('alerts.acknowledge', { feedId });
  if (!result.ok) toast('It was not acknowledged', result.error.message);
}

/** The one that stands out most; answers false when nothing waits to be acknowledged. */
export function acknowledgeWorst(): boolean {
  const worst = alerts.get()?.troubles.find(({ acknowledged }) => !acknowledged);
  if (worst === undefined) return false;
  void acknowledge(worst.feedId);
  return true;
}

/** null: resume. */
export async function pauseAlerts(length: PauseLength | null): Promise<void> {
  const result = await bridge.request('alerts.pause', { length });
  if (!result.ok) toast('The alerts go on as before', result.error.message);
}

/** Pauses for half an hour, or resumes. */
export function togglePause(): void {
  const until = alerts.get()?.pausedUntilMs ?? null;
  void pauseAlerts(until !== null && until > Date.now() ? null : '30-min');
}

function take(view: AlertsView): void {
  noteMainClock(view.clockMs);
  alerts.set(view);
}
