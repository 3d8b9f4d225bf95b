/** Where any part of the shell says what it met: the terminal, until the app's log is there. */
import type { Log, LogLevel } from '../feeds/log.ts';
import { lineLog } from '../logs/line-log.ts';

let log: Log = lineLog({
  clock: { wallMs: Date.now },
  least: () => 'error',
  write: (line) => console.error(line),
});

export function reportTo(next: Log): void {
  log = next;
}

export function note(level: LogLevel, message: string): void {
  log(level, message);
}

/** `what` says where, in words; the cause's own text stays out of the window. */
export function report(what: string, cause: unknown): void {
  const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  log('error', `Vigil met an error in ${what} and goes on. ${why}`);
}
