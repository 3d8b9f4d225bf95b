/** The window's own buttons, as it has no frame of the system. */
import { bridge } from '../bridge.ts';
import { useMaximised } from '../store/app.ts';

export function WindowButtons() {
  const maximised = useMaximised();
  return (
    <span className="win">
      <WindowButton action="minimise" label="Minimise" path="M0 5.5h10" />
      <WindowButton
        action="toggle-maximise"
        label={maximised ? 'Restore' : 'Maximise'}
        path={maximised ? 'M.5 2.5h7v7h-7zM2.5 2.5v-2h7v7h-2' : 'M.5.5h9v9h-9z'}
      />
      <WindowButton action="close" label="Close" path="m0 0 10 10M10 0 0 10" />
    </span>
  );
}

interface WindowButtonProps {
  readonly action: 'minimise' | 'toggle-maximise' | 'close';
  readonly label: string;
  readonly path: string;
}

function WindowButton({ action, label, path }: WindowButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => bridge.request('window.control', { action })}
    >
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
