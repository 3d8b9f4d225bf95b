/** How npm is asked to fetch: errors only, and no minutes of waiting where there is no network. */
export const patience = [
  '--loglevel=error',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];
