/** The time that is asked about: a usual stretch, or one chosen by hand. Pure. */

export const presets = ['looked', '1-h', '8-h', '24-h', 'asleep'] as const;
export type Preset = (typeof presets)[number];

export type Span =
  | { readonly kind: 'preset'; readonly preset: Preset }
  | { readonly kind: 'chosen'; readonly fromMs: number; readonly toMs: number | 'now' };

/** A span at one moment. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** It grows as time goes on. */
  readonly isOpen: boolean;
}

export interface SpanFacts {
  readonly nowMs: number;
  /** When the incidents were last looked at; 0: never. */
  readonly lookedMs: number;
  /** The last time that this computer slept. */
  readonly sleep: { readonly startMs: number; readonly endMs: number } | null;
}

const hourMs = 3_600_000;
const lengths = { '1-h': hourMs, '8-h': 8 * hourMs, '24-h': 24 * hourMs } as const;
/** A stretch has some length, so that a lane can be drawn. */
const leastMs = 60_000;

export function stretchOf(span: Span, facts: SpanFacts): Stretch {
  const { nowMs } = facts;
  if (span.kind === 'chosen') {
    const toMs = span.toMs === 'now' ? nowMs : span.toMs;
    return { fromMs: Math.min(span.fromMs, toMs - leastMs), toMs, isOpen: span.toMs === 'now' };
  }
  const { preset } = span;
  if (preset === 'asleep') {
    const { startMs, endMs } = facts.sleep ?? { startMs: nowMs, endMs: nowMs };
    return { fromMs: Math.min(startMs, endMs - leastMs), toMs: endMs, isOpen: false };
  }
  const fromMs = preset === 'looked' ? lookedFrom(facts) : nowMs - lengths[preset];
  return { fromMs: Math.min(fromMs, nowMs - leastMs), toMs: nowMs, isOpen: true };
}

/** Who never looked is shown a day. */
function lookedFrom({ lookedMs, nowMs }: SpanFacts): number {
  return lookedMs === 0 ? nowMs - 24 * hourMs : lookedMs;
}

/** Whether something that lasted from `startMs` to `endMs` (null: until now) reaches into a stretch. */
export function reaches(
  { fromMs, toMs }: Stretch,
  lasted: { readonly startMs: number; readonly endMs: number | null },
): boolean {
  return lasted.startMs <= toMs && (lasted.endMs === null || lasted.endMs >= fromMs);
}
