/** Long, short, buy and sell: an arrow, a word and an ink. */
import { Arrow } from './glyph.tsx';

const words = {
  long: ['pos', 'up', 'Long'],
  short: ['neg', 'down', 'Short'],
  flat: ['dim', 'flat', 'Flat'],
  buy: ['pos', 'up', 'Buy'],
  sell: ['neg', 'down', 'Sell'],
} as const;

export type Side = keyof typeof words | null;

export function SideMark({ side }: { readonly side: Side }) {
  if (side === null) return <span className="dim">–</span>;
  const [ink, arrow, word] = words[side];
  return (
    <span className={`side ${ink}`}>
      <Arrow to={arrow} />
      {word}
    </span>
  );
}
