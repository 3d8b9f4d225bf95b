/** The last 15 minutes of a channel or feed as a strip whose height carries the severity. */
import { memo } from 'react';
import type { ChannelState } from '../../preload/contract/health.ts';
import type { TimelineStep } from '../../preload/contract/views.ts';
import { stripMs, type TimelineSegment, timelineSegments } from './timeline-segments.ts';

export interface TimelineProps {
  readonly steps: readonly TimelineStep[];
  /** Main's monotonic clock now. */
  readonly nowMs: number;
  /** Columns; each is one pixel wide unless `stretch` is set. */
  readonly width: number;
  readonly height: number;
  /** Fill the width of the parent instead. */
  readonly stretch?: boolean;
  /** Fine lines at 5 and 10 minutes. */
  readonly grid?: boolean;
}

export function Timeline({ nowMs, ...rest }: TimelineProps) {
  // The strip only changes when a column ends, so the drawing is keyed on the column and not on the clock.
  const columnMs = stripMs / rest.width;
  return <Strip {...rest} nowMs={Math.ceil(nowMs / columnMs) * columnMs} />;
}

const Strip = memo(function Strip({
  steps,
  nowMs,
  width,
  height,
  stretch = false,
  grid = false,
}: TimelineProps) {
  const segments = timelineSegments(steps, nowMs, width);
  return (
    <svg
      className="tl"
      width={stretch ? '100%' : width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio={stretch ? 'none' : 'xMidYMid meet'}
      role="img"
      aria-label={described(segments)}
    >
      {grid && <path className="tl-grid" d={`M${width / 3} 0V${height}M${(width * 2) / 3} 0V${height}`} />}
      {segments.map((segment) => (
        <StripMark
          key={segment.from}
          state={segment.state}
          x={segment.from}
          width={segment.columns}
          height={height}
        />
      ))}
    </svg>
  );
});

export interface StripMarkProps {
  readonly state: ChannelState;
  readonly x: number;
  readonly width: number;
  /** Height of the strip, not of the mark. */
  readonly height: number;
}

/** One stretch of one state; the legend of the board draws its samples with it too. */
export function StripMark({ state, x, width, height }: StripMarkProps) {
  const mark = marks[state];
  if (mark.kind === 'line') {
    const inset = Math.min(1, width / 4);
    return (
      <path
        className={mark.className}
        d={`M${x + inset} ${height / 2}H${x + width}`}
        {...(state === 'waiting' ? { style: { stroke: 'var(--needs)' } } : {})}
      />
    );
  }
  const tall = Math.min(mark.height, height - (mark.outlined ? 1 : 0));
  const edge = mark.outlined && width > 1 ? 0.5 : 0;
  return (
    <rect
      className={mark.className}
      x={x + edge}
      y={(height - tall) / 2}
      width={width - 2 * edge}
      height={tall}
    />
  );
}

function described(segments: readonly TimelineSegment[]): string {
  const seen = [...new Set(segments.map((segment) => segment.state))];
  return seen.length === 0 ? 'Last 15 minutes: nothing yet' : `Last 15 minutes: ${seen.join(', ')}`;
}

type Mark =
  | { readonly kind: 'line'; readonly className: string }
  | { readonly kind: 'bar'; readonly className: string; readonly height: number; readonly outlined: boolean };

const marks: Readonly<Record<ChannelState, Mark>> = {
  live: { kind: 'bar', className: 'tl-l', height: 3, outlined: false },
  quiet: { kind: 'line', className: 'tl-q' },
  connecting: { kind: 'line', className: 'tl-c' },
  waiting: { kind: 'line', className: 'tl-c' },
  late: { kind: 'bar', className: 'tl-t', height: 7, outlined: false },
  stalled: { kind: 'bar', className: 'tl-s', height: 14, outlined: false },
  resyncing: { kind: 'bar', className: 'tl-r', height: 10, outlined: false },
  down: { kind: 'bar', className: 'tl-d', height: 13, outlined: true },
  refused: { kind: 'bar', className: 'tl-f', height: 9, outlined: true },
};
