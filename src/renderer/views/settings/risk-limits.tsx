/** From where on a position or an account stands out, and from where on somebody is told. */
import type { AlertSettings } from '../../../preload/contract/alert-settings.ts';
import { changeAlerts, useAlertSettings } from './change-alerts.ts';
import { Setting } from './parts.tsx';
import { TypedField } from './typed-field.tsx';
import { wholeNumber } from './typed-values.ts';

type Limit = keyof AlertSettings['limits'];

const limits: readonly (readonly [limit: Limit, label: string, hint: string])[] = [
  ['liquidationWatch', 'Watch below', 'Distance to the liquidation price, in percent of the mark: amber.'],
  ['liquidationAct', 'Alert below', 'The same distance: a filled chip in the table, and a notification.'],
  ['marginAct', 'Margin alert above', 'Maintenance margin as a share of the account’s equity.'],
];

export function RiskLimits() {
  const { limits: values } = useAlertSettings();
  return limits.map(([limit, label, hint]) => (
    <Setting key={limit} label={label} hint={hint}>
      <TypedField
        label={`${label}, percent`}
        value={values[limit]}
        show={String}
        parse={wholeNumber(1, 100)}
        expects="1 to 100"
        width={64}
        unit="%"
        onChange={(value) => changeAlerts({ limits: { ...values, [limit]: value } })}
      />
    </Setting>
  ));
}
