/** A row's key fields joined to one string: the same for the same values, different for different ones. */
import type { Item } from '../exchanges/exchange.ts';
import { keyValue } from './key-index.ts';

/** null when the row lacks one of the fields, so that it could not be found again. */
export function itemKey(keys: readonly string[], item: Item): string | null {
  let joined: string | null = null;
  for (const name of keys) {
    const value = keyValue(item[name]);
    if (value === undefined) return null;
    const part = typeof value === 'string' ? escaped(value) : String(value);
    joined = joined === null ? part : `${joined}|${part}`;
  }
  return joined;
}

function escaped(text: string): string {
  return text.includes('|') || text.includes('\\') ? text.replace(/[\\|]/g, '\\$&') : text;
}
