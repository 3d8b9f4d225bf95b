/** Reads the dates of HTTP headers, which say what time it is at the venue and when it may be asked again. */

/** Milliseconds since 1970, or null where there is no date as servers write it (RFC 9110, 5.6.7). */
export function httpDateMs(header: string | null | undefined): number | null {
  // Date.parse alone takes nearly any text with a digit in it for a date.
  const ms = dated.test(header ?? '') ? Date.parse(header ?? '') : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

const dated = /^\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\s*$/;
