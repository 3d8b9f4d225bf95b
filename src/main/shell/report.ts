/** Writes what went wrong inside Vigil to the terminal it was started from. */
import { redact } from '../vault/redact.ts';

/** `what` says where, in words; the cause's own text stays out of the window. */
export function report(what: string, cause: unknown): void {
  const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  console.error(redact(`Vigil met an error in ${what} and goes on. ${why}`));
}

/** What feeds say of themselves is on screen; only errors of Vigil's own belong in the terminal. */
export function reportFeed(level: string, message: string): void {
  if (level === 'error') console.error(redact(`Vigil: ${message}`));
}
