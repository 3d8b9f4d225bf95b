/** Opens the log of the desktop app, and says in it who speaks. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { Clock } from '../feeds/clock.ts';
import type { LogLevel } from '../feeds/log.ts';
import { type AppLog, createAppLog } from '../logs/app-log.ts';
import { withoutPrivateWords } from '../logs/private-words.ts';
import { openRotatedFile } from '../logs/rotated-file.ts';
import { reportTo } from '../shell/report.ts';

export interface LogParts {
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly chosen: () => LogLevel;
  readonly problem: (message: string) => void;
}

export interface OpenLog extends AppLog {
  /** Takes out what goes into no text that leaves Vigil. */
  readonly clean: (text: string) => string;
}

export function openLog({ clock, dataFolder, chosen, problem }: LogParts): OpenLog {
  const clean = withoutPrivateWords(homedir());
  const log = createAppLog({
    ...{ clock, clean, chosen },
    file: openRotatedFile({ path: join(dataFolder, 'logs', 'vigil.log'), problem }),
    terminal: (line) => console.error(line),
    wanted: process.env.LOG_LEVEL,
  });
  reportTo(log.log);
  const { electron, chrome, node } = process.versions;
  log.log(
    'info',
    `Vigil ${app.getVersion()} starts: Electron ${electron}, Chromium ${chrome}, Node ${node}, ${process.platform} ${process.arch}.`,
  );
  return { ...log, clean };
}
