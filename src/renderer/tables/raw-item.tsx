/** The venue's own object behind a row, with the keys that changed last marked. */
import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RawItem as Raw } from '../../preload/contract/requests.ts';
import type { PublishedTable } from '../../preload/contract/views.ts';
import { bridge } from '../bridge.ts';
import type { Table } from '../store/table-store.ts';
import { useRow } from '../store/tables.ts';
import { Icon } from '../ui/icon.tsx';
import { copy } from './grid-text.ts';
import { rawLines } from './raw-lines.ts';

export interface RawItemProps<T extends PublishedTable> {
  readonly table: Table<T>;
  readonly rowKey: string;
}

type Answer =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'item'; readonly raw: Raw }
  | { readonly kind: 'none'; readonly why: string };

export function RawItem<T extends PublishedTable>({ table, rowKey }: RawItemProps<T>) {
  const row = useRow(table, rowKey);
  const [answer, setAnswer] = useState<Answer>({ kind: 'waiting' });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row means that the item behind it changed
  useEffect(() => {
    let current = true;
    bridge.request('rows.raw', { table: table.name, key: rowKey }).then((result) => {
      if (!current) return;
      if (!result.ok) setAnswer({ kind: 'none', why: result.error.message });
      else if (result.value === null) setAnswer({ kind: 'none', why: 'The venue no longer sends it.' });
      else setAnswer({ kind: 'item', raw: result.value });
    });
    return () => {
      current = false;
    };
  }, [table, rowKey, row]);

  return (
    <>
      <div className="sec" id="raw-item">
        Raw item<span className="dim">as the venue sent it; changes marked</span>
        <span className="grow" />
        {answer.kind === 'item' && (
          <button
            type="button"
            className="btn ghost sm ico"
            title="Copy the raw item"
            aria-label="Copy the raw item"
            onClick={() => copy(answer.raw.json, 'Raw item copied')}
          >
            <Icon of={Copy} />
          </button>
        )}
      </div>
      {answer.kind === 'item' && (
        <pre className="raw">
          {rawLines(answer.raw).map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
            <span key={index} className={line.changed ? 'changed' : undefined}>
              {line.indent}
              {line.name !== '' && <b>{line.name}</b>}
              {line.rest}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
      {answer.kind === 'none' && <p className="raw-none">{answer.why}</p>}
    </>
  );
}
