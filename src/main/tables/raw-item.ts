/** The venue's own object behind a row, for those who want to see what was really sent. Pure. */
import type { RawItem } from '../../preload/contract/requests.ts';
import { stringifyExact } from '../exchanges/exact-json.ts';
import type { LiveRow } from './live-rows.ts';

export function rawItem({ item, previous }: LiveRow): RawItem {
  const changed =
    previous === null
      ? []
      : Object.keys(item).filter((key) => stringifyExact(previous[key]) !== stringifyExact(item[key]));
  return { json: stringifyExact(item), changed };
}
