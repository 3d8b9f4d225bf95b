/** A month to pick a day from, and the time of that day, in UTC. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { clockText, dayText } from '../../format/time.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Anchor, Float } from '../../ui/menu.tsx';
import { monthDays, monthName, timeOfDayMs, withDay, withMonth } from './calendar-month.ts';
import './calendar.css';

export interface CalendarProps {
  readonly label: string;
  readonly anchor: Anchor;
  readonly value: number;
  readonly mayBeNow: boolean;
  readonly onChange: (value: number | 'now') => void;
  readonly onClose: () => void;
}

export function Calendar({ label, anchor, value, mayBeNow, onChange, onClose }: CalendarProps) {
  const [shownMs, setShown] = useState(value);
  const [time, setTime] = useState(clockText(value).slice(0, 5));
  const nowMs = Date.now();
  const ofDay = timeOfDayMs(time);

  function choose(dayMs: number): void {
    onChange(Math.min(nowMs, dayMs + (ofDay ?? 0)));
    onClose();
  }

  return (
    <Float anchor={anchor} label={`${label}, calendar`} width={232} onClose={onClose}>
      <div className="cal">
        <div className="cal-head">
          <Turn to={-1} onTurn={() => setShown(withMonth(shownMs, -1))} />
          <b>{monthName(shownMs)}</b>
          <Turn to={1} onTurn={() => setShown(withMonth(shownMs, 1))} />
        </div>
        <div className="cal-days">
          {['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'].map((day) => (
            <span key={day} className="dim" aria-hidden="true">
              {day}
            </span>
          ))}
          {monthDays(shownMs).map(({ ms, day, ofMonth }) => (
            <button
              key={ms}
              type="button"
              className={ofMonth ? '' : 'dim'}
              disabled={ms > nowMs}
              aria-pressed={dayText(ms) === dayText(value) && withDay(value) === ms}
              aria-current={withDay(nowMs) === ms ? 'date' : undefined}
              aria-label={dayText(ms)}
              onClick={() => choose(ms)}
            >
              {day}
            </button>
          ))}
        </div>
        <div className="cal-foot">
          <label className={ofDay === null ? 'inp sm wrong' : 'inp sm'}>
            <input
              aria-label="Time of day, UTC"
              size={5}
              value={time}
              onChange={(event) => setTime(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && ofDay !== null) choose(withDay(value));
              }}
            />
          </label>
          <span className="dim">UTC</span>
          <span className="grow" />
          {mayBeNow && (
            <button
              type="button"
              className="btn sm"
              onClick={() => {
                onChange('now');
                onClose();
              }}
            >
              Now
            </button>
          )}
          <button
            type="button"
            className="btn sm"
            disabled={ofDay === null}
            onClick={() => choose(withDay(value))}
          >
            Set
          </button>
        </div>
      </div>
    </Float>
  );
}

function Turn({ to, onTurn }: { readonly to: 1 | -1; readonly onTurn: () => void }) {
  const label = to < 0 ? 'The month before' : 'The month after';
  return (
    <button type="button" className="btn ghost ico sm" aria-label={label} title={label} onClick={onTurn}>
      <Icon of={to < 0 ? ChevronLeft : ChevronRight} />
    </button>
  );
}
