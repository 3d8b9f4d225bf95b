/** A log of lines: time, level and words, from a level upwards, without keys. Where they go is the caller's. */
import { plainLine } from '../../preload/contract/plain-line.ts';
import { type Clock, isoMicros } from '../feeds/clock.ts';
import type { Log, LogLevel } from '../feeds/log.ts';
import { redact } from '../vault/redact.ts';

export interface LineLogOptions {
  readonly clock: Pick<Clock, 'wallMs'>;
  /** Asked for every message, since it may change. */
  readonly least: () => LogLevel;
  readonly write: (line: string) => void;
  /** Takes out more than keys. */
  readonly clean?: (text: string) => string;
}

export function lineLog({ clock, least, write, clean = (text) => text }: LineLogOptions): Log {
  return (level, message) => {
    if (rank[level] < rank[least()]) return;
    write(`${isoMicros(clock.wallMs())} ${level} ${plainLine(clean(redact(message)))}`);
  };
}

/** As in the variable LOG_LEVEL: any case, `warn` is `warning`; null: not said, or no level. */
export function levelIn(wanted: string | undefined): LogLevel | null {
  const name = wanted?.trim().toLowerCase();
  if (name === 'warn') return 'warning';
  return name === 'debug' || name === 'info' || name === 'warning' || name === 'error' ? name : null;
}

const rank = { debug: 0, info: 1, warning: 2, error: 3 } as const satisfies Record<LogLevel, number>;
