/** Outcomes of what was just done, bottom right; each goes after six seconds unless it is pointed at. */
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { closeToast, type Toast, useToasts } from '../store/toasts.ts';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';

const shownMs = 6000;

export function Toasts() {
  const toasts = useToasts();
  return (
    <div className="toasts" role="status">
      {toasts.map((one) => (
        <OneToast key={one.id} toast={one} />
      ))}
    </div>
  );
}

function OneToast({ toast }: { readonly toast: Toast }) {
  const [pointed, setPointed] = useState(false);
  useEffect(() => {
    if (pointed) return;
    const timer = setTimeout(() => closeToast(toast.id), shownMs);
    return () => clearTimeout(timer);
  }, [pointed, toast.id]);
  return (
    <div className="toast" onPointerEnter={() => setPointed(true)} onPointerLeave={() => setPointed(false)}>
      <Glyph state="live" />
      <div>
        <b>{toast.title}</b>
        {toast.text !== '' && <p>{toast.text}</p>}
      </div>
      <button
        type="button"
        className="btn ghost ico sm"
        aria-label="Close"
        onClick={() => closeToast(toast.id)}
      >
        <Icon of={X} />
      </button>
    </div>
  );
}
