/** What goes out to one client, in order, held back for as long as a delay is in force. */
import type { Clock } from '../feeds/clock.ts';

/** The connection as this folder sees it; server.ts makes one from a WebSocket. */
export interface Wire {
  readonly bufferedBytes: number;
  text(frame: string): void;
  binary(frame: Buffer): void;
  pong(payload: Buffer): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

export interface Outbox {
  push(send: (wire: Wire) => void): void;
  /** Sends what is held back. */
  flush(): void;
  close(): void;
}

export function createOutbox(wire: Wire, clock: Clock, delayMs: () => number): Outbox {
  let held: { readonly dueMs: number; readonly send: (wire: Wire) => void }[] = [];
  let cancel: (() => void) | null = null;

  function sendDue(): void {
    cancel = null;
    const now = clock.monoMs();
    let sent = 0;
    for (const frame of held) {
      if (frame.dueMs > now) break;
      frame.send(wire);
      sent += 1;
    }
    held = held.slice(sent);
    const next = held[0];
    if (next !== undefined) cancel = clock.after(Math.max(1, next.dueMs - now), sendDue);
  }

  return {
    push(send) {
      const delay = delayMs();
      if (delay === 0 && held.length === 0) {
        send(wire);
        return;
      }
      held.push({ dueMs: clock.monoMs() + delay, send });
      cancel ??= clock.after(delay, sendDue);
    },
    flush() {
      cancel?.();
      cancel = null;
      const frames = held;
      held = [];
      for (const frame of frames) frame.send(wire);
    },
    close() {
      cancel?.();
      cancel = null;
      held = [];
    },
  };
}
