/** Text on a canvas whose digits are all as wide as a zero: a canvas does not know tabular numerals. */

export function tabularWidth(context: CanvasRenderingContext2D, text: string): number {
  const zero = context.measureText('0').width;
  let width = 0;
  for (const run of runsOf(text)) {
    width += isDigit(run) ? zero : context.measureText(run).width;
  }
  return width;
}

export function fillTabular(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  align: 'left' | 'center' | 'right',
): void {
  const zero = context.measureText('0').width;
  const width = tabularWidth(context, text);
  let at = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  context.textAlign = 'left';
  for (const run of runsOf(text)) {
    const own = context.measureText(run).width;
    const cell = isDigit(run) ? zero : own;
    context.fillText(run, at + (cell - own) / 2, y);
    at += cell;
  }
}

/** Single digits, and what stands between them in one piece. */
function runsOf(text: string): readonly string[] {
  return text.match(/\d|\D+/g) ?? [];
}

function isDigit(run: string): boolean {
  return run >= '0' && run <= '9';
}
