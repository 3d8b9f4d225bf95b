/** The way to the window, as those who make events see it. */
import type { EventName, Events } from '../../preload/contract/events.ts';

export interface Outlet {
  send<N extends EventName>(name: N, event: Events[N]): void;
  /** False while the window is hidden, gone or behind: keep what changed, send nothing. */
  isOpen(): boolean;
}
