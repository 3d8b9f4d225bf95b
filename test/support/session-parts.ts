/** Parts that a session needs and that most of its tests do not look at. */
import type { Popup } from '../../src/main/alerts/alert-types.ts';
import type { TrayModel } from '../../src/main/alerts/tray-model.ts';
import type { AlertScreen } from '../../src/main/app/alert-desk.ts';
import { type IncidentLog, openIncidentLog } from '../../src/main/incidents/incident-log.ts';

export interface ScreenDouble extends AlertScreen {
  readonly shown: Popup[];
  readonly closed: string[];
  readonly trays: TrayModel[];
  /** Why the desktop shows nothing; null: it does. */
  problem: string | null;
}

export function screenDouble(): ScreenDouble {
  const shown: Popup[] = [];
  const closed: string[] = [];
  const trays: TrayModel[] = [];
  return {
    ...{ shown, closed, trays },
    problem: null,
    async show(popup) {
      if (this.problem !== null) return { kind: 'failed', reason: this.problem };
      shown.push(popup);
      return { kind: 'shown' };
    },
    close: (slot) => closed.push(slot),
    tray: (model) => trays.push(model),
  };
}

/** An incident log whose file is a string. */
export function logInMemory(nowMs: number): Promise<IncidentLog> {
  let text: string | null = null;
  return openIncidentLog({
    file: {
      read: async () => text,
      keepCopy: async () => 'a copy',
      append: async (more) => {
        text = (text ?? '') + more;
      },
      replace: async (whole) => {
        text = whole;
      },
    },
    nowMs,
    problem: (message) => {
      throw new Error(message);
    },
  });
}
