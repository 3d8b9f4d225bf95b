/** Opens a public market: no key, no account. */
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { bridge } from '../bridge.ts';
import { navigate } from '../store/navigation.ts';
import { toast } from '../store/toasts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { checkMarket, type MarketDraft, watchableVenues } from './market-request.ts';

interface Problem {
  readonly field: 'symbols' | 'endpoint' | null;
  readonly message: string;
}

export function WatchMarket({ onClose }: { readonly onClose: () => void }) {
  const [draft, setDraft] = useState<MarketDraft>({ venue: 'coinbase', symbols: '', endpoint: '' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useId();
  const venue = watchableVenues.find(({ id }) => id === draft.venue);

  async function open(event: FormEvent): Promise<void> {
    event.preventDefault();
    const checked = checkMarket(draft);
    if (!checked.ok) {
      setProblem(checked);
      return;
    }
    setBusy(true);
    const result = await bridge.request('markets.add', checked.request);
    setBusy(false);
    if (!result.ok) {
      setProblem({ field: null, message: result.error.message });
      return;
    }
    onClose();
    toast(`${venue?.name ?? draft.venue} is opening`, checked.request.symbols.join(', '));
    navigate('market', { venue: draft.venue, symbol: checked.request.symbols[0] ?? '' });
  }

  function change(part: Partial<MarketDraft>): void {
    setDraft({ ...draft, ...part });
    setProblem(null);
  }

  return (
    <Dialog
      title="Watch a public market"
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <button type="button" className="btn lg" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form={form} className="btn lg primary" disabled={busy}>
            Watch
          </button>
        </>
      }
    >
      <form id={form} className="watch" onSubmit={open} noValidate>
        <div className="field">
          <span className="legend">Venue</span>
          <fieldset className="seg" aria-label="Venue">
            {watchableVenues.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                aria-pressed={id === draft.venue}
                onClick={() => change({ venue: id })}
              >
                {name}
              </button>
            ))}
          </fieldset>
        </div>
        <Field
          label="Symbols"
          hint={`As the venue writes them, for example ${venue?.example ?? ''}.`}
          value={draft.symbols}
          problem={problem?.field === 'symbols' ? problem.message : null}
          onChange={(symbols) => change({ symbols })}
        />
        <Field
          label={venue?.needsEndpoint === true ? 'Address' : 'Another address (optional)'}
          hint={
            venue?.needsEndpoint === true
              ? 'A server that speaks the BitMEX dialect, for example ws://127.0.0.1:8080/realtime.'
              : 'Leave empty for the venue’s own address.'
          }
          value={draft.endpoint}
          problem={problem?.field === 'endpoint' ? problem.message : null}
          onChange={(endpoint) => change({ endpoint })}
        />
        {problem !== null && problem.field === null && <Wrong>{problem.message}</Wrong>}
      </form>
    </Dialog>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
}

function Field({ label, hint, value, problem, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className={problem === null ? 'inp' : 'inp wrong'}>
        <input
          id={id}
          type="text"
          className="grow"
          value={value}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      <span id={`${id}-hint`} className="hint">
        {problem === null ? hint : <Wrong>{problem}</Wrong>}
      </span>
    </div>
  );
}

function Wrong({ children }: { readonly children: ReactNode }) {
  return (
    <span className="wrong-words" role="alert">
      <Glyph state="refused" /> {children}
    </span>
  );
}
