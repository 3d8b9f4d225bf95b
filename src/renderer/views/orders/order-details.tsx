/** What the drawer shows of one order. */
import type { OrderView } from '../../../preload/contract/views.ts';
import { plainFigure } from '../../format/decimal.ts';
import { fullTime } from '../../format/time.ts';
import type { InstrumentFacts } from '../../store/instruments.ts';
import type { CellContext, Details } from '../../tables/column.ts';
import { accountName, Price, sizeUnit } from '../../tables/usual-columns.tsx';
import { Amount } from '../../ui/amount.tsx';
import { SideMark } from '../../ui/side.tsx';
import { FillBar, Quantity, statusWords, ToMark, typeWords } from './order-cells.tsx';
import { OrderHistory } from './order-history.tsx';

export function orderDetails(row: OrderView, facts: InstrumentFacts | null): Details {
  const context: CellContext = { facts, room: undefined };
  const flags = [row.reduceOnly ? 'reduce only' : null, row.postOnly ? 'post only' : null];
  return {
    title: (
      <>
        {row.symbol} <SideMark side={row.side} />
      </>
    ),
    tag: row.status === null ? null : statusWords(row.status),
    summary: [accountName(row), asked(row, facts), ...flags].filter((word) => word !== null).join(' · '),
    fields: [
      { label: 'Price', value: <Price value={row.price} context={context} />, from: 'own' },
      { label: 'Trigger price', value: <Price value={row.triggerPrice} context={context} />, from: 'own' },
      { label: 'Size', value: <Quantity value={row.size} facts={facts} />, from: 'own' },
      {
        label: 'Filled',
        value: (
          <>
            <Amount value={row.filled} places={facts?.sizePlaces ?? 0} />
            <FillBar row={row} />
          </>
        ),
        from: 'own',
      },
      { label: 'Remaining', value: <Quantity value={row.remaining} facts={facts} />, from: 'own' },
      { label: 'Average price', value: <Price value={row.averagePrice} context={context} />, from: 'own' },
      // A closed order is no distance away from anything; its end is in the tag.
      ...(row.derived.closedMs === null
        ? [{ label: 'To mark', value: <ToMark row={row} />, from: 'mark' } as const]
        : []),
      { label: 'Time in force', value: row.timeInForce ?? '–', from: null },
      { label: 'Created', value: row.createdAt === null ? '–' : fullTime(row.createdAt), from: null },
      { label: 'Changed', value: row.updatedAt === null ? '–' : fullTime(row.updatedAt), from: null },
      { label: 'Client ID', value: row.clientId ?? '–', from: null },
      { label: 'Order ID', value: <span title={row.id}>{row.id}</span>, from: null },
    ],
    more: <OrderHistory order={row} facts={facts} />,
  };
}

/** `limit 400.0 SOL at 189.500` */
function asked(row: OrderView, facts: InstrumentFacts | null): string {
  const price = row.price ?? row.triggerPrice;
  const size =
    row.size === null
      ? ''
      : ` ${plainFigure(row.size, { places: facts?.sizePlaces ?? 0 })} ${sizeUnit(null, facts) ?? ''}`;
  const at = price === null ? '' : ` at ${plainFigure(price, { places: facts?.pricePlaces ?? 0 })}`;
  return `${row.type === null ? 'order' : typeWords(row.type).toLowerCase()}${size}${at}`;
}
