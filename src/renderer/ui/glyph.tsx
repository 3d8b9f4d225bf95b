/** The state glyphs, the arrows of a side and the mark: our own outlines, so that shape comes before colour. */
import type { ReactNode } from 'react';
import type { ChannelState } from '../../preload/contract/health.ts';

const shapes: Readonly<Record<ChannelState, ReactNode>> = {
  live: <circle cx="6" cy="6" r="3.4" fill="currentColor" />,
  quiet: <circle cx="6" cy="6" r="3.1" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  connecting: (
    <circle
      cx="6"
      cy="6"
      r="4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeDasharray="1.6 2.6"
    />
  ),
  late: <path d="M6 1.2 11.4 10.6H.6Z" fill="currentColor" />,
  stalled: <rect x="1.6" y="1.6" width="8.8" height="8.8" rx=".8" fill="currentColor" />,
  resyncing: (
    <>
      <path
        d="M10.4 5A4.6 4.6 0 0 0 2 3.7M1.6 7A4.6 4.6 0 0 0 10 8.3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <path d="M1.2 1.4 1.7 4.6 4.7 3.6ZM10.8 10.6 10.3 7.4 7.3 8.4Z" fill="currentColor" />
    </>
  ),
  down: <path d="m2.2 2.2 7.6 7.6M9.8 2.2 2.2 9.8" stroke="currentColor" strokeWidth="2.2" fill="none" />,
  refused: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M3.1 8.9 8.9 3.1" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  waiting: (
    <>
      <rect x="1.8" y="5.2" width="8.4" height="6" rx=".8" fill="currentColor" />
      <path d="M3.8 5.2V3.8a2.2 2.2 0 0 1 4.4 0v1.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
};

/** A state as a shape; its size comes from the class of what it stands in. */
export function Glyph({ state }: { readonly state: ChannelState }) {
  return (
    <svg className={`g g-${state}`} viewBox="0 0 12 12" role="img" aria-label={state}>
      {shapes[state]}
    </svg>
  );
}

/** A zigzag: a feed that was lost again and again. */
export function UnstableGlyph() {
  return (
    <svg className="g g-unstable" viewBox="0 0 12 12" role="img" aria-label="unstable">
      <path
        d="M.8 6h2L4.6 1.8 7.4 10.2 9.2 6h2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}

const arrows = {
  up: 'M4 1 7.4 7H.6Z',
  down: 'M4 7 .6 1h6.8Z',
  flat: 'M.8 3.2h6.4v1.6H.8z',
} as const;

export function Arrow({ to }: { readonly to: keyof typeof arrows }) {
  return (
    <svg className="ar" viewBox="0 0 8 8" aria-hidden="true">
      <path d={arrows[to]} fill="currentColor" />
    </svg>
  );
}

/** A V that holds a light. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M4.2 8.2 12 20.4 19.8 8.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="12" cy="6.2" r="3" fill="var(--focus)" />
    </svg>
  );
}

/** Hatches that the strips and charts refer to by id; drawn once in the document. */
export function Hatches() {
  return (
    <svg width="0" height="0" className="sr" aria-hidden="true">
      <defs>
        <pattern
          id="p-hatch"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className="pt-h" width="1.5" height="4" />
        </pattern>
        <pattern
          id="p-hatch-alert"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className="pt-a" width="1.6" height="4" />
        </pattern>
        <pattern
          id="p-hatch-needs"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <rect className="pt-n" width="1.4" height="5" />
        </pattern>
      </defs>
    </svg>
  );
}
