/**
 * Canonical rows: what every venue's items become before anything else in Vigil reads them.
 * Decimals are strings in the venue's digits; times are ISO 8601 UTC with six fractional digits;
 * null means that the venue does not say. Money is in whole units of its currency (XBT, not satoshi).
 */

export type Decimal = string;
export type IsoTime = string;

interface RowBase {
  readonly venue: string;
  /** The account's label, null for public data. */
  readonly account: string | null;
  /** The venue's spelling; null where a row has none (margin). */
  readonly symbol: string | null;
  /** Venue time. */
  readonly updatedAt: IsoTime | null;
  /** Our time. */
  readonly receivedAt: IsoTime;
}

export type SizeUnit = 'contracts' | 'base';

export interface PositionRow extends RowBase {
  /** null: the size cannot be read, so that nobody knows which; the position counts as open. */
  readonly side: 'long' | 'short' | 'flat' | null;
  /** Signed: a short position is negative. */
  readonly size: Decimal | null;
  readonly sizeUnit: SizeUnit;
  /** Absolute value, in the instrument's quote currency. */
  readonly notional: Decimal | null;
  readonly entryPrice: Decimal | null;
  readonly breakEvenPrice: Decimal | null;
  readonly markPrice: Decimal | null;
  readonly liquidationPrice: Decimal | null;
  readonly leverage: Decimal | null;
  readonly marginMode: 'cross' | 'isolated' | null;
  readonly margin: Decimal | null;
  readonly unrealisedPnl: Decimal | null;
  readonly realisedPnl: Decimal | null;
  readonly pnlCurrency: string | null;
}

export type OrderStatus =
  | 'pending'
  | 'untriggered'
  | 'new'
  | 'partially-filled'
  | 'filled'
  | 'cancelled'
  | 'rejected'
  | 'expired';

export type Side = 'buy' | 'sell';

export interface OrderRow extends RowBase {
  readonly id: string;
  readonly clientId: string | null;
  readonly side: Side | null;
  /** The venue's order type in lower case with hyphens: `limit`, `market`, `stop`, `stop-limit` … */
  readonly type: string | null;
  readonly price: Decimal | null;
  readonly triggerPrice: Decimal | null;
  readonly size: Decimal | null;
  readonly filled: Decimal | null;
  readonly remaining: Decimal | null;
  readonly averagePrice: Decimal | null;
  readonly status: OrderStatus | null;
  /** `GTC`, `IOC`, `FOK`, `DAY`, or the venue's own word. */
  readonly timeInForce: string | null;
  readonly reduceOnly: boolean | null;
  readonly postOnly: boolean | null;
  readonly createdAt: IsoTime | null;
}

export interface ExecutionRow extends RowBase {
  readonly id: string;
  readonly orderId: string | null;
  readonly kind: 'trade' | 'funding' | 'settlement' | 'liquidation' | 'adl';
  readonly side: Side | null;
  readonly price: Decimal | null;
  readonly size: Decimal | null;
  /** Positive when paid, negative when received. */
  readonly fee: Decimal | null;
  readonly feeCurrency: string | null;
  readonly liquidity: 'maker' | 'taker' | null;
  readonly realisedPnl: Decimal | null;
}

export interface MarginRow extends RowBase {
  readonly currency: string;
  readonly walletBalance: Decimal | null;
  readonly equity: Decimal | null;
  readonly available: Decimal | null;
  readonly initialMargin: Decimal | null;
  readonly maintenanceMargin: Decimal | null;
  /** Maintenance margin over equity, as a fraction. */
  readonly marginRatio: Decimal | null;
}

export interface InstrumentRow extends RowBase {
  readonly kind: 'spot' | 'perpetual' | 'future' | 'option' | 'index' | null;
  readonly base: string | null;
  readonly quote: string | null;
  readonly settle: string | null;
  /** Value of one contract: in quote currency if inverse, else in base currency. */
  readonly contractValue: Decimal | null;
  readonly inverse: boolean | null;
  readonly tickSize: Decimal | null;
  readonly lotSize: Decimal | null;
  readonly lastPrice: Decimal | null;
  readonly markPrice: Decimal | null;
  readonly indexPrice: Decimal | null;
  /** A fraction per funding interval. */
  readonly fundingRate: Decimal | null;
  readonly nextFundingAt: IsoTime | null;
  readonly openInterest: Decimal | null;
  readonly volume24h: Decimal | null;
  readonly state: string | null;
}

export interface QuoteRow extends RowBase {
  readonly bidPrice: Decimal | null;
  readonly bidSize: Decimal | null;
  readonly askPrice: Decimal | null;
  readonly askSize: Decimal | null;
}

export interface CandleRow extends RowBase {
  readonly open: Decimal | null;
  readonly high: Decimal | null;
  readonly low: Decimal | null;
  readonly close: Decimal | null;
  readonly volume: Decimal | null;
  readonly trades: number | null;
  readonly vwap: Decimal | null;
  /** End of the minute, as BitMEX stamps its bins. */
  readonly time: IsoTime;
}

/** A public trade; `side` is the taker's. */
export interface TradeRow {
  readonly venue: string;
  readonly symbol: string;
  readonly id: string;
  readonly side: Side;
  readonly price: Decimal;
  readonly size: Decimal;
  readonly time: IsoTime;
  readonly receivedAt: IsoTime;
  /** True for a trade that was not heard live: from a snapshot or a later refill. */
  readonly backfilled: boolean;
}

/** The canonical row of each table that has one. */
export interface CanonicalRows {
  position: PositionRow;
  order: OrderRow;
  execution: ExecutionRow;
  margin: MarginRow;
  instrument: InstrumentRow;
  quote: QuoteRow;
  tradeBin1m: CandleRow;
}
export type CanonicalTable = keyof CanonicalRows;
