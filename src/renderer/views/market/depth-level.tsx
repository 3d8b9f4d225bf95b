/** One price of the book with its size and the sum up to it. */
import { memo } from 'react';
import { plainFigure } from '../../format/decimal.ts';
import type { DepthRow } from './depth-rows.ts';
import { FittedNumber } from './fitted-number.tsx';

export interface DepthLevelProps {
  readonly level: DepthRow;
  readonly side: 'ask' | 'bid';
  readonly places: number;
  readonly sizePlaces: number;
}

export const DepthLevel = memo(
  function DepthLevel({ level, side, places, sizePlaces }: DepthLevelProps) {
    return (
      <tr>
        <td className={side === 'ask' ? 'r p neg' : 'r p pos'}>
          <FittedNumber text={plainFigure(level.price, { places })} roomPx={84} />
        </td>
        <td className="r">
          <FittedNumber text={plainFigure(level.size, { places: sizePlaces })} roomPx={68} />
        </td>
        <td className="r last cum">
          <i className={side === 'ask' ? 'da' : 'dbb'} style={{ width: `${level.share * 100}%` }} />
          <FittedNumber text={plainFigure(level.sum, { places: sizePlaces })} roomPx={76} />
        </td>
      </tr>
    );
  },
  (before, after) =>
    before.level.price === after.level.price &&
    before.level.size === after.level.size &&
    before.level.sum === after.level.sum &&
    before.level.share === after.level.share &&
    before.places === after.places &&
    before.sizePlaces === after.sizePlaces,
);
