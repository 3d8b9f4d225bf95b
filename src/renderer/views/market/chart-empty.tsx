/** What stands where candles would be: what is awaited, or why there are none and what to do. */
import { ChartCandlestick } from 'lucide-react';
import type { ChannelView } from '../../../preload/contract/views.ts';
import { formatAge } from '../../format/age.ts';
import { isStale } from '../../format/health.ts';
import { sentence } from '../../format/sentence.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { navigate } from '../../store/navigation.ts';
import { Empty } from '../../ui/empty.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Watched } from './market-store.ts';

export interface ChartEmptyProps {
  readonly market: Watched;
  readonly channel: ChannelView | null;
}

export function ChartEmpty({ market, channel }: ChartEmptyProps) {
  useSecond();
  if (market.status === 'failed') {
    return (
      <Empty
        picture={<Glyph state="refused" />}
        title="This market could not be opened"
        text={market.error ?? 'Vigil gave no reason. Choose it again.'}
      />
    );
  }
  if (channel !== null && isStale(channel.state)) {
    const since =
      channel.confirmedMs === null ? '' : ` Last data ${formatAge(mainNowMs() - channel.confirmedMs)} ago.`;
    return (
      <Empty
        picture={<Glyph state={channel.state} />}
        title={`No candles: trades are ${channel.state}`}
        text={`${sentence(channel.reason)}${since}`}
        action={{
          label: 'Show its feed',
          run: () => navigate('feeds', { feedId: channel.feedId, channelId: channel.id }),
        }}
      />
    );
  }
  return (
    <Empty
      picture={market.status === 'loading' ? <Glyph state="connecting" /> : <Icon of={ChartCandlestick} />}
      title={market.status === 'loading' ? 'Waiting for the market' : 'No candles yet'}
      text={
        market.status === 'loading'
          ? 'Its trades and book usually come within a second.'
          : 'The first one is drawn with the first trade.'
      }
    />
  );
}
