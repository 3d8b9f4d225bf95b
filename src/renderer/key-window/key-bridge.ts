/** The only way out of the key window's page: the bridge that its preload script puts there. */
import type { KeyBridge } from '../../preload/contract/key-bridge.ts';

declare global {
  interface Window {
    readonly vigilKey: KeyBridge;
  }
}

export const keyBridge: KeyBridge = window.vigilKey;
