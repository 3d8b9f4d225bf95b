/** The program as it is shipped holds no way to change an account: neither the words of one nor the HTTP methods. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from 'vitest';

const out = resolve(import.meta.dirname, '../out');

beforeEach((context) => {
  if (!existsSync(join(out, 'main/index.js'))) context.skip('There is no build; `npm run build` makes one.');
});

/**
 * Addresses and operations of the order and transfer endpoints of every venue that Vigil knows, each from the
 * venue's own list, read 2026-11-24. Reads at the same address are not meant: they stand behind GET.
 */
const endpoints = [
  // https://www.bitmex.com/api/explorer
  /order\/(?:bulk|closePosition|cancelAllAfter|all\b)|position\/(?:leverage|isolate|transferMargin|riskLimit)/,
  /user\/(?:requestWithdrawal|walletTransfer)/,
  // https://bybit-exchange.github.io/docs/v5/order/create-order
  /order\/(?:create|amend|cancel)|["'`]order\.(?:create|amend|cancel)["'`]/,
  /position\/(?:set-|switch-|trading-stop|confirm)|asset\/(?:transfer|withdraw)/,
  // https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-place-order
  /trade\/(?:order(?!s)\b|batch-orders|cancel|amend|close-position|mass-cancel)|account\/set-leverage/,
  /batch-(?:orders|cancel|amend)/,
  // https://docs.deribit.com/#trading
  /private\/(?:buy|sell|edit|cancel|close_position|submit_|withdraw|create_)/,
  // https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints
  /api\/v3\/(?:order(?!s)\b|sor\/|orderList\b)|fapi\/v\d\/(?:order\b|batchOrders|leverage\b|marginType)/,
  /order(?:List)?\.(?:place|cancel|amend|modify)|openOrders\.cancelAll|countdownCancelAll/,
  // https://docs.kraken.com/api/docs/rest-api/add-order
  /private\/(?:AddOrder|EditOrder|AmendOrder|CancelOrder|CancelAll|Withdraw|WalletTransfer)\b/,
  /["'`](?:add_order|amend_order|edit_order|cancel_order|cancel_all|batch_add|batch_cancel)["'`]/,
  // https://docs.kraken.com/api/docs/futures-api/trading/send-order
  /\/(?:sendorder|editorder|cancelorder|cancelallorders|batchorder|withdrawal|transfer)\b/,
];
const methods = /["'`](?:POST|PUT|PATCH|DELETE)["'`]/g;

const programs = () =>
  readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?js$/.test(entry.name))
    .map((entry) => ({
      name: entry.name,
      text: readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    }));

test('the build names no endpoint that places, changes or cancels an order, or moves money', () => {
  const found = programs().flatMap(({ name, text }) =>
    endpoints.flatMap((endpoint) => {
      const at = text.search(endpoint);
      return at < 0 ? [] : [`${name}: ${text.slice(Math.max(0, at - 40), at + 60)}`];
    }),
  );
  expect(found).toEqual([]);
});

test('the build sends by POST what gives a listen key or reads, and knows no PUT, PATCH or DELETE', () => {
  const found = programs().flatMap(({ text }) => [...text.matchAll(methods)].map(([word]) => word));
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found)).toEqual(new Set(['"POST"']));
  // Binance USD-M's listen key, and Kraken's private reads.
  expect(found.length).toBeLessThanOrEqual(2);
});

test.each([
  'https://www.bitmex.com/api/v1/order/bulk',
  'https://api.bybit.com/v5/order/create',
  '{"op":"order.create"}',
  'https://www.okx.com/api/v5/trade/order',
  '{"op":"batch-orders"}',
  'private/sell',
  'https://api.binance.com/api/v3/order?symbol=BTCUSDT',
  'https://fapi.binance.com/fapi/v1/order',
  '{"method":"order.place"}',
  'https://api.kraken.com/0/private/AddOrder',
  '{"method":"add_order"}',
  'https://futures.kraken.com/derivatives/api/v3/sendorder',
])('the search would find %s', (address) => {
  expect(endpoints.some((endpoint) => endpoint.test(address))).toBe(true);
});
