/** When nobody wants to be woken, and what may wake them all the same. */
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { changeAlerts, useAlertSettings } from './change-alerts.ts';
import { Switch } from './parts.tsx';
import { TypedField } from './typed-field.tsx';
import { timeOfDay } from './typed-values.ts';

export function QuietHours() {
  const { quietHours } = useAlertSettings();
  const { on, from, to, breakThrough } = quietHours;
  const change = (part: Partial<typeof quietHours>) =>
    changeAlerts({ quietHours: { ...quietHours, ...part } });
  return (
    <>
      <div className="row">
        <Switch label="Quiet hours" on={on} onChange={(next) => change({ on: next })} />
        <span>From</span>
        <TimeField label="Quiet from" value={from} onChange={(next) => change({ from: next })} />
        <span>to</span>
        <TimeField label="Quiet until" value={to} onChange={(next) => change({ to: next })} />
        <span className="mid">local time ({utcOffset(new Date())}), every day</span>
      </div>
      <div className="row">
        <Switch
          label="Break through while an account has open positions or orders"
          on={breakThrough}
          disabled={!on}
          onChange={(next) => change({ breakThrough: next })}
        />
        <span className={on ? undefined : 'dim'}>
          Break through while an account has open positions or orders
        </span>
        {on && <Exposed breakThrough={breakThrough} />}
      </div>
    </>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TimeField({ label, value, onChange }: TimeFieldProps) {
  return (
    <TypedField
      label={label}
      value={value}
      show={(time) => time}
      parse={timeOfDay}
      expects="A time like 23:00"
      width={64}
      onChange={onChange}
    />
  );
}

/** What the choice means right now. */
function Exposed({ breakThrough }: { readonly breakThrough: boolean }) {
  useVersion(tables.position);
  const open = rowsOf(tables.position).filter(({ side }) => side !== 'flat').length;
  if (open === 0) return <span className="dim">no position is open now</span>;
  const positions = open === 1 ? '1 position is' : `${open} positions are`;
  return (
    <span className="dim">
      {positions} open now, so a stall {breakThrough ? 'would wake you' : 'would wait until morning'}
    </span>
  );
}

/** `UTC+1`, `UTC−3:30` */
function utcOffset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  if (minutes === 0) return 'UTC';
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
