/** What happens, and how loud Vigil gets about it. */
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AlertSettings } from '../../../preload/contract/alert-settings.ts';
import type { ChannelState } from '../../../preload/contract/health.ts';
import { Glyph, UnstableGlyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { changeAlerts, useAlertSettings } from './change-alerts.ts';
import { TypedField } from './typed-field.tsx';
import { wholeNumber } from './typed-values.ts';

type AlertEvent = keyof AlertSettings['events'];
type Way = keyof AlertSettings['events'][AlertEvent];

interface Rule {
  readonly event: AlertEvent;
  readonly glyph: ChannelState | 'unstable';
  readonly what: string;
  readonly hint?: ReactNode;
}

const rules: readonly Rule[] = [
  { event: 'late', glyph: 'late', what: 'A feed is late', hint: 'usually an amber tray and nothing more' },
  { event: 'stalled', glyph: 'stalled', what: 'A feed stalls' },
  { event: 'critical', glyph: 'stalled', what: 'A feed stalls under open positions or orders' },
  { event: 'down', glyph: 'down', what: 'A feed is down', hint: <DownAfter /> },
  { event: 'refused', glyph: 'refused', what: 'A key or subscription is refused' },
  { event: 'unstable', glyph: 'unstable', what: 'A feed is unstable', hint: 'three flaps in ten minutes' },
  { event: 'risk', glyph: 'late', what: 'A position or account is at risk', hint: 'limits below' },
  { event: 'recovered', glyph: 'live', what: 'Recovered', hint: 'only if the stall was announced' },
];

const ways: readonly (readonly [way: Way, name: string])[] = [
  ['notify', 'Notification'],
  ['stays', 'Stays on screen'],
  ['sound', 'Sound'],
];

export function AlertRules() {
  const { events } = useAlertSettings();
  return (
    <table className="t am">
      <colgroup>
        <col />
        <col style={{ width: 62 }} />
        <col style={{ width: 92 }} />
        <col style={{ width: 112 }} />
        <col style={{ width: 62 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">What happens</th>
          <th scope="col" className="c">
            Tray
          </th>
          {ways.map(([way, name]) => (
            <th key={way} scope="col" className="c">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rules.map(({ event, glyph, what, hint }) => (
          <tr key={event}>
            <td>
              <span className="rule">
                {glyph === 'unstable' ? <UnstableGlyph /> : <Glyph state={glyph} />}
                {what}
                {hint !== undefined && <span className="dim">{hint}</span>}
              </span>
            </td>
            <td className="c">
              <span className="ck lock" role="img" aria-label="always" title="Always">
                <Icon of={Check} />
              </span>
            </td>
            {ways.map(([way, name]) => (
              <td key={way} className="c">
                <Tick
                  label={`${what}: ${name}`}
                  on={events[event][way]}
                  // Without a notification there is nothing that could stay or sound.
                  disabled={way !== 'notify' && !events[event].notify}
                  onChange={(on) =>
                    changeAlerts({ events: { ...events, [event]: { ...events[event], [way]: on } } })
                  }
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface TickProps {
  readonly label: string;
  readonly on: boolean;
  readonly disabled: boolean;
  readonly onChange: (on: boolean) => void;
}

function Tick({ label, on, disabled, onChange }: TickProps) {
  return (
    <label className={disabled ? 'tick off' : 'tick'}>
      <input
        type="checkbox"
        className="sr"
        aria-label={label}
        checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={on ? 'ck on' : 'ck'}>{on && <Icon of={Check} />}</span>
    </label>
  );
}

function DownAfter() {
  const { downAfterSeconds } = useAlertSettings();
  return (
    <span className="down-after">
      for more than
      <TypedField
        label="Seconds until a feed that is down is announced"
        value={downAfterSeconds}
        show={String}
        parse={wholeNumber(0, 600)}
        expects="0 to 600"
        width={52}
        unit="s"
        onChange={(seconds) => changeAlerts({ downAfterSeconds: seconds })}
      />
    </span>
  );
}
