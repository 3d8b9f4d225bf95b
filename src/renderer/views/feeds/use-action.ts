/** Sends one request at a time for a button and says how it went. */
import { useState } from 'react';
import type { Result } from '../../../preload/contract/bridge.ts';
import { toast } from '../../store/toasts.ts';

export interface Action {
  readonly busy: boolean;
  run(
    request: () => Promise<Result<unknown>>,
    words: { readonly done: string; readonly failed: string },
  ): void;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  return {
    busy,
    run(request, { done, failed }) {
      setBusy(true);
      request().then((result) => {
        setBusy(false);
        if (result.ok) toast(done);
        else toast(failed, result.error.message);
      });
    },
  };
}
