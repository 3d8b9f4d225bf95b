/** Rows as the window gets them, with usual values for what a test does not care about. */
import type {
  ChannelView,
  FeedView,
  InstrumentView,
  PositionView,
} from '../../src/preload/contract/views.ts';

const base = { updatedAt: null, receivedAt: '2026-11-24T12:00:00.000000Z' };

export function channelView(parts: Partial<ChannelView>): ChannelView {
  return {
    id: 'practice//trade/XBTUSD',
    feedId: 'practice',
    venue: 'practice',
    account: null,
    topic: 'trade',
    symbol: 'XBTUSD',
    state: 'live',
    reason: 'first data',
    confirmedMs: 0,
    budget: { softMs: 4_000, hardMs: 12_000 },
    rate: [],
    latencyMs: null,
    gaps: 0,
    timeline: [],
    ...parts,
  };
}

export function feedView(parts: Partial<FeedView>): FeedView {
  return {
    id: 'practice',
    venue: 'practice',
    venueName: 'Practice',
    account: null,
    label: 'public',
    practice: false,
    removable: true,
    state: 'live',
    reason: 'live',
    trouble: null,
    confirmedMs: 0,
    retryAtMs: null,
    endpoint: 'ws://127.0.0.1:1/',
    rttMs: null,
    clockSkewMs: null,
    reconnects: 0,
    paused: false,
    timeline: [],
    ...parts,
  };
}

export function instrumentView(parts: Partial<InstrumentView>): InstrumentView {
  return {
    ...base,
    venue: 'practice',
    account: null,
    symbol: 'XBTUSD',
    kind: 'perpetual',
    base: 'XBT',
    quote: 'USD',
    settle: 'XBT',
    contractValue: '1',
    inverse: true,
    tickSize: '0.5',
    lotSize: '100',
    lastPrice: null,
    markPrice: null,
    indexPrice: null,
    fundingRate: null,
    nextFundingAt: null,
    openInterest: null,
    volume24h: null,
    state: 'open',
    derived: { change24hPercent: null },
    ...parts,
  };
}

export interface PositionParts {
  readonly venue: string;
  readonly account?: string;
  readonly symbol: string;
  readonly side?: PositionView['side'];
  readonly notionalDisplay?: string;
}

export function positionView(parts: PositionParts): PositionView {
  return {
    ...base,
    venue: parts.venue,
    account: parts.account ?? 'demo',
    symbol: parts.symbol,
    side: parts.side ?? 'long',
    size: '1',
    sizeUnit: 'contracts',
    notional: null,
    entryPrice: null,
    breakEvenPrice: null,
    markPrice: null,
    liquidationPrice: null,
    leverage: null,
    marginMode: null,
    margin: null,
    unrealisedPnl: null,
    realisedPnl: null,
    pnlCurrency: null,
    derived: {
      liquidationDistance: null,
      notionalDisplay: parts.notionalDisplay ?? null,
      unrealisedPnlDisplay: null,
    },
  };
}
