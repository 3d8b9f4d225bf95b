/** Waits until something is there, with a deadline: a test never sleeps and hopes. */

export async function eventually<T>(
  what: string,
  find: () => T | null | undefined | false,
  deadlineMs = 5_000,
): Promise<T> {
  const start = performance.now();
  for (;;) {
    const found = find();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() - start > deadlineMs) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
