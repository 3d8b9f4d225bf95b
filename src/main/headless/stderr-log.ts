/** The log of the headless command: standard error, from the level in LOG_LEVEL upwards. */
import type { Clock } from '../feeds/clock.ts';
import type { Log } from '../feeds/log.ts';
import { levelIn, lineLog } from '../logs/line-log.ts';

export function stderrLog(wanted: string | undefined, clock: Clock, write: (text: string) => void): Log {
  const least = levelIn(wanted) ?? 'warning';
  return lineLog({ clock, least: () => least, write: (line) => write(`${line}\n`) });
}
