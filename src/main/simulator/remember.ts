/** Keeps what a practice venue was asked, for tests that prove what was and was not asked; bounded. */

export function remember<T>(log: T[], entry: T): void {
  log.push(entry);
  if (log.length > keptEntries) log.shift();
}

const keptEntries = 2_000;
