/** The window's only door to main. */
import type { Bridge } from '../preload/contract/bridge.ts';

declare global {
  interface Window {
    readonly vigil: Bridge;
  }
}

export const bridge: Bridge = window.vigil;
