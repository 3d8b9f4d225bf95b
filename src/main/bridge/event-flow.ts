/**
 * Sends events to the window, and knows whether it keeps up: every event is answered by the preload
 * script, and while too many answers are missing nothing more should be made.
 */
import type { EventName } from '../../preload/contract/events.ts';
import type { Outlet } from '../tables/outlet.ts';

export interface EventFlow extends Outlet {
  /** The window has dealt with one event. */
  received(): void;
  setVisible(visible: boolean): void;
  /** The page was loaded anew: what was under way is lost. */
  restart(): void;
  /** Called each time the way to the window opens again. */
  onOpen(listener: () => void): void;
}

// At ten market, sixty account and a few feed deltas a second this is about a second of silence.
const inFlightLimit = 80;

export function createEventFlow(transmit: (name: EventName, event: unknown) => void): EventFlow {
  const listeners: (() => void)[] = [];
  let visible = false;
  let inFlight = 0;
  const isOpen = () => visible && inFlight < inFlightLimit;
  const change = (apply: () => void) => {
    const before = isOpen();
    apply();
    if (!before && isOpen()) for (const listener of listeners) listener();
  };
  return {
    isOpen,
    send(name, event) {
      inFlight += 1;
      transmit(name, event);
    },
    received() {
      change(() => {
        inFlight = Math.max(0, inFlight - 1);
      });
    },
    setVisible(next) {
      change(() => {
        visible = next;
      });
    },
    restart() {
      change(() => {
        inFlight = 0;
      });
    },
    onOpen(listener) {
      listeners.push(listener);
    },
  };
}
