/** Moves the point of a decimal string to the right: a fraction of 0.000081 is 0.0081 percent, exactly. */
export function shiftPoint(value: string, places: number): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(value);
  if (match === null) return value;
  const fraction = (match[3] ?? '').padEnd(places, '0');
  const whole = `${match[2] ?? '0'}${fraction.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  const rest = fraction.slice(places);
  return `${match[1] ?? ''}${whole}${rest === '' ? '' : `.${rest}`}`;
}
