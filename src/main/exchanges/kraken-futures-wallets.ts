/**
 * Balances of Kraken Futures, one row a currency of each wallet: cash, the single-collateral wallets of inverse
 * contracts, and the multi-collateral wallet `flex`. The stream and REST name them in different ways.
 * https://docs.kraken.com/api/docs/futures-api/websocket/balances and trading/get-accounts, read 2026-11-24
 */
import { digitsOf, shiftPoint } from './exact-json.ts';
import { sum } from './exact-sum.ts';
import type { Item, RowFields } from './exchange.ts';
import { isItem, isoTime, text, timeMs } from './fields.ts';

export const walletKeys = ['wallet', 'currency'];

/** null when nothing of it is a wallet. A change names only the wallets that it touches. */
export function streamedWallets(message: Item): readonly Item[] | null {
  const { holding, futures, flex_futures: flex, timestamp } = message;
  if (!isItem(holding) && !isItem(futures) && !isItem(flex)) return null;
  const rows = [
    ...entries(holding).map(([currency, balance]) => row('cash', currency, { balance })),
    ...entries(futures).flatMap(([name, wallet]) =>
      isItem(wallet) ? [row(pairOf(wallet.pair) ?? name, wallet.unit, wallet)] : [],
    ),
    ...(isItem(flex) ? flexRows(flex) : []),
  ].map((one) => ({ ...one, timestamp }));
  return message.feed === 'balances_snapshot' ? rows.filter(holdsSomething) : rows;
}

export function readWallets(accounts: Item, serverTime: unknown): readonly Item[] {
  const rows = Object.entries(accounts).flatMap(([name, account]): readonly Item[] => {
    if (!isItem(account)) return [];
    if (account.type === 'multiCollateralMarginAccount') return flexRows(inStreamWords(account));
    const { balances, auxiliary, marginRequirements: needs } = account;
    if (!isItem(balances)) return [];
    if (account.type !== 'marginAccount') {
      return Object.entries(balances).map(([currency, balance]) => row('cash', currency, { balance }));
    }
    const figures = {
      balance: balances[text(account.currency) ?? ''],
      ...(isItem(auxiliary) ? { portfolio_value: auxiliary.pv, available: auxiliary.af } : {}),
      ...(isItem(needs) ? { initial_margin: needs.im, maintenance_margin: needs.mm } : {}),
    };
    // `fi_xbtusd` is the wallet of all XBT/USD contracts.
    return [row(name.replace(/^[a-z]{2}_/, '').toUpperCase(), account.currency, figures)];
  });
  return rows.filter(holdsSomething).map((one) => ({ ...one, serverTime }));
}

export function walletFields(item: Item): RowFields<'margin'> {
  const balance = digitsOf(item.balance);
  const isPlain = item.wallet === 'cash' || item.wallet === 'flex';
  // What positions have won or lost but not paid yet is in US dollars, whatever backs them.
  const unpaid = digitsOf(item.total_unrealized);
  const equity = isPlain
    ? unpaid === null
      ? balance
      : sum(balance, unpaid)
    : digitsOf(item.portfolio_value);
  // Where none are needed, the wallet does not speak of them.
  const margin = (value: unknown) => (value === undefined && isPlain ? '0' : digitsOf(value));
  return {
    symbol: null,
    updatedAt: isoTime(timeMs(item.timestamp)) ?? isoTime(item.serverTime),
    currency: text(item.currency) ?? 'unknown',
    walletBalance: balance,
    equity,
    available: digitsOf(item.available),
    initialMargin: margin(item.initial_margin),
    maintenanceMargin: margin(item.maintenance_margin),
    marginRatio: ratioOf(item),
  };
}

/** Stream and REST write the same balance with more and with fewer decimals. */
export function walletFacts({ balance }: Item): string | null {
  const amount = Number(digitsOf(balance) ?? 0);
  return amount === 0 ? null : amount.toPrecision(7);
}

/** What backs all positions together stands in the row of the dollar. */
function flexRows(flex: Item): readonly Item[] {
  const currencies = new Map(entries(flex.currencies));
  if (!currencies.has('USD')) currencies.set('USD', { quantity: 0 });
  return [...currencies].flatMap(([currency, coin]) => {
    if (!isItem(coin)) return [];
    const { quantity: balance, available } = coin;
    const figures = currency === 'USD' ? { ...flex, currencies: undefined } : {};
    return [row('flex', currency, { ...figures, balance, available })];
  });
}

function inStreamWords(account: Item): Item {
  return {
    currencies: account.currencies,
    // The stream counts what orders need as initial margin too.
    initial_margin: account.initialMarginWithOrders,
    maintenance_margin: account.maintenanceMargin,
    total_unrealized: account.totalUnrealized,
    margin_equity: account.marginEquity,
  };
}

function row(wallet: string, currency: unknown, figures: Item): Item {
  return { ...figures, wallet, currency: (text(currency) ?? 'unknown').toUpperCase() };
}

function holdsSomething({ balance, portfolio_value: value, maintenance_margin: margin }: Item): boolean {
  return [balance, value, margin].some((figure) => Number(digitsOf(figure) ?? 0) !== 0);
}

/** Over what the venue counts as margin: collateral after its haircut, with profits and losses. */
function ratioOf(item: Item): string | null {
  const margin = Number(digitsOf(item.maintenance_margin) ?? Number.NaN);
  const equity = Number(digitsOf(item.margin_equity) ?? Number.NaN);
  // From 1e21 on a double is not written in plain digits any more.
  const ratio = equity > 0 ? margin / equity : Number.NaN;
  return Math.abs(ratio) < 1e21 ? shiftPoint(ratio.toFixed(8), 0) : null;
}

function pairOf(pair: unknown): string | null {
  return text(pair)?.replace('/', '').toUpperCase() ?? null;
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return isItem(value) ? Object.entries(value) : [];
}
