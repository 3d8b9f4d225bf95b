/** Compares trade ids, which are strings of digits at venues that count and anything at others. */

export type IdOrder = 'same' | 'newer' | 'older' | 'unknown';

/**
 * The documentation promises the last trade's id; heartbeats with a constant 0 have been reported, so
 * that 0 is as good as none. https://docs.cdp.coinbase.com/exchange/websocket-feed
 */
export function tradeIdOrNull(id: string | null): string | null {
  return id === null || /^0*$/.test(id) ? null : id;
}

/** How `id` stands to `known`; only ids made of digits have an order. */
export function compareTradeIds(id: string, known: string): IdOrder {
  if (id === known) return 'same';
  if (!/^\d+$/.test(id) || !/^\d+$/.test(known)) return 'unknown';
  // Compared as text, since ids can exceed what a number holds.
  const left = id.replace(/^0+/, '');
  const right = known.replace(/^0+/, '');
  if (left === right) return 'same';
  if (left.length !== right.length) return left.length > right.length ? 'newer' : 'older';
  return left > right ? 'newer' : 'older';
}
