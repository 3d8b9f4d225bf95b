/** A row's key fields joined to one string: the same for the same values, different for different ones. */
import { isLosslessNumber } from 'lossless-json';
import type { Item } from '../exchanges/exchange.ts';

/** null when the row lacks one of the fields, so that it could not be found again. */
export function itemKey(keys: readonly string[], item: Item): string | null {
  let joined: string | null = null;
  for (const name of keys) {
    const part = keyPart(item[name]);
    if (part === null) return null;
    joined = joined === null ? part : `${joined}|${part}`;
  }
  return joined;
}

function keyPart(value: unknown): string | null {
  if (typeof value === 'string') {
    return value.includes('|') || value.includes('\\') ? value.replace(/[\\|]/g, '\\$&') : value;
  }
  if (typeof value === 'number') return `${value}`;
  return value === null || typeof value === 'boolean' || isLosslessNumber(value) ? String(value) : null;
}
