/**
 * REST still uses Kraken's old names of assets and pairs where the stream says `BTC/USD`.
 * https://support.kraken.com/hc/en-us/articles/360001185506-How-to-interpret-asset-codes, read 2026-11-24
 */

/** `XXBT`, `XBT` and `XBT.F` are `BTC`; what is staked or earns interest belongs to the asset. */
export function assetOf(name: string): string {
  const plain = name.replace(/\.[A-Z]$/, '').replace(/\d\d$/, (digits) => (name.includes('.') ? '' : digits));
  const short = /^[XZ][A-Z]{3}$/.test(plain) ? plain.slice(1) : plain;
  return renamed.get(short) ?? short;
}

/** `XXBTZUSD` and `XBTUSD` are `BTC/USD`; a name that cannot be split stays as it is. */
export function pairOf(name: string): string {
  if (name.includes('/')) return name.split('/').map(assetOf).join('/');
  const old = /^([XZ][A-Z]{3})([XZ][A-Z]{3})$/.exec(name);
  if (old !== null) return `${assetOf(old[1] ?? '')}/${assetOf(old[2] ?? '')}`;
  const quote = quotes.find((ending) => name.length > ending.length && name.endsWith(ending));
  return quote === undefined ? name : `${assetOf(name.slice(0, -quote.length))}/${assetOf(quote)}`;
}

/** `BTC/USD` as REST takes it everywhere: `XBTUSD`. */
export function oldPairOf(symbol: string): string {
  return symbol
    .split('/')
    .map((asset) => (asset === 'BTC' ? 'XBT' : asset === 'DOGE' ? 'XDG' : asset))
    .join('');
}

/** The currency in which prices, costs and fees of a pair are. */
export function quoteOf(pair: string | null): string | null {
  return pair?.split('/')[1] ?? null;
}

const renamed: ReadonlyMap<string, string> = new Map([
  ['XBT', 'BTC'],
  ['XDG', 'DOGE'],
  ['ETH2', 'ETH'],
]);

// Longer ones first, since one may end as another does.
const quotes = [
  ...['PYUSD', 'RLUSD', 'USDT', 'USDC', 'USDG', 'USDS', 'USDQ', 'USDR', 'EURC', 'EURQ', 'EURR'],
  ...['ZUSD', 'ZEUR', 'ZGBP', 'ZCAD', 'ZJPY', 'ZAUD', 'XXBT', 'XETH'],
  ...['USD', 'EUR', 'GBP', 'CAD', 'JPY', 'AUD', 'CHF', 'AED', 'XBT', 'BTC', 'ETH', 'DAI', 'DOT', 'SOL'],
];
