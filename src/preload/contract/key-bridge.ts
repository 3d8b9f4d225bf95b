/** The object that the key window's preload script puts on its page as `window.vigilKey`. */
import type { VaultView } from './accounts.ts';
import type { Result } from './bridge.ts';
import type { KeyRequest, KeyRequestName, KeyResults } from './key-window.ts';

export interface KeyBridge {
  request<N extends KeyRequestName>(name: N, payload: KeyRequest<N>): Promise<Result<KeyResults[N]>>;
  onVault(listener: (vault: VaultView) => void): void;
}
