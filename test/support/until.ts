/** Waits for a condition, with a deadline. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 15_000,
  everyMs = 10,
): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`Waited ${limitMs} ms for ${what}`);
    await new Promise((done) => setTimeout(done, everyMs));
  }
}
