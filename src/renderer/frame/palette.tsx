/** Go to or find: views, positions, orders, markets, feeds and commands in one box. */
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Icon } from '../ui/icon.tsx';
import { found, type PaletteActions, paletteEntries } from './palette-entries.tsx';

export interface PaletteProps {
  readonly actions: PaletteActions;
  readonly onClose: () => void;
}

export function Palette({ actions, onClose }: PaletteProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const entries = useMemo(() => paletteEntries(actions), [actions]);
  const shown = useMemo(() => found(entries, text), [entries, text]);
  const current = shown[Math.min(at, shown.length - 1)];

  useEffect(() => {
    const before = document.activeElement;
    input.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    box.current
      ?.querySelector(`[data-id="${CSS.escape(current?.id ?? '')}"]`)
      ?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  function run(id: string | undefined): void {
    const entry = shown.find((one) => one.id === id);
    if (entry === undefined) return;
    onClose();
    entry.run();
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') run(current?.id);
    else if (event.key === 'ArrowDown') setAt(Math.min(shown.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else return;
    event.preventDefault();
  }

  return createPortal(
    <div
      className="scrim palette-scrim"
      role="presentation"
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <div
        ref={box}
        className="pop palette"
        role="dialog"
        aria-modal="true"
        aria-label="Go to or find"
        onKeyDown={onKeyDown}
      >
        <label className="inp">
          <Icon of={Search} />
          <input
            ref={input}
            type="text"
            className="grow"
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={current === undefined ? undefined : `palette-${current.id}`}
            aria-label="Go to or find"
            placeholder="View, symbol, account, feed or command"
            value={text}
            spellCheck={false}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
          />
          <span className="end">
            <kbd>Esc</kbd>
          </span>
        </label>
        <div id="palette-list" className="list" role="listbox" aria-label="Results">
          {shown.length === 0 && <p className="none">Nothing is called that.</p>}
          {shown.map((entry, index) => (
            <div key={entry.id} role="none">
              {entry.group !== shown[index - 1]?.group && <div className="mt">{entry.group}</div>}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box above takes Enter for the chosen line */}
              <div
                id={`palette-${entry.id}`}
                data-id={entry.id}
                className={entry === current ? 'mi hover' : 'mi'}
                role="option"
                aria-selected={entry === current}
                tabIndex={-1}
                onPointerMove={() => setAt(index)}
                onClick={() => run(entry.id)}
              >
                {entry.picture}
                <span className="grow">{entry.label}</span>
                {entry.hint}
              </div>
            </div>
          ))}
        </div>
      </div>
    </div>,
    document.body,
  );
}
