/** Changes a part of the alert settings. */
import type { AlertSettings } from '../../../preload/contract/alert-settings.ts';
import { changeSettings, currentSettings, useSettings } from '../../store/settings.ts';

export function useAlertSettings(): AlertSettings {
  return useSettings(({ alerts }) => alerts);
}

export function changeAlerts(change: Partial<AlertSettings>): void {
  changeSettings({ alerts: { ...currentSettings().alerts, ...change } });
}
