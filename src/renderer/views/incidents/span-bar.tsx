/** The question: between when and when. */
import { Copy, Download } from 'lucide-react';
import { Icon } from '../../ui/icon.tsx';
import { MomentField } from './moment-field.tsx';
import { type Preset, presets, type Span, type Stretch } from './span.ts';

export interface SpanBarProps {
  readonly span: Span;
  readonly stretch: Stretch;
  readonly slept: boolean;
  readonly onChoose: (span: Span) => void;
  readonly onCopy: (() => void) | null;
  readonly onExport: () => void;
}

const names: Readonly<Record<Preset, string>> = {
  looked: 'Since I last looked',
  '1-h': '1 h',
  '8-h': '8 h',
  '24-h': '24 h',
  asleep: 'While asleep',
};

export function SpanBar({ span, stretch, slept, onChoose, onCopy, onExport }: SpanBarProps) {
  const toMs = stretch.isOpen ? 'now' : stretch.toMs;
  return (
    <div className="tb span-bar">
      <h1 className="view-title">What did I miss</h1>
      <span className="dim">between</span>
      <MomentField
        label="From"
        value={stretch.fromMs}
        mayBeNow={false}
        onChange={(from) => from !== 'now' && onChoose(chosen(from, toMs))}
      />
      <span className="dim">and</span>
      <MomentField label="To" value={toMs} mayBeNow onChange={(to) => onChoose(chosen(stretch.fromMs, to))} />
      <fieldset className="seg" aria-label="Usual times">
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            aria-pressed={span.kind === 'preset' && span.preset === preset}
            disabled={preset === 'asleep' && !slept}
            title={preset === 'asleep' && !slept ? 'This computer has not slept while Vigil ran' : undefined}
            onClick={() => onChoose({ kind: 'preset', preset })}
          >
            {names[preset]}
          </button>
        ))}
      </fieldset>
      <span className="grow" />
      <button
        type="button"
        className="btn"
        title="Copy the summary"
        disabled={onCopy === null}
        onClick={onCopy ?? undefined}
      >
        <Icon of={Copy} />
        <span className="lbl">Copy summary</span>
      </button>
      <button type="button" className="btn" title="Export CSV (Ctrl E)" onClick={onExport}>
        <Icon of={Download} />
        <span className="lbl">Export CSV</span>
      </button>
    </div>
  );
}

/** Ends that are the wrong way round change places. */
function chosen(fromMs: number, toMs: number | 'now'): Span {
  return toMs !== 'now' && toMs < fromMs
    ? { kind: 'chosen', fromMs: toMs, toMs: fromMs }
    : { kind: 'chosen', fromMs, toMs };
}
