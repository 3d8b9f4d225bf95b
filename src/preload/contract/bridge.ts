/** The object that the preload script puts on the page as `window.vigil`. */
import type { EventName, Events } from './events.ts';
import type { RequestName, RequestPayload, Results } from './requests.ts';

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

export interface Bridge {
  request<N extends RequestName>(name: N, payload: RequestPayload<N>): Promise<Result<Results[N]>>;
  /** Returns the function that ends the subscription. */
  subscribe<N extends EventName>(name: N, listener: (event: Events[N]) => void): () => void;
}
