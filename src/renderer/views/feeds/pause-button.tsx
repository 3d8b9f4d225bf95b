/** Pauses a feed, and lets it go on. */
import { Pause, Play } from 'lucide-react';
import type { FeedView } from '../../../preload/contract/views.ts';
import { bridge } from '../../bridge.ts';
import { Icon } from '../../ui/icon.tsx';
import { feedName } from './channel-words.ts';
import { useAction } from './use-action.ts';

export function PauseButton({ feed }: { readonly feed: FeedView }) {
  const action = useAction();
  const { id: feedId, paused } = feed;
  const name = feedName(feed);
  if (!paused && feed.state === 'waiting') return null;
  const press = () =>
    paused
      ? action.run(() => bridge.request('feeds.reconnect', { feedId }), {
          done: `${name} reconnects`,
          failed: `${name} could not reconnect`,
        })
      : action.run(() => bridge.request('feeds.pause', { feedId }), {
          done: `${name} is paused until you resume it`,
          failed: `${name} could not be paused`,
        });
  return (
    <button
      type="button"
      className="btn ghost"
      title={paused ? 'Connect again' : 'Hang up until you resume it, or Vigil starts again'}
      disabled={action.busy}
      onClick={press}
    >
      <Icon of={paused ? Play : Pause} />
      {paused ? 'Resume feed' : 'Pause feed'}
    </button>
  );
}
