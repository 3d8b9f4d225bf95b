/** The cross that closes a drawer, a dialog or a window, as Escape does. */
import { X } from 'lucide-react';
import { Icon } from './icon.tsx';

export function CloseButton({ onClose }: { readonly onClose: () => void }) {
  return (
    <button
      type="button"
      className="btn ghost ico sm"
      title="Close (Esc)"
      aria-label="Close"
      onClick={onClose}
    >
      <Icon of={X} />
    </button>
  );
}
