/** Puts the bridge on the page: the contract's requests and events, and nothing else of Electron. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Bridge } from './contract/bridge.ts';
import type { EventName, Events } from './contract/events.ts';
import { eventNames, requestNames } from './contract/names.ts';

type Listener = (event: never) => void;

const listeners = new Map<string, Set<Listener>>(eventNames.map((name) => [name, new Set()]));

const bridge: Bridge = {
  request(name, payload) {
    if (requestNames.includes(name)) return ipcRenderer.invoke('request', name, payload);
    return Promise.resolve({
      ok: false,
      error: { code: 'unknown-request', message: `Vigil has no request named ${String(name)}.` },
    });
  },
  subscribe(name, listener) {
    const heard = listeners.get(name);
    heard?.add(listener);
    return () => heard?.delete(listener);
  },
};

// One listener for all events, so that main hears exactly once when each has been dealt with: the
// answers stop when the page is too busy, and main then holds back instead of filling a queue.
ipcRenderer.on('event', (_: IpcRendererEvent, name: EventName, event: Events[EventName]) => {
  try {
    for (const listener of listeners.get(name) ?? []) listener(event as never);
  } finally {
    ipcRenderer.send('received');
  }
});

contextBridge.exposeInMainWorld('vigil', bridge);
