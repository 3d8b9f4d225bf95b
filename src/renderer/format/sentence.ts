/** A reason, as a venue or Vigil words it, as a sentence of its own. */

export function sentence(reason: string): string {
  const capital = reason.charAt(0).toUpperCase() + reason.slice(1);
  return capital === '' || /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
