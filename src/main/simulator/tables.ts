/** The tables of the BitMEX dialect: keys, types and attributes as their partials declare them. */

export interface TableSchema {
  readonly keys: readonly string[];
  readonly types: Readonly<Record<string, string>>;
  readonly foreignKeys: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
  /** `none`: takes no symbol. */
  readonly filter: 'symbol' | 'none';
  readonly access: 'public' | 'account';
  /** Served on /realtimePlatform, too. */
  readonly platform: boolean;
}

/** `timestamp:timestamp symbol:symbol` as an object. */
function pairs(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .trim()
      .split(/\s+/)
      .filter((pair) => pair !== '')
      .map((pair) => {
        const colon = pair.indexOf(':');
        return [pair.slice(0, colon), pair.slice(colon + 1)];
      }),
  );
}

function table(
  keys: string,
  types: string,
  rest: {
    readonly foreignKeys?: string;
    readonly attributes?: string;
    readonly filter?: TableSchema['filter'];
    readonly access?: TableSchema['access'];
    readonly platform?: boolean;
  } = {},
): TableSchema {
  return {
    keys: keys === '' ? [] : keys.split(' '),
    types: pairs(types),
    foreignKeys: pairs(rest.foreignKeys ?? ''),
    attributes: pairs(rest.attributes ?? ''),
    filter: rest.filter ?? 'symbol',
    access: rest.access ?? 'public',
    platform: rest.platform ?? false,
  };
}

const series = { foreignKeys: 'symbol:instrument', attributes: 'timestamp:sorted symbol:grouped' };
const sided = { ...series, foreignKeys: 'symbol:instrument side:side' };
const bin = table(
  '',
  `timestamp:timestamp symbol:symbol open:float high:float low:float close:float trades:long volume:long
   vwap:float lastSize:long turnover:long homeNotional:float foreignNotional:float`,
  series,
);
const quote = table(
  '',
  'timestamp:timestamp symbol:symbol bidSize:long bidPrice:float askPrice:float askSize:long',
  series,
);
const book = table(
  'symbol id side',
  'symbol:symbol id:long side:symbol size:long price:float timestamp:timestamp',
  { foreignKeys: 'symbol:instrument side:side', attributes: 'symbol:parted id:sorted' },
);
const message = { filter: 'none', platform: true } as const;

const orderTypes = `orderID:guid clOrdID:string clOrdLinkID:symbol account:long symbol:symbol side:symbol
  orderQty:long price:float displayQty:long stopPx:float pegOffsetValue:float pegPriceType:symbol currency:symbol
  settlCurrency:symbol ordType:symbol timeInForce:symbol execInst:symbol contingencyType:symbol ordStatus:symbol
  triggered:symbol workingIndicator:boolean ordRejReason:symbol leavesQty:long cumQty:long avgPx:float text:string
  transactTime:timestamp timestamp:timestamp`;

export const tables: Readonly<Record<string, TableSchema>> = {
  instrument: table(
    'symbol',
    `symbol:symbol rootSymbol:symbol state:symbol typ:symbol listing:timestamp positionCurrency:symbol
     underlying:symbol quoteCurrency:symbol underlyingSymbol:symbol reference:symbol referenceSymbol:symbol
     maxOrderQty:long maxPrice:float lotSize:long tickSize:float multiplier:long settlCurrency:symbol
     underlyingToPositionMultiplier:long underlyingToSettleMultiplier:long quoteToSettleMultiplier:long
     isQuanto:boolean isInverse:boolean initMargin:float maintMargin:float riskLimit:long riskStep:long
     taxed:boolean deleverage:boolean makerFee:float takerFee:float settlementFee:float
     fundingTimestamp:timestamp fundingInterval:timespan fundingRate:float indicativeFundingRate:float
     volume24h:long turnover24h:long homeNotional24h:float foreignNotional24h:float prevPrice24h:float
     highPrice:float lowPrice:float lastPrice:float lastTickDirection:symbol lastChangePcnt:float
     bidPrice:float midPrice:float askPrice:float impactBidPrice:float impactAskPrice:float openInterest:long
     openValue:long fairMethod:symbol fairBasisRate:float fairBasis:float fairPrice:float markMethod:symbol
     markPrice:float indicativeSettlePrice:float timestamp:timestamp`,
    { attributes: 'symbol:unique' },
  ),
  trade: table(
    '',
    `timestamp:timestamp symbol:symbol side:symbol size:long price:float tickDirection:symbol trdMatchID:guid
     grossValue:long homeNotional:float foreignNotional:float trdType:symbol`,
    sided,
  ),
  quote,
  tradeBin1m: bin,
  tradeBin5m: bin,
  tradeBin1h: bin,
  tradeBin1d: bin,
  quoteBin1m: quote,
  quoteBin5m: quote,
  quoteBin1h: quote,
  quoteBin1d: quote,
  orderBookL2: book,
  orderBookL2_25: book,
  orderBook10: table('symbol', 'symbol:symbol bids: asks: timestamp:timestamp', {
    foreignKeys: 'symbol:instrument',
    attributes: 'symbol:sorted',
  }),
  funding: table(
    'timestamp symbol',
    'timestamp:timestamp symbol:symbol fundingInterval:timespan fundingRate:float fundingRateDaily:float',
    series,
  ),
  liquidation: table('orderID', 'orderID:guid symbol:symbol side:symbol price:float leavesQty:long', {
    foreignKeys: 'symbol:instrument side:side',
  }),
  settlement: table(
    'timestamp symbol',
    `timestamp:timestamp symbol:symbol settlementType:symbol settledPrice:float optionStrikePrice:float
     optionUnderlyingPrice:float bankrupt:long taxBase:long taxRate:float`,
    series,
  ),
  insurance: table('currency timestamp', 'currency:symbol timestamp:timestamp walletBalance:long', {
    filter: 'none',
  }),
  announcement: table('id', 'id:integer link:string title:string content:string date:timestamp', message),
  chat: table(
    'id',
    'id:integer date:timestamp user:string userColor:symbol message:string html:string channelID:long',
    message,
  ),
  connected: table('id', 'id:long users:long bots:long', message),
  publicNotifications: table(
    'id',
    `id:integer date:timestamp title:string body:string ttl:integer type:symbol closable:boolean persist:boolean
     waitForVisibility:boolean sound:string`,
    message,
  ),
  privateNotifications: table(
    'id',
    `id:integer date:timestamp title:string body:string ttl:integer type:symbol closable:boolean persist:boolean
     waitForVisibility:boolean sound:string`,
    { filter: 'none', access: 'account', platform: true },
  ),
  order: table('orderID', orderTypes, {
    foreignKeys: 'symbol:instrument side:side ordStatus:ordStatus',
    attributes: 'orderID:grouped account:grouped ordStatus:grouped workingIndicator:grouped',
    access: 'account',
  }),
  execution: table(
    'execID',
    `execID:guid ${orderTypes} lastQty:long lastPx:float lastLiquidityInd:symbol execType:symbol commission:float
     feeType:symbol tradePublishIndicator:symbol trdMatchID:guid execCost:long execComm:long homeNotional:float
     foreignNotional:float realisedPnl:long`,
    {
      foreignKeys: 'symbol:instrument side:side ordStatus:ordStatus',
      attributes: 'execID:grouped account:grouped execType:grouped transactTime:sorted',
      access: 'account',
    },
  ),
  position: table(
    'account symbol',
    `account:long symbol:symbol currency:symbol underlying:symbol quoteCurrency:symbol commission:float
     initMarginReq:float maintMarginReq:float riskLimit:long leverage:float crossMargin:boolean
     deleveragePercentile:float rebalancedPnl:long prevRealisedPnl:long prevUnrealisedPnl:long openingQty:long
     execBuyQty:long execBuyCost:long execSellQty:long execSellCost:long execQty:long execCost:long execComm:long
     currentQty:long currentCost:long currentComm:long realisedCost:long unrealisedCost:long isOpen:boolean
     markPrice:float markValue:long riskValue:long homeNotional:float foreignNotional:float posState:symbol
     posCost:long posCross:long posComm:long posLoss:long posMargin:long posMaint:long initMargin:long
     maintMargin:long realisedPnl:long unrealisedPnl:long unrealisedPnlPcnt:float unrealisedRoePcnt:float
     avgCostPrice:float avgEntryPrice:float breakEvenPrice:float marginCallPrice:float liquidationPrice:float
     bankruptPrice:float timestamp:timestamp`,
    {
      foreignKeys: 'symbol:instrument',
      attributes: 'account:sorted symbol:grouped currency:grouped underlying:grouped quoteCurrency:grouped',
      access: 'account',
    },
  ),
  margin: table(
    'account currency',
    `account:long currency:symbol riskLimit:long state:symbol amount:long prevRealisedPnl:long grossComm:long
     grossOpenCost:long grossExecCost:long grossMarkValue:long riskValue:long initMargin:long maintMargin:long
     realisedPnl:long unrealisedPnl:long walletBalance:long marginBalance:long marginLeverage:float
     marginUsedPcnt:float excessMargin:long availableMargin:long withdrawableMargin:long makerFeeDiscount:float
     takerFeeDiscount:float timestamp:timestamp foreignMarginBalance:long foreignRequirement:long`,
    { attributes: 'account:sorted currency:grouped', filter: 'none', access: 'account' },
  ),
  wallet: table(
    'account currency',
    `account:long currency:symbol deposited:long withdrawn:long transferIn:long transferOut:long amount:long
     pendingCredit:long pendingDebit:long confirmedDebit:long timestamp:timestamp`,
    { attributes: 'account:sorted currency:grouped', filter: 'none', access: 'account' },
  ),
  transact: table(
    'transactID',
    `transactID:guid account:long currency:symbol network:symbol transactType:symbol amount:long fee:long
     transactStatus:symbol address:string tx:string text:string transactTime:timestamp timestamp:timestamp
     walletBalance:long`,
    { attributes: 'transactID:unique transactTime:sorted', filter: 'none', access: 'account' },
  ),
  affiliate: table(
    'account currency',
    `account:long currency:symbol prevPayout:long prevTurnover:long prevComm:long prevTimestamp:timestamp
     execTurnover:long execComm:long totalReferrals:long totalTurnover:long totalComm:long payoutPcnt:float
     pendingPayout:long timestamp:timestamp referrerAccount:float referralDiscount:float affiliatePayout:float`,
    { attributes: 'account:sorted', filter: 'none', access: 'account' },
  ),
};

/** Own names only: `constructor` and the like are no tables. */
export function schemaOf(name: string): TableSchema | null {
  return Object.hasOwn(tables, name) ? (tables[name] ?? null) : null;
}

/** `trade:XBTUSD` → table and symbol; `:*` means every symbol. */
export function splitTopic(topic: string): { readonly table: string; readonly symbol: string | null } {
  const colon = topic.indexOf(':');
  if (colon < 0) return { table: topic, symbol: null };
  const symbol = topic.slice(colon + 1);
  return { table: topic.slice(0, colon), symbol: symbol === '*' || symbol === '' ? null : symbol };
}
