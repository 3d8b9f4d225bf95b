/** The desktop app's log: a file, the terminal it was started from, and its last lines in memory. */
import type { Clock } from '../feeds/clock.ts';
import type { Log, LogLevel } from '../feeds/log.ts';
import { levelIn, lineLog } from './line-log.ts';
import type { RotatedFile } from './rotated-file.ts';

export interface AppLogOptions {
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly file: RotatedFile;
  readonly terminal: (line: string) => void;
  /** LOG_LEVEL of the environment; it goes before what the user chose. */
  readonly wanted: string | undefined;
  readonly chosen: () => LogLevel;
  readonly clean: (text: string) => string;
}

export interface AppLog {
  readonly log: Log;
  /** Oldest first. */
  recent(): readonly string[];
  settled(): Promise<void>;
}

const mostRecent = 300;

export function createAppLog({ clock, file, terminal, wanted, chosen, clean }: AppLogOptions): AppLog {
  const fixed = levelIn(wanted);
  let recent: string[] = [];
  const toFile = lineLog({
    ...{ clock, clean },
    least: () => fixed ?? chosen(),
    write(line) {
      file.write(line);
      recent.push(line);
      if (recent.length > mostRecent * 2) recent = recent.slice(-mostRecent);
    },
  });
  // Whoever starts it from a terminal wants to hear of errors, and of more only when asked for.
  const toTerminal = lineLog({ ...{ clock, clean }, least: () => fixed ?? 'error', write: terminal });
  return {
    log(level, message) {
      toFile(level, message);
      toTerminal(level, message);
    },
    recent: () => recent.slice(-mostRecent),
    settled: file.settled,
  };
}
