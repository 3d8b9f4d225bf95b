/** A moment, typed in words or picked from a calendar; in UTC like every time in the window. */
import { CalendarClock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { momentText, parseMoment } from '../../format/moment.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Anchor } from '../../ui/menu.tsx';
import { Calendar } from './calendar.tsx';

export interface MomentFieldProps {
  readonly label: string;
  readonly value: number | 'now';
  /** Whether `now` is an answer. */
  readonly mayBeNow: boolean;
  readonly onChange: (value: number | 'now') => void;
}

export function MomentField({ label, value, mayBeNow, onChange }: MomentFieldProps) {
  const shown = value === 'now' ? 'now' : momentText(value, Date.now());
  const [draft, setDraft] = useState<string | null>(null);
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const box = useRef<HTMLSpanElement>(null);
  const parsed = draft === null ? value : parseMoment(draft, Date.now());
  const wrong = draft !== null && (parsed === null || (parsed === 'now' && !mayBeNow));

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new moment from outside ends what was typed
  useEffect(() => setDraft(null), [value]);

  function take(): void {
    if (draft === null || parsed === null || wrong) return;
    setDraft(null);
    if (draft.trim() !== shown) onChange(parsed);
  }

  return (
    <span ref={box} className={wrong ? 'inp sm moment wrong' : 'inp sm moment'}>
      <input
        aria-label={label}
        aria-invalid={wrong}
        title={wrong ? 'A time like 06:30, 24 Nov 06:30 or 8 h ago' : undefined}
        value={draft ?? shown}
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => (wrong ? setDraft(null) : take())}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setDraft(null);
          event.currentTarget.blur();
        }}
      />
      <button
        type="button"
        className="pick"
        aria-label={`${label}, calendar`}
        title="Pick from a calendar"
        onClick={() => setAnchor(box.current?.getBoundingClientRect() ?? null)}
      >
        <Icon of={CalendarClock} />
      </button>
      {anchor !== null && (
        <Calendar
          label={label}
          anchor={anchor}
          value={value === 'now' ? Date.now() : value}
          mayBeNow={mayBeNow}
          onChange={onChange}
          onClose={() => setAnchor(null)}
        />
      )}
    </span>
  );
}
