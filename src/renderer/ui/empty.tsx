/** What stands where rows would be: a picture, a fact, what follows from it, and at most one action. */
import type { ReactNode } from 'react';

export interface EmptyProps {
  readonly picture: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export function Empty({ picture, title, text, action }: EmptyProps) {
  return (
    <div className="empty">
      {picture}
      <b>{title}</b>
      <span>{text}</span>
      {action !== undefined && (
        <span className="act">
          <button type="button" className="btn" onClick={action.run}>
            {action.label}
          </button>
        </span>
      )}
    </div>
  );
}
