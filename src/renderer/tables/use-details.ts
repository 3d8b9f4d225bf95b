/** Which row's details are open, and whether its raw item was asked for. */
import { useCallback, useMemo, useState } from 'react';

export interface DetailsState {
  /** The table that the row belongs to. */
  readonly table: string | null;
  readonly key: string | null;
  readonly rawAsked: number;
  keyIn(table: string): string | null;
  selectIn(table: string): (key: string | null) => void;
  readonly close: () => void;
  readonly showRaw: () => void;
}

export function useDetails(): DetailsState {
  const [open, setOpen] = useState<{ table: string; key: string } | null>(null);
  const [rawAsked, setRawAsked] = useState(0);
  const close = useCallback(() => {
    setOpen(null);
    setRawAsked(0);
  }, []);
  const showRaw = useCallback(() => setRawAsked((count) => count + 1), []);
  return useMemo(
    () => ({
      table: open?.table ?? null,
      key: open?.key ?? null,
      rawAsked,
      keyIn: (table) => (open?.table === table ? open.key : null),
      selectIn: (table) => (key) => {
        setOpen(key === null ? null : { table, key });
        setRawAsked(0);
      },
      close,
      showRaw,
    }),
    [open, rawAsked, close, showRaw],
  );
}
