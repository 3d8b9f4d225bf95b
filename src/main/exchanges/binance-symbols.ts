/** Binance writes symbols without a mark between base and quote: the quote is known by its name. */
import { text } from './fields.ts';

/** null where the symbol ends with no currency that is known as a quote. */
export function pairOf(symbol: unknown): { readonly base: string | null; readonly quote: string | null } {
  const [name = ''] = (text(symbol) ?? '').split('_');
  const quote = quotes.exec(name)?.[0] ?? null;
  return { base: quote === null ? null : name.slice(0, -quote.length), quote };
}

const quotes = /(?<=.)(?:USDT|USDC|FDUSD|TUSD|BUSD|USD1|BTC|ETH|BNB|EUR|TRY|BRL|JPY|ARS|MXN|PLN|ZAR|IDR)$/;
