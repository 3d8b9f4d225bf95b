/** Joins the prices of the book into steps. */
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { InstrumentView } from '../../../preload/contract/views.ts';
import { plainFigure } from '../../format/decimal.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Anchor, Menu } from '../../ui/menu.tsx';
import { depthSteps } from './depth-rows.ts';

export interface StepMenuProps {
  readonly row: InstrumentView | undefined;
  readonly step: string | null;
  readonly setStep: (step: string | null) => void;
}

export function StepMenu({ row, step, setStep }: StepMenuProps) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const tick = row?.tickSize ?? null;
  const steps = depthSteps(tick);
  if (steps.length === 0) return null;
  const shown = step ?? steps[0] ?? '';
  return (
    <>
      <button
        type="button"
        className="btn ghost sm"
        title="Join prices into steps"
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      >
        {plainFigure(shown)}
        <Icon of={ChevronDown} />
      </button>
      {anchor !== null && (
        <Menu
          anchor={anchor}
          align="end"
          label="Price step"
          title="Price step"
          onClose={() => setAnchor(null)}
          groups={[
            steps.map((one) => ({
              id: one,
              label: plainFigure(one),
              checked: one === shown,
              run: () => setStep(one === tick ? null : one),
            })),
          ]}
        />
      )}
    </>
  );
}
