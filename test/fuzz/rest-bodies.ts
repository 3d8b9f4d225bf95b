/** Answers over REST, by venue: what the reads of an account, the history, the candles and the checks of a key meet. */

type Row = Readonly<Record<string, unknown>>;

export function restBodies(venue: string): readonly string[] {
  return (bodies[venue] ?? []).map((body) => JSON.stringify(body));
}

const time = 1_732_522_504_123;
const iso = '2026-11-24T07:00:00.123Z';

const bybitRow: Row = {
  ...{ symbol: 'BTCUSDT', side: 'Buy', size: '0.01', positionIdx: 0, tradeMode: 0, avgPrice: '95000.10' },
  ...{ leverage: '10', markPrice: '95100.5', liqPrice: '', positionIM: '95.1', seq: 4_688_002_127 },
  ...{ orderId: 'o-1', orderType: 'Limit', orderStatus: 'New', qty: '0.010', price: '95000.10' },
  ...{ cumExecQty: '0', leavesQty: '0.010', execId: 'e-1', execPrice: '95000', execQty: '0.01' },
  ...{ execFee: '0.0055', execType: 'Trade', execTime: String(time), updatedTime: String(time) },
};
const bybitCoin: Row = { coin: 'USDT', equity: '100.5', walletBalance: '100.50', totalPositionIM: '1' };

const okxRow: Row = {
  ...{ instType: 'SWAP', instId: 'BTC-USD-SWAP', posId: '31', posSide: 'net', pos: '-3', avgPx: '95000.1' },
  ...{ mgnMode: 'cross', imr: '0.01', upl: '-0.001', ccy: 'BTC', notionalUsd: '300', lever: '10' },
  ...{ ordId: '66', ordType: 'limit', side: 'sell', px: '96000', sz: '3', accFillSz: '0', state: 'live' },
  ...{ tradeId: '1001', fillPx: '95000', fillSz: '1', fee: '-0.0005', feeCcy: 'BTC', billId: '9' },
  ...{ uTime: String(time), cTime: String(time), fillTime: String(time), ts: String(time) },
};

const usdmRow: Row = {
  ...{ symbol: 'BTCUSDT', positionSide: 'BOTH', positionAmt: '-0.010', entryPrice: '95000.10' },
  ...{ markPrice: '95100.00', liquidationPrice: '0', leverage: '10', marginType: 'cross', notional: '-951' },
  ...{
    orderId: 8_886_774,
    algoId: 2_148_719,
    clientOrderId: 'x',
    side: 'SELL',
    type: 'LIMIT',
    status: 'NEW',
  },
  ...{ origQty: '0.010', executedQty: '0.000', price: '96000.0', avgPrice: '0', id: 698_759, qty: '0.002' },
  ...{ incomeType: 'FUNDING_FEE', income: '-0.375', asset: 'USDT', tranId: 9_689_322_392, tradeId: '' },
  ...{ commission: '-0.078', commissionAsset: 'USDT', realizedPnl: '-0.91', updateTime: time, time },
};

const spotRow: Row = {
  ...{ symbol: 'BNBBTC', orderId: 28, clientOrderId: 'c', price: '0.00800000', origQty: '1.00000000' },
  ...{ executedQty: '0.40000000', status: 'PARTIALLY_FILLED', type: 'LIMIT', side: 'BUY', isWorking: true },
  ...{ id: 28_457, qty: '12.00000000', commission: '10.10000000', commissionAsset: 'BNB', isBuyer: true },
  ...{ isMaker: false, stopPrice: '0.00000000', time, updateTime: time },
};

const krakenOrder: Row = {
  ...{
    status: 'open',
    opentm: 1_732_522_504.1234,
    vol: '1.25000000',
    vol_exec: '0.37500000',
    cost: '11253.7',
  },
  ...{ price: '30010.0', stopprice: '0.00000', oflags: 'fciq', misc: '', userref: 0, fee: '0.00000' },
  descr: { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '30010.0', price2: '0', leverage: 'none' },
};
const krakenTrade: Row = {
  ...{ ordertxid: 'OQCLML', pair: 'XXBTZUSD', time: 1_688_667_796.8802, type: 'sell', ordertype: 'limit' },
  ...{ price: '30010.00000', cost: '600.20000', fee: '0.00000', vol: '0.02000000', trade_id: 40_274_859 },
  ...{ vol_closed: '0.01', net: '+12.50', value: '610', margin: '100.5', maker: true },
};

const futuresRow: Row = {
  ...{ symbol: 'PI_XBTUSD', side: 'short', size: 1_000.5, price: 95_000.5, fillTime: iso, order_id: 'o' },
  ...{
    fill_id: 'f',
    fillType: 'maker',
    orderType: 'lmt',
    limitPrice: 96_000,
    unfilledSize: 300,
    filledSize: 7,
  },
  ...{ receivedTime: iso, lastUpdateTime: iso, reduceOnly: false, maxFixedLeverage: 10 },
};
const futuresOrder: Row = {
  ...{ uid: 'o-2', tradeable: 'PI_XBTUSD', clientId: 'c', orderType: 'Limit', direction: 'Sell' },
  ...{ quantity: '0', filled: '10', limitPrice: '96000.5', reduceOnly: false, timestamp: time },
};

const deribitRow: Row = {
  ...{ instrument_name: 'BTC-PERPETUAL', direction: 'sell', size: -100, mark_price: 95_000.5, price: 95_001 },
  ...{ average_price: 94_000.25, initial_margin: 0.001, floating_profit_loss: -0.000_01, leverage: 10 },
  ...{ order_id: 'ETH-1', order_type: 'limit', order_state: 'open', amount: 100, filled_amount: 30 },
  ...{ trade_id: '48079573', trade_seq: 30_289_730, fee: 0.000_000_1, fee_currency: 'BTC', liquidity: 'M' },
  ...{ currency: 'BTC', balance: 1.5, equity: 1.49, available_funds: 1.2, maintenance_margin: 0.01 },
  ...{ timestamp: time, last_update_timestamp: time, creation_timestamp: time },
};

const bitmexRow: Row = {
  ...{ account: 7, symbol: 'XBTUSD', currency: 'XBt', currentQty: -400, avgEntryPrice: 43_772.75 },
  ...{ orderID: 'a1', ordType: 'Limit', ordStatus: 'New', side: 'Buy', price: 95_000, orderQty: 100 },
  ...{ cumQty: 0, leavesQty: 100, execID: 'e1', execType: 'Trade', lastPx: 95_000, lastQty: 100 },
  ...{ walletBalance: 100_000_000, marginBalance: 99_000_000, size: 100, timestamp: iso },
  ...{ trdMatchID: 'c8b1cbc2-0db6-8e47-18ae-5b0ee6d7f2c1', open: 1, high: 2, low: 1, close: 2, trades: 3 },
};

const bodies: Readonly<Record<string, readonly unknown[]>> = {
  binance: [
    [spotRow, { ...spotRow, id: 28_458, orderId: 29 }],
    { updateTime: time, balances: [{ asset: 'BTC', free: '4723846.89208129', locked: '0.00000000' }] },
    [{ symbol: 'BNBBTC', price: '0.008' }],
    [{ id: 28_457, price: '4.00000100', qty: '12.00000000', time, isBuyerMaker: true, a: 26_129, p: '0.01' }],
    { serverTime: time },
    { ipRestrict: false, enableReading: true, enableWithdrawals: false, enableSpotAndMarginTrading: true },
    { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' },
  ],
  'binance-usdm': [
    [usdmRow, { ...usdmRow, symbol: 'ETHUSDT', id: 7 }],
    { assets: [{ asset: 'USDT', walletBalance: '23.72469206', marginBalance: '24.5', updateTime: time }] },
    [{ a: 26_129, p: '0.01633102', q: '4.70443515', f: 27_781, l: 27_781, T: time, m: true }],
    [[time, '0.0163', '0.8', '0.0157', '0.0157', '148976.1', time + 59_999, '2434.1', 308, '1', '2', '0']],
    { listenKey: 'pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1' },
    { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' },
  ],
  bitmex: [
    [bitmexRow, { ...bitmexRow, symbol: 'ETHUSD', orderID: 'a2', execID: 'e2' }],
    { name: 'BitMEX API', version: '2.0.0', timestamp: time },
    [{ id: 'key', permissions: ['order', 'withdraw'], cidrs: ['0.0.0.0/0', '1.2.3.4/32'] }],
    { error: { message: 'Signature not valid.', name: 'HTTPError' } },
  ],
  bybit: [
    {
      retCode: 0,
      result: { category: 'linear', list: [bybitRow, { ...bybitRow, positionIdx: 1 }], nextPageCursor: '' },
      time,
    },
    {
      retCode: 0,
      result: { list: [{ accountType: 'UNIFIED', accountMMRate: '0.01', coin: [bybitCoin] }] },
      time,
    },
    { retCode: 0, result: { timeSecond: '1732522504', timeNano: '1732522504123456789' } },
    {
      retCode: 0,
      result: {
        symbol: 'BTCUSDT',
        list: [
          [String(time), '1', '2', '0.5', '1.5', '10', '15'],
          ['0', '1'],
        ],
      },
    },
    {
      retCode: 0,
      result: {
        readOnly: 1,
        permissions: { Wallet: ['Withdraw'] },
        ips: ['*'],
        expiredAt: '2027-01-01T00:00:00Z',
      },
    },
    { retCode: 10_004, retMsg: 'error sign!' },
  ],
  coinbase: [
    [
      { trade_id: 74, price: '10.00000000', size: '0.01000000', side: 'sell', time: iso },
      { trade_id: 73, price: '100.00000000', size: '0.01000000', side: 'buy', time: iso },
    ],
  ],
  deribit: [
    { jsonrpc: '2.0', result: [deribitRow, { ...deribitRow, order_id: 'ETH-2', trade_id: '9' }] },
    { jsonrpc: '2.0', result: { trades: [deribitRow], has_more: true } },
    { jsonrpc: '2.0', result: { summaries: [deribitRow, { ...deribitRow, currency: 'ETH' }] } },
    { jsonrpc: '2.0', result: time },
    { result: [{ client_id: 'key', max_scope: 'account:read trade:read_write', ip_whitelist: ['1.2.3.4'] }] },
    { error: { code: 13_004, message: 'invalid_credentials', data: { reason: 'wrong' } } },
  ],
  kraken: [
    { error: [], result: { open: { 'OQCLML-BW3P3-BUCMWZ': krakenOrder } } },
    {
      error: [],
      result: { closed: { 'OQCLML-BW3P3-BUCMWY': { ...krakenOrder, closetm: 1_688_667_796.8 } } },
    },
    { error: [], result: { trades: { 'THVRQM-33VKH-UCI7BS': krakenTrade }, count: 1 } },
    { error: [], result: { 'TF5GVO-T7ZZ2-6NBKBI': krakenTrade } },
    { error: [], result: { XXBT: { balance: '1.5', hold_trade: '0.5' }, 'XBT.F': { balance: '0.25' } } },
    {
      error: [],
      result: { XXBTZUSD: [['30243.4', '0.34507674', 1_688_669_597.8, 'b', 'm', '', 61_044_952]] },
    },
    { error: [], result: { token: 'token', expires: 900 } },
    { error: [], result: { unixtime: 1_732_522_504, permissions: ['query-funds'], validUntil: '0' } },
    { error: ['EAPI:Invalid signature'] },
  ],
  'kraken-futures': [
    {
      result: 'success',
      openPositions: [futuresRow],
      openOrders: [futuresRow],
      fills: [futuresRow],
      serverTime: iso,
    },
    {
      elements: [
        { timestamp: time, event: { OrderCancelled: { order: futuresOrder, reason: 'full_fill' } } },
        { timestamp: time, event: { OrderUpdated: { newOrder: futuresOrder } } },
      ],
      continuationToken: 'more',
    },
    {
      logs: [
        ...[{ id: 7, booking_uid: 'b', info: 'funding rate change', contract: 'pf_xbtusd', asset: 'usd' }],
        {
          id: 8,
          booking_uid: 'c',
          info: 'funding rate change',
          date: iso,
          realized_funding: -0.5,
          asset: 'usd',
        },
      ],
    },
    {
      result: 'success',
      accounts: {
        cash: { type: 'cashAccount', balances: { xbt: 141.315_06, xrp: 52_464 } },
        fi_xbtusd: {
          ...{
            type: 'marginAccount',
            currency: 'xbt',
            balances: { xbt: 141.3 },
            auxiliary: { pv: 141.3, af: 100 },
          },
          marginRequirements: { im: 52.8, mm: 23.76 },
        },
        flex: {
          ...{ type: 'multiCollateralMarginAccount', maintenanceMargin: 23.7, marginEquity: 141.3 },
          currencies: { USD: { quantity: 100.5, available: 90 }, EUR: { quantity: 1 } },
        },
      },
      serverTime: iso,
    },
    {
      elements: [
        {
          event: {
            Execution: {
              execution: {
                ...{ uid: 'u', price: '95000.5', quantity: '10', timestamp: time },
                takerOrder: { tradeable: 'PI_XBTUSD', direction: 'Buy' },
              },
            },
          },
        },
      ],
    },
    { permissions: { general: 'READ_ONLY', transfer: 'NO_ACCESS' }, allowedCidrBlocks: ['1.2.3.4/32'] },
    { result: 'error', error: 'authenticationError', errors: [{ message: 'no' }] },
  ],
  okx: [
    { code: '0', data: [okxRow, { ...okxRow, posId: '32', ordId: '67', tradeId: '1000' }] },
    {
      code: '0',
      data: [
        {
          uTime: String(time),
          mgnRatio: '9.5',
          details: [{ ccy: 'BTC', cashBal: '1.5', eq: '1.4', mmr: '' }],
        },
      ],
    },
    { code: '0', data: [{ perm: 'read_only,trade', ip: '1.2.3.4,5.6.7.8', ts: String(time) }] },
    { code: '50113', msg: 'Invalid Sign', data: [] },
  ],
  poloniex: [
    [
      {
        id: '194',
        price: '1.9',
        quantity: '110',
        amount: '209',
        takerSide: 'SELL',
        createTime: time,
        ts: time,
      },
    ],
  ],
};
