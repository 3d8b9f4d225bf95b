/** The public markets that are watched: what is open, where, how it is, and how to close it. */
import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { FeedView } from '../../../preload/contract/views.ts';
import { bridge } from '../../bridge.ts';
import { WatchMarket } from '../../frame/watch-market.tsx';
import { navigate } from '../../store/navigation.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { toast } from '../../store/toasts.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';

export function MarketList() {
  useVersion(tables.feed);
  useVersion(tables.channel);
  const [adding, setAdding] = useState(false);
  const close = useCallback(() => setAdding(false), []);
  const feeds = rowsOf(tables.feed).filter((feed) => feed.removable);
  return (
    <>
      {feeds.length === 0 ? (
        <p className="no-market dim">None. A public market needs no account and no key.</p>
      ) : (
        <ul className="market-list">
          {feeds.map((feed) => (
            <OneMarket key={feed.id} feed={feed} />
          ))}
        </ul>
      )}
      <button type="button" className="btn" onClick={() => setAdding(true)}>
        <Icon of={Plus} />
        Watch a public market
      </button>
      {adding && <WatchMarket onClose={close} />}
    </>
  );
}

function OneMarket({ feed }: { readonly feed: FeedView }) {
  const [asking, setAsking] = useState(false);
  const name = `${feed.venueName} ${feed.label}`;
  return (
    <li>
      <Glyph state={feed.state} />
      <button
        type="button"
        className="market-name"
        title="Show its feed"
        onClick={() => navigate('feeds', { feedId: feed.id })}
      >
        <b>{feed.venueName}</b> <span className="mid">{symbolsOf(feed.id)}</span>
        <span className="dim address">{feed.endpoint}</span>
      </button>
      {asking ? (
        <>
          <span className="mid">Close it for good?</span>
          <button
            type="button"
            className="btn sm"
            // biome-ignore lint/a11y/noAutofocus: the safe answer is the one that Enter gives
            autoFocus
            onClick={() => setAsking(false)}
          >
            Keep it
          </button>
          <button type="button" className="btn sm" onClick={() => remove(feed.id, name)}>
            Close feed
          </button>
        </>
      ) : (
        <button
          type="button"
          className="btn ghost sm"
          aria-label={`Close ${name}`}
          onClick={() => setAsking(true)}
        >
          Close
        </button>
      )}
    </li>
  );
}

function symbolsOf(feedId: string): string {
  const symbols = rowsOf(tables.channel)
    .filter((channel) => channel.feedId === feedId && channel.symbol !== null)
    .map(({ symbol }) => symbol);
  return [...new Set(symbols)].join(', ');
}

async function remove(feedId: string, name: string): Promise<void> {
  const result = await bridge.request('markets.remove', { feedId });
  if (result.ok) toast(`${name} is closed`);
  else toast(`${name} could not be closed`, result.error.message);
}
