/** The log of the headless command: standard error, from the level in LOG_LEVEL upwards. */
import type { Clock } from '../feeds/clock.ts';
import type { Log } from '../feeds/log.ts';
import { levelIn, lineLog } from '../logs/line-log.ts';

export function stderrLog(wanted: string | undefined, clock: Clock, write: (text: string) => void): Log {
  const named = levelIn(wanted);
  const least = named ?? 'warning';
  const log = lineLog({ clock, least: () => least, write: (line) => write(`${line}\n`) });
  if (named === null && wanted !== undefined && wanted.trim() !== '') {
    log('warning', `LOG_LEVEL is debug, info, warning or error, not "${wanted}"; it is warning now.`);
  }
  return log;
}
