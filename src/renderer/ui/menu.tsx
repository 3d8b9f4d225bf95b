/** A list of commands that floats beside what opened it. */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly icon?: ReactNode;
  /** Keys or a hint at the right. */
  readonly hint?: ReactNode;
  /** Set for an item that is one of several choices. */
  readonly checked?: boolean;
  readonly run: () => void;
}

export interface Anchor {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface FloatProps {
  readonly anchor: Anchor;
  readonly label: string;
  /** Which edges line up. */
  readonly align?: 'start' | 'end';
  readonly width?: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Anything that floats: closes on Escape and on a press elsewhere, and gives the focus back. */
export function Float({ anchor, label, align = 'start', width, onClose, children }: FloatProps) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  useLayoutEffect(() => {
    if (box.current === null) return;
    const size = box.current.getBoundingClientRect();
    const wanted = align === 'start' ? anchor.left : anchor.right - size.width;
    const below = anchor.bottom + 4;
    const fits = below + size.height <= innerHeight - 8;
    setPlace({
      left: Math.max(8, Math.min(wanted, innerWidth - size.width - 8)),
      top: fits ? below : Math.max(8, Math.min(anchor.top - size.height - 4, innerHeight - size.height - 8)),
    });
  }, [anchor, align]);

  useEffect(() => {
    const before = document.activeElement;
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target)) return;
      onClose();
    };
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      onClose();
    };
    document.addEventListener('pointerdown', onPress, true);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      document.removeEventListener('keydown', onKey, true);
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [onClose]);

  return createPortal(
    <div
      ref={box}
      className="pop floating"
      role="dialog"
      aria-label={label}
      style={{
        left: place?.left ?? 0,
        top: place?.top ?? 0,
        width,
        opacity: place === null ? 0 : undefined,
      }}
    >
      {children}
    </div>,
    document.body,
  );
}

export interface MenuProps extends Omit<FloatProps, 'children'> {
  readonly title?: string;
  /** Groups are parted by a line. */
  readonly groups: readonly (readonly MenuItem[])[];
}

export function Menu({ title, groups, ...float }: MenuProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus(), []);

  return (
    <Float {...float}>
      <div ref={list} role="menu" aria-label={float.label} onKeyDown={walk}>
        {title !== undefined && <div className="mt">{title}</div>}
        {groups.map((group, index) => (
          <div key={group[0]?.id ?? index} role="none">
            {index > 0 && <div className="hr" />}
            {group.map((item) => (
              <button
                key={item.id}
                type="button"
                className="mi"
                {...(item.checked === undefined
                  ? { role: 'menuitem' }
                  : { role: 'menuitemradio', 'aria-checked': item.checked })}
                onClick={() => {
                  float.onClose();
                  item.run();
                }}
              >
                {item.icon}
                <span className="grow">{item.label}</span>
                {item.hint}
              </button>
            ))}
          </div>
        ))}
      </div>
    </Float>
  );
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  const now = items.findIndex((item) => item.matches(':focus'));
  items[(now + step + items.length) % items.length]?.focus();
}
