/** Why a total is not known, in words for those who hover over its place. */

/** `names`: what it cannot be known without; undefined where there is no such figure to be expected. */
export function whyUnknown(names: string | null): string | undefined {
  return names === null ? undefined : `Not known: a figure or a price is missing for ${names}`;
}

export function whyUnmeasured(symbols: string): string {
  return `How near ${symbols} may be cannot be measured now.`;
}
