/** Frames that a sound venue would never send. */
import { contracts } from './instruments.ts';
import type { Fault } from './practice-venue.ts';
import { schemaOf, splitTopic } from './tables.ts';
import type { Row } from './venue-event.ts';

type BadFrame = Extract<Fault, { kind: 'bad-frame' }>['frame'];

/** Larger than any frame a client of this dialect should accept. */
const oversizedBytes = 20 * 1024 * 1024;

export function badFrame(frame: BadFrame): string | Buffer {
  switch (frame) {
    case 'truncated':
      return '{"table":"trade","action":"insert","data":[{"timestamp":"2026-11-24T14:32:07.000Z","symbol":"XBTU';
    case 'binary':
      return Buffer.from([0x00, 0x9f, 0x92, 0x96, 0xff, 0xfe, 0x01]);
    case 'not-json':
      return 'upstream connect error or disconnect/reset before headers';
    case 'oversized':
      return `{"table":"chat","action":"insert","data":[{"id":1,"message":"${'x'.repeat(oversizedBytes)}"}]}`;
  }
}

/** An update or delete whose key fields name no row that the venue ever had. */
export function unknownRow(
  topic: string,
  action: 'update' | 'delete',
  account: number,
  timestamp: string,
): string {
  const { table, symbol } = splitTopic(topic);
  const schema = schemaOf(table);
  const keys = schema?.keys ?? [];
  const row: Record<string, unknown> = {};
  for (const key of keys) row[key] = unknownKey(key, symbol, account, keys);
  const alive = symbol ?? contracts[0]?.symbol ?? null;
  if (schema?.types.symbol !== undefined && row.symbol === undefined) row.symbol = alive;
  const changes: Row = action === 'update' ? { ...changeFor(schema?.types ?? {}), timestamp } : {};
  return JSON.stringify({ table, action, data: [{ ...row, ...changes }] });
}

function unknownKey(key: string, symbol: string | null, account: number, keys: readonly string[]): unknown {
  switch (key) {
    case 'account':
      return account;
    case 'id':
      return 1;
    case 'side':
      return 'Buy';
    case 'currency':
      return 'NONe';
    case 'timestamp':
      return '2000-01-01T00:00:00.000Z';
    case 'symbol':
      // Where the symbol alone (or with the account) is the key, only another symbol is an unknown row.
      return keys.includes('id') && symbol !== null ? symbol : 'NONE99';
    default:
      return 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  }
}

/** One field that the table has, so that the update says something. */
function changeFor(types: Readonly<Record<string, string>>): Row {
  const names = ['leavesQty', 'currentQty', 'walletBalance', 'lastPrice', 'size', 'fundingRate', 'amount'];
  const name = names.find((one) => types[one] !== undefined);
  return name === undefined ? {} : { [name]: 1 };
}
