/** Today's profit and loss as a small line: dashed zero, tinted area, a dot at the end. */
import { memo } from 'react';
import { type SparkPoint, sparkShape } from './spark-path.ts';

export interface SparkProps {
  readonly points: readonly SparkPoint[];
  readonly height?: number;
  /** What the line shows, for readers that can't see it. */
  readonly label: string;
}

const width = 230;
/** The line has a point every five minutes; a hole of more than two of them is a gap. */
const gapMs = 11 * 60_000;

export const Spark = memo(function Spark({ points, height = 22, label }: SparkProps) {
  const shape = sparkShape(points, { width, height, gapMs });
  const ink = (points.at(-1)?.[1] ?? 0) < 0 ? 'neg' : 'pos';
  return (
    <span className={`spw ${ink}`}>
      <svg
        className={`spark ${ink}`}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <path className="sp-0" d={`M0 ${shape?.zeroY ?? height / 2}H${width}`} />
        {shape !== null && (
          <>
            {shape.gaps.map((gap) => (
              <rect key={gap.x} className="sp-g" x={gap.x} y="0" width={gap.width} height={height} />
            ))}
            <path className="sp-a" d={shape.area} />
            <path className="sp-l" d={shape.line} />
          </>
        )}
      </svg>
      {shape !== null && <i style={{ top: `${shape.endY}px` }} />}
    </span>
  );
});
