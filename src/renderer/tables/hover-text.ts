/** What hovering a value tells: when it changed, when it was confirmed, and by which channel. */

import { formatAge } from '../format/age.ts';
import { fullTime } from '../format/time.ts';
import { mainNowMs } from '../store/main-clock.ts';
import { worstChannel } from '../store/row-health.ts';
import type { ShownTable } from '../store/shown-tables.ts';
import type { TableSpec } from './column.ts';

export function hoverText<T extends ShownTable>(spec: TableSpec<T>, key: string, column: string): string {
  const row = spec.table.row(key);
  if (row === undefined) return '';
  const fromMark = spec.columns.find(({ id }) => id === column)?.fromMark === true;
  const channel = worstChannel([fromMark && spec.mark !== undefined ? spec.mark(row) : spec.own(row)]);
  const lines: string[] = [];
  if ('updatedAt' in row && row.updatedAt !== null) lines.push(`changed ${fullTime(row.updatedAt)} UTC`);
  if (channel !== null) {
    const name = channel.symbol === null ? channel.topic : `${channel.topic}:${channel.symbol}`;
    if (channel.confirmedMs !== null) {
      lines.push(`confirmed ${formatAge(mainNowMs() - channel.confirmedMs)} ago`);
    }
    lines.push(`channel ${name}, ${channel.state}: ${channel.reason}`);
  }
  return lines.join('\n');
}
