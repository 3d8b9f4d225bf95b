/** Words of others on one line: without what would speak to a terminal, end the line, or turn the rest around. Pure. */

export function plainLine(text: string): string {
  return text.replace(controls, ' ').replace(directions, '');
}

const controls = /[\p{Cc}\u2028\u2029]+/gu;
/** Marks that change the direction of what follows them, so that a text reads as another. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
