/** What can be typed into the fields of the settings. Pure. */

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number | null {
  return (text) => {
    if (!/^\s*\d{1,5}\s*$/.test(text)) return null;
    const value = Number(text);
    return value >= least && value <= most ? value : null;
  };
}

/** `7:30` becomes `07:30`. */
export function timeOfDay(text: string): string | null {
  const match = /^\s*(\d{1,2})[:.](\d\d)\s*$/.exec(text);
  if (match === null || Number(match[1]) > 23 || Number(match[2]) > 59) return null;
  return `${(match[1] ?? '').padStart(2, '0')}:${match[2]}`;
}
