/** Which sizes the tape shows: round steps that fit the trades of this market. */
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { grouped } from '../../charts/axis-ticks.ts';
import { placesOf } from '../../format/decimal.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Anchor, Menu } from '../../ui/menu.tsx';
import type { Watched } from './market-store.ts';
import { sizeSteps } from './tape-rows.ts';

export interface SizeMenuProps {
  readonly market: Watched;
  readonly least: number;
  readonly setLeast: (least: number) => void;
}

export function SizeMenu({ market, least, setLeast }: SizeMenuProps) {
  const [open, setOpen] = useState<{ readonly anchor: Anchor; readonly steps: readonly number[] } | null>(
    null,
  );
  return (
    <>
      <button
        type="button"
        className="btn ghost sm"
        aria-haspopup="menu"
        onClick={(event) =>
          setOpen({ anchor: event.currentTarget.getBoundingClientRect(), steps: sizeSteps(market.trades) })
        }
      >
        {sizeText(least)}
        <Icon of={ChevronDown} />
      </button>
      {open !== null && (
        <Menu
          anchor={open.anchor}
          align="end"
          label="Smallest trade shown"
          title="Smallest trade shown"
          onClose={() => setOpen(null)}
          groups={[
            [...new Set([0, ...open.steps, least])]
              .sort((a, b) => a - b)
              .map((size) => ({
                id: String(size),
                label: sizeText(size),
                checked: size === least,
                run: () => setLeast(size),
              })),
          ]}
        />
      )}
    </>
  );
}

function sizeText(least: number): string {
  return least === 0 ? 'All sizes' : `From ${grouped(least, placesOf(String(least)))}`;
}
