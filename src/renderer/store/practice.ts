/** Whether what is on screen is the practice venue. */
import { rowsOf, tables, useVersion } from './tables.ts';

/** `only`: nothing else is open; `some`: beside real feeds. */
export type Practice = 'only' | 'some' | 'none';

export function usePractice(): Practice {
  useVersion(tables.feed);
  const feeds = rowsOf(tables.feed);
  if (!feeds.some((feed) => feed.practice)) return 'none';
  return feeds.every((feed) => feed.practice) ? 'only' : 'some';
}

/** True when every account there is belongs to the practice venue. */
export function usePracticeAccounts(): boolean {
  useVersion(tables.feed);
  const accounts = rowsOf(tables.feed).filter((feed) => feed.account !== null);
  return accounts.length > 0 && accounts.every((feed) => feed.practice);
}
