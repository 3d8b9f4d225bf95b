/** Messages in the last 14 stretches of five seconds, as bars of a channel's own scale. */
import { memo } from 'react';

export interface RateBarsProps {
  /** Oldest first. */
  readonly rate: readonly number[];
}

const barCount = 14;
const fullHeight = 11;

export const RateBars = memo(function RateBars({ rate }: RateBarsProps) {
  const shown = rate.slice(-barCount);
  const most = Math.max(1, ...shown);
  const path = shown
    .map((count, index) => {
      const x = (barCount - shown.length + index) * 3;
      // An empty stretch keeps a hairline, so that silence is seen and not mistaken for no history.
      const height = count === 0 ? 0.6 : Math.max(1, Math.round((count / most) * 10));
      return `M${x} ${fullHeight}v-${height}h2v${height}z`;
    })
    .join('');
  return (
    <svg width="42" height={fullHeight} viewBox={`0 0 42 ${fullHeight}`} aria-hidden="true">
      <path d={path} />
    </svg>
  );
});
