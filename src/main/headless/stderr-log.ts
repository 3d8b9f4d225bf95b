/** The log of the headless command: standard error, from the level in LOG_LEVEL upwards. */
import { type Clock, isoMicros } from '../feeds/clock.ts';
import type { Log, LogLevel } from '../feeds/log.ts';
import { redact } from '../vault/redact.ts';

export function stderrLog(wanted: string | undefined, clock: Clock, write: (text: string) => void): Log {
  const least = rank[levelOf(wanted)];
  return (level, message) => {
    if (rank[level] >= least) write(`${isoMicros(clock.wallMs())} ${level} ${oneLine(redact(message))}\n`);
  };
}

/** Any case; `warn` is `warning`; anything else is the default. */
function levelOf(wanted: string | undefined): LogLevel {
  const name = wanted?.trim().toLowerCase();
  if (name === 'warn') return 'warning';
  return name === 'debug' || name === 'info' || name === 'error' ? name : 'warning';
}

/** A venue's words must not be able to forge a line, or to speak to the terminal. */
function oneLine(message: string): string {
  return message.replace(/\p{Cc}+/gu, ' ');
}

const rank = { debug: 0, info: 1, warning: 2, error: 3 } as const satisfies Record<LogLevel, number>;
