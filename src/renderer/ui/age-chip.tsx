/** How old something is and what its channel's state makes of that. */
import type { ChannelState } from '../../preload/contract/health.ts';
import { formatAge } from '../format/age.ts';
import { Glyph } from './glyph.tsx';

export interface AgeChipProps {
  readonly state: ChannelState;
  readonly ageMs: number | null;
}

export function AgeChip({ state, ageMs }: AgeChipProps) {
  return (
    <span className={`age age-${state}`}>
      {state !== 'live' && state !== 'connecting' && <Glyph state={state} />}
      {ageWords(state, ageMs)}
    </span>
  );
}

/** The text of the chip alone, for copying and export. */
export function ageWords(state: ChannelState, ageMs: number | null): string {
  if (state === 'resyncing') return 'resync';
  if (state === 'refused') return 'refused';
  if (state === 'waiting') return 'waits';
  return ageMs === null ? '–' : formatAge(ageMs);
}
