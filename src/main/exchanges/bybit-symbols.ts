/**
 * How Bybit writes symbols, and which of its addresses serves one.
 * https://bybit-exchange.github.io/docs/v5/enum#symbol, read 2026-11-24
 */

export type BybitCategory = 'linear' | 'inverse' | 'spot' | 'option';

export interface BybitContract {
  readonly base: string;
  readonly quote: string;
  /** What profits are paid in. */
  readonly settle: string;
  readonly isPerpetual: boolean;
}

/** A spot market and a contract may have the same name, so that the address decides where it names a category. */
export function categoryAt(endpoint: string, symbol: string): BybitCategory {
  return categoryNamed(endpoint) ?? categoryOf(symbol);
}

/** null: the address names none. */
export function categoryNamed(endpoint: string): BybitCategory | null {
  const named = /\/public\/(linear|inverse|spot|option)\b/.exec(endpoint)?.[1];
  return categories.find((category) => category === named) ?? null;
}

/** null for a symbol whose parts cannot be told, and for spot. */
export function contractOfSymbol(symbol: string): BybitContract | null {
  const option = /^([A-Z0-9]+)-\d{1,2}[A-Z]{3}\d\d-\d+(?:\.\d+)?-[CP](?:-(USDT))?$/.exec(symbol);
  if (option !== null) return contract(option[1], option[2] ?? 'USDC', false);
  const usdc = /^([A-Z0-9]+?)(?:PERP|-\d{1,2}[A-Z]{3}\d\d)$/.exec(symbol);
  const isDated = /-\d{1,2}[A-Z]{3}\d\d$/.test(symbol);
  const usdt = /^([A-Z0-9]+?)(USDT|USDC|USDE)(?:-\d{1,2}[A-Z]{3}\d\d)?$/.exec(symbol);
  if (usdt !== null) return contract(usdt[1], usdt[2], !isDated);
  if (usdc !== null) return contract(usdc[1], 'USDC', !isDated);
  const inverse = inversePattern.exec(symbol);
  const base = inverse?.[1];
  return base === undefined
    ? null
    : { base, quote: 'USD', settle: base, isPerpetual: symbol.endsWith('USD') };
}

export function isInverseSymbol(symbol: string): boolean {
  return inversePattern.test(symbol);
}

function categoryOf(symbol: string): BybitCategory {
  if (/-[CP](?:-USDT)?$/.test(symbol)) return 'option';
  return isInverseSymbol(symbol) ? 'inverse' : 'linear';
}

function contract(base: string | undefined, settle: string | undefined, isPerpetual: boolean) {
  if (base === undefined || settle === undefined) return null;
  return { base, quote: settle, settle, isPerpetual };
}

// BTCUSD, and its quarterly futures BTCUSDZ26.
const inversePattern = /^([A-Z0-9]+?)USD(?:[HMUZ]\d\d)?$/;
const categories: readonly BybitCategory[] = ['linear', 'inverse', 'spot', 'option'];
