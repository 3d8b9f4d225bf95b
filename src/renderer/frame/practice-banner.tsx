/** Says that the practice venue is on screen, and offers what can be tried there. */
import { ChartCandlestick, ChevronDown, FlaskConical, Plus, Zap } from 'lucide-react';
import { useState } from 'react';
import type { PracticeFault } from '../../preload/contract/requests.ts';
import { bridge } from '../bridge.ts';
import { addAccount } from '../store/accounts.ts';
import { usePractice } from '../store/practice.ts';
import { toast } from '../store/toasts.ts';
import { Icon } from '../ui/icon.tsx';
import { type Anchor, Menu } from '../ui/menu.tsx';

export function PracticeBanner({ onWatch }: { readonly onWatch: () => void }) {
  const practice = usePractice();
  const [menu, setMenu] = useState<Anchor | null>(null);
  if (practice === 'none') return null;
  return (
    <div className="banner practice">
      <Icon of={FlaskConical} className="big" />
      <div className="bt">
        <b>
          {practice === 'only' ? 'You are watching the practice venue.' : 'The practice venue is open too.'}
        </b>
        <p>
          A made-up market and account that run on this computer. Nothing here is real, and nothing leaves
          this machine.
        </p>
      </div>
      <button
        type="button"
        className="btn"
        aria-haspopup="menu"
        onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}
      >
        <Icon of={Zap} />
        Try a fault
        <Icon of={ChevronDown} />
      </button>
      <button type="button" className="btn" onClick={onWatch}>
        <Icon of={ChartCandlestick} />
        Watch a public market
      </button>
      <button type="button" className="btn primary" onClick={() => void addAccount()}>
        <Icon of={Plus} />
        Add an account
      </button>
      {menu !== null && (
        <Menu
          label="Try a fault"
          title="What the practice venue should do"
          anchor={menu}
          align="end"
          width={336}
          onClose={() => setMenu(null)}
          groups={[
            faults.map(({ fault, label, seconds, hint }) => ({
              id: fault,
              label,
              hint: <span className="dim">{hint}</span>,
              run: () => tryFault(fault, seconds, label),
            })),
            [{ id: 'heal', label: 'End every fault now', run: heal }],
          ]}
        />
      )}
    </div>
  );
}

interface TryableFault {
  readonly fault: PracticeFault;
  readonly label: string;
  readonly seconds: number;
  readonly hint: string;
}

const faults: readonly TryableFault[] = [
  { fault: 'mute', label: 'Stop sending, stay connected', seconds: 60, hint: 'for 1 m' },
  { fault: 'drop', label: 'Cut every connection', seconds: 1, hint: 'once' },
  { fault: 'refuse', label: 'Refuse new connections', seconds: 20, hint: 'for 20 s' },
  { fault: 'bad-frame', label: 'Send a frame that can’t be read', seconds: 1, hint: 'once' },
  { fault: 'unknown-row', label: 'Change a row that does not exist', seconds: 1, hint: 'once' },
];

async function tryFault(fault: PracticeFault, seconds: number, label: string): Promise<void> {
  const result = await bridge.request('practice.fault', { fault, seconds });
  if (result.ok) toast(label, 'Watch the strip below and the ages of the rows.');
  else toast('The practice venue could not do that', result.error.message);
}

async function heal(): Promise<void> {
  const result = await bridge.request('practice.heal', {});
  if (result.ok) toast('Every fault has ended');
  else toast('The faults could not be ended', result.error.message);
}
