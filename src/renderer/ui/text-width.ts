/** Widths of texts in the window's own font, so that a number without room is noticed before it is cut. */

const samples = 20;
const widths = new Map<number, Map<string, number>>();

/** Pixels that `text` takes at a font size; every kind of character is measured once. */
export function textWidth(text: string, fontSizePx: number): number {
  let known = widths.get(fontSizePx);
  if (known === undefined) {
    known = new Map();
    widths.set(fontSizePx, known);
  }
  let sum = 0;
  for (const character of text) {
    // Figures are tabular: one width for all digits.
    const kind = character >= '0' && character <= '9' ? '0' : character;
    let width = known.get(kind);
    if (width === undefined) {
      width = measure(kind, fontSizePx);
      known.set(kind, width);
    }
    sum += width;
  }
  return sum;
}

function measure(character: string, fontSizePx: number): number {
  const probe = document.createElement('span');
  probe.className = 'sr';
  probe.style.width = 'auto';
  probe.style.fontSize = `${fontSizePx}px`;
  probe.textContent = character.repeat(samples);
  document.body.append(probe);
  const width = probe.getBoundingClientRect().width / samples;
  probe.remove();
  return width;
}
