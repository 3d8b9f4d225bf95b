/** One tab for each state that some channel is in, with how many are. */
import type { ChannelState } from '../../../preload/contract/health.ts';
import type { ChannelView } from '../../../preload/contract/views.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { stateCounts } from './board-rows.ts';

export interface StateTabsProps {
  readonly channels: readonly ChannelView[];
  /** null: all of them. */
  readonly state: ChannelState | null;
  readonly setState: (state: ChannelState | null) => void;
}

export function StateTabs({ channels, state, setState }: StateTabsProps) {
  const counts = stateCounts(channels);
  // The chosen state keeps its tab when its last channel leaves it: nothing is hidden without a word.
  const shown =
    state === null || counts.some((one) => one.state === state) ? counts : [...counts, { state, count: 0 }];
  return (
    <div className="tabs sm" role="tablist" aria-label="States">
      <button
        type="button"
        role="tab"
        aria-selected={state === null || undefined}
        onClick={() => setState(null)}
      >
        All <span className="dim">{channels.length}</span>
      </button>
      {shown.map((one) => (
        <button
          key={one.state}
          type="button"
          role="tab"
          aria-selected={state === one.state || undefined}
          aria-label={`${one.state}, ${one.count}`}
          onClick={() => setState(one.state)}
        >
          <Glyph state={one.state} />
          {one.state.charAt(0).toUpperCase() + one.state.slice(1)} <span className="dim">{one.count}</span>
        </button>
      ))}
    </div>
  );
}
