/** Why a figure of a position is not known that should be, for those who hover over its place. Pure. */
import type { PositionView } from '../../../preload/contract/views.ts';

export const unreadableSize = 'The size cannot be read; the details have what the venue sent';

/** Undefined where the figure is known. */
export function whyNoSize({ size }: PositionView): string | undefined {
  return size === null ? unreadableSize : undefined;
}

export function whyNoNotional(row: PositionView, currency: string): string | undefined {
  if (row.derived.notionalDisplay !== null) return undefined;
  return whyNoSize(row) ?? whyNotConverted(row.notional, row, currency);
}

export function whyNoPnl(row: PositionView, currency: string): string | undefined {
  if (row.derived.unrealisedPnlDisplay !== null) return undefined;
  return row.unrealisedPnl === null
    ? (whyNoSize(row) ?? whyNotConverted(null, row, currency))
    : whyNotConverted(row.unrealisedPnl, row, currency);
}

/** Without a liquidation price there is none to be expected. */
export function whyNoDistance(row: PositionView): string | undefined {
  const isExpected = row.side !== 'flat' && row.liquidationPrice !== null;
  return isExpected && row.derived.liquidationDistance === null ? noMark : undefined;
}

function whyNotConverted(own: string | null, { markPrice }: PositionView, currency: string): string {
  if (own !== null) return `No price leads to ${currency}`;
  return markPrice === null ? noMark : 'The venue does not say what one contract is worth';
}

const noMark = 'There is no mark price now';
