import { expect, test, vi } from 'vitest';
import { unnamedAt } from '../support/asked.ts';
import { sign } from './practice-client.ts';
import { type VenueUnderTest, venueUnderTest } from './venue-under-test.ts';

// A busy machine is slow, not wrong.
vi.setConfig({ testTimeout: 20_000 });

type Row = Record<string, unknown>;

async function get(venue: VenueUnderTest['venue'], path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${venue.restUrl}${path}`, { headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as unknown };
}

async function getSigned({ venue, clock }: VenueUnderTest, path: string, seconds = 5) {
  const expires = Math.floor(clock.wallMs() / 1000) + seconds;
  return get(venue, path, {
    'api-key': venue.key,
    'api-expires': String(expires),
    'api-signature': sign(venue.secret, `GET/api/v1${path}${expires}`),
  });
}

test('every request is remembered, those too that ask for what it does not have', async () => {
  const { venue } = await venueUnderTest();
  await get(venue, '/instrument/active?count=1');
  await fetch(`${venue.restUrl}/order`, { method: 'POST', body: '{}' });
  expect(venue.requests).toEqual([
    { method: 'GET', url: '/api/v1/instrument/active?count=1' },
    { method: 'POST', url: '/api/v1/order' },
  ]);
  expect(unnamedAt(venue)).toEqual(['GET /api/v1/instrument/active', 'POST /api/v1/order']);
});

test('active instruments hold what valuing a position needs', async () => {
  const { venue } = await venueUnderTest();
  const { body } = await get(venue, '/instrument/active');
  const rows = new Map((body as Row[]).map((row) => [row.symbol, row]));
  expect([...rows.keys()]).toEqual(venue.symbols);
  expect(rows.get('XBTUSD')).toMatchObject({
    typ: 'FFWCSX',
    state: 'Open',
    tickSize: 0.5,
    lotSize: 100,
    multiplier: -100_000_000,
    isInverse: true,
    settlCurrency: 'XBt',
  });
  expect(rows.get('SOLUSDT')).toMatchObject({
    lotSize: 1000,
    multiplier: 100,
    underlyingToPositionMultiplier: 10_000,
    quoteToSettleMultiplier: 1_000_000,
    settlCurrency: 'USDt',
    isInverse: false,
    isQuanto: false,
  });
  expect(rows.get('ETHUSD')).toMatchObject({ isQuanto: true, multiplier: 100, settlCurrency: 'XBt' });
});

test('the Date header is the time of the venue', async () => {
  const { venue, clock } = await venueUnderTest();
  clock.advance(90_000);
  const { headers, body } = await get(venue, '');
  expect(headers.get('date')).toBe(new Date(clock.wallMs()).toUTCString());
  expect(body).toMatchObject({ timestamp: Math.floor(clock.wallMs()) });
});

test('trades can be read by time and page, oldest or newest first, and never twice', async () => {
  const { venue, steps } = await venueUnderTest();
  steps(600);
  const newest = (await get(venue, '/trade?symbol=XBTUSD&count=40&reverse=true')).body as Row[];
  expect(newest).toHaveLength(40);
  const from = String(newest.at(-1)?.timestamp);
  const to = String(newest[0]?.timestamp);
  const range = `startTime=${encodeURIComponent(from)}&endTime=${encodeURIComponent(to)}`;
  const found: Row[] = [];
  for (let start = 0; ; start += 15) {
    const page = (await get(venue, `/trade?symbol=XBTUSD&${range}&count=15&start=${start}`)).body as Row[];
    found.push(...page);
    if (page.length < 15) break;
  }
  const ids = found.map((row) => row.trdMatchID);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(newest.map((row) => row.trdMatchID)));
  expect(found.map((row) => String(row.timestamp))).toEqual(
    found.map((row) => String(row.timestamp)).toSorted(),
  );
});

test('minute bins of the past are there at once', async () => {
  const { venue } = await venueUnderTest({ historyMinutes: 120 });
  const { body } = await get(venue, '/trade/bucketed?binSize=1m&symbol=ETHUSDT&count=200&reverse=true');
  expect((body as Row[]).length).toBeGreaterThanOrEqual(120);
  expect((body as Row[])[0]).toMatchObject({
    symbol: 'ETHUSDT',
    open: expect.any(Number),
    vwap: expect.any(Number),
  });
  expect((await get(venue, '/trade/bucketed?binSize=7m')).status).toBe(400);
});

test.each(['count=0', 'count=1001', 'count=x', 'start=-1', 'startTime=yesterday', 'filter=%7B'])(
  'the parameter %s is refused with a reason',
  async (query) => {
    const { venue } = await venueUnderTest();
    const { status, body } = await get(venue, `/trade?symbol=XBTUSD&${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { name: 'ValidationError', message: expect.any(String) } });
  },
);

test('account routes answer a right signature with the rows of the tables', async () => {
  const under = await venueUnderTest();
  const positions = (await getSigned(under, '/position')).body as Row[];
  expect(positions.map((row) => row.symbol)).toEqual(['XBTUSD', 'ETHUSDT', 'SOLUSDT']);
  const filter = encodeURIComponent('{"open":true}');
  const open = (await getSigned(under, `/order?filter=${filter}`)).body as Row[];
  expect(open).toHaveLength(4);
  for (const order of open) {
    expect(['New', 'PartiallyFilled']).toContain(order.ordStatus);
    expect(order).not.toHaveProperty('open');
  }
  const all = (await getSigned(under, '/user/margin?currency=all')).body as Row[];
  expect(all.map((row) => row.currency)).toEqual(['XBt', 'USDt']);
  expect((await getSigned(under, '/user/margin')).body).toMatchObject({ currency: 'XBt' });
  expect((await getSigned(under, '/user/wallet?currency=USDt')).body).toMatchObject({ currency: 'USDt' });
  const fills = (await getSigned(under, '/execution/tradeHistory?symbol=ETHUSDT&count=500')).body as Row[];
  expect(fills.length).toBeGreaterThan(1);
  expect(fills.every((row) => row.symbol === 'ETHUSDT')).toBe(true);
  expect((await getSigned(under, '/apiKey')).body).toMatchObject([{ id: under.venue.key, permissions: [] }]);
});

test('account routes refuse a missing, wrong or old signature', async () => {
  const under = await venueUnderTest();
  const error = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    return [status, (body as { error: { message: string; name: string } }).error.message];
  };
  expect(await error(get(under.venue, '/position'))).toEqual([401, 'Authorization Required']);
  expect(await error(getSigned(under, '/position', -10))).toEqual([
    401,
    expect.stringContaining('has expired'),
  ]);
  const expires = String(Math.floor(under.clock.wallMs() / 1000) + 5);
  const wrong = { 'api-key': under.venue.key, 'api-expires': expires, 'api-signature': 'ab'.repeat(32) };
  expect(await error(get(under.venue, '/position', wrong))).toEqual([401, 'Signature not valid.']);
  const other = { ...wrong, 'api-key': 'somebody' };
  expect(await error(get(under.venue, '/position', other))).toEqual([401, 'Invalid API Key.']);
});

test.each([
  ['POST', '/order'],
  ['PUT', '/order'],
  ['DELETE', '/order'],
  ['DELETE', '/order/all'],
  ['POST', '/order/cancelAllAfter'],
  ['POST', '/position/leverage'],
  ['POST', '/user/requestWithdrawal'],
  ['GET', '/order/bulk'],
  ['GET', '/constructor'],
])('%s %s does not exist', async (method, path) => {
  const { venue } = await venueUnderTest();
  const answer = await fetch(`${venue.restUrl}${path}`, { method });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ error: { message: 'Not Found', name: 'HTTPError' } });
});

test('requests that come too fast are told to wait', async () => {
  const { venue } = await venueUnderTest();
  let last = await get(venue, '');
  for (let i = 0; i < 300 && last.status === 200; i++) last = await get(venue, '');
  expect(last.status).toBe(429);
  expect(last.headers.get('retry-after')).toBe('1');
  expect(last.headers.get('x-ratelimit-limit')).toBe('300');
  expect(last.headers.get('x-ratelimit-remaining')).toBe('0');
});
