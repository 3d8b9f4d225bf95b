/** The channel that a market's last price comes from. */
import { type ChannelRef, marketChannel } from '../../store/row-health.ts';
import type { MarketName } from './market-store.ts';

/** Instruments where the venue sends them, else trades. */
export function pricedBy(market: MarketName): ChannelRef {
  return [...marketChannel(market, 'instrument'), ...marketChannel(market, 'trade')];
}
