/** Puts the key window's bridge on its page: it can hand a key over, and hear of the keychain's state. */
import { contextBridge, ipcRenderer } from 'electron';
import type { KeyBridge } from './contract/key-bridge.ts';

let heard: ((vault: never) => void) | null = null;

const bridge: KeyBridge = {
  request: (name, payload) => ipcRenderer.invoke('key', name, payload),
  onVault(listener) {
    heard = listener;
  },
};

ipcRenderer.on('vault', (_, vault) => heard?.(vault as never));

contextBridge.exposeInMainWorld('vigilKey', bridge);
