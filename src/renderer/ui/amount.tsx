/**
 * A decimal on screen: exact digits, weak padding zeros, `···` where it has no room, `–` where there is none, `?`
 * where it is not known.
 */
import { type FigureOptions, figure, isZero, noRoom, signOf } from '../format/decimal.ts';
import { textWidth } from './text-width.ts';

export interface AmountProps extends FigureOptions {
  readonly value: string | null;
  /** Ink of gain and loss. */
  readonly toned?: boolean;
  readonly unit?: string | undefined;
  /** What hovering shows; by default nothing, or the whole number when it has no room. */
  readonly title?: string | undefined;
  /** Why an expected figure is not known; null values without it are those that the venue does not say. */
  readonly why?: string | undefined;
  /** Pixels there are, and the size of the text. */
  readonly room?: { readonly px: number; readonly fontPx: number } | undefined;
}

const unitFontPx = 11;
const unitGapPx = 4;

export function Amount({ value, toned = false, unit, title, why, room, ...options }: AmountProps) {
  if (value === null && why !== undefined) return <Unknown why={why} />;
  if (value === null) return <span className="dim">–</span>;
  const cut = isZero(value) ? { text: '0', zeros: '' } : figure(value, options);
  const whole = `${cut.text}${cut.zeros}${unit === undefined ? '' : ` ${unit}`}`;
  if (room !== undefined && needed(cut.text + cut.zeros, unit, room.fontPx) > room.px) {
    return (
      <span className="no-room" title={title ?? whole} data-whole={whole}>
        {noRoom}
      </span>
    );
  }
  return (
    <span className={ink(value, toned)} title={title}>
      {cut.text}
      {cut.zeros !== '' && <i className="z">{cut.zeros}</i>}
      {unit !== undefined && <span className="unit">{unit}</span>}
    </span>
  );
}

/** Expected, and not known: hovering says why. */
export function Unknown({ why }: { readonly why: string }) {
  return (
    <span className="unknown" title={why}>
      ?
    </span>
  );
}

function ink(value: string, toned: boolean): string | undefined {
  if (isZero(value)) return 'dim';
  if (!toned) return undefined;
  return signOf(value) < 0 ? 'neg' : 'pos';
}

function needed(text: string, unit: string | undefined, fontPx: number): number {
  const unitWidth = unit === undefined ? 0 : unitGapPx + textWidth(unit, unitFontPx);
  return textWidth(text, fontPx) + unitWidth;
}
