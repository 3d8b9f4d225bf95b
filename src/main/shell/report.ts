/** Writes what went wrong inside Vigil to the terminal it was started from. */

/** `what` says where, in words; the cause's own text stays out of the window. */
export function report(what: string, cause: unknown): void {
  const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  console.error(`Vigil met an error in ${what} and goes on. ${why}`);
}
