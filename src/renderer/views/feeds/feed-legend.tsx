/** What the marks of a strip mean. */
import { StripMark } from '../../charts/timeline.tsx';

const samples = [
  ['live', 'live'],
  ['quiet', 'quiet, proven'],
  ['late', 'late'],
  ['stalled', 'stalled'],
  ['down', 'down'],
  ['resyncing', 'resyncing'],
  ['refused', 'refused'],
] as const;

export function FeedLegend() {
  return (
    <div className="lgd">
      <span>Each strip is the last 15 min:</span>
      {samples.map(([state, words]) => (
        <span key={state}>
          <svg className="tl" width="20" height="14" viewBox="0 0 20 14" aria-hidden="true">
            <StripMark state={state} x={0} width={20} height={14} />
          </svg>
          {words}
        </span>
      ))}
    </div>
  );
}
