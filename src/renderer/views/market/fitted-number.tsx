/** A number of a narrow column: whole, or `···` with the whole on hover; never cut. */
import { noRoom } from '../../format/decimal.ts';
import { textWidth } from '../../ui/text-width.ts';

export interface FittedNumberProps {
  readonly text: string;
  readonly roomPx: number;
}

const fontPx = 11.5;

export function FittedNumber({ text, roomPx }: FittedNumberProps) {
  if (textWidth(text, fontPx) <= roomPx) return <span>{text}</span>;
  return <span title={text}>{noRoom}</span>;
}
