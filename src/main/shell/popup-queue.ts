/**
 * Puts popups on screen one after the other, one a slot. The notification server is asked for a sign of
 * life before each step, because showing and closing wait for it and would hold up every feed.
 */
import type { Popup, PopupResult } from '../alerts/alert-types.ts';
import type { ServerState } from './desktop-bus.ts';

export interface PopupEvents {
  clicked(slot: string): void;
  /** The user or the server took it off the screen. */
  gone(slot: string): void;
}

/** One popup on screen. */
export interface ShownPopup {
  close(): void;
}

export interface PopupQueueOptions {
  readonly server: () => Promise<ServerState>;
  /** Puts it on screen; null when the desktop refuses. `gone` is called when it left by itself. */
  readonly put: (popup: Popup, gone: () => void) => Promise<ShownPopup | null>;
  readonly gone: (slot: string) => void;
  readonly monoMs: () => number;
  readonly after: (ms: number, run: () => void) => void;
}

export interface PopupQueue {
  show(popup: Popup): Promise<PopupResult>;
  close(slot: string): void;
  /** Takes every popup off the screen, as far as the server answers. */
  closeAll(): Promise<void>;
}

type Job =
  | { readonly kind: 'show'; readonly popup: Popup; readonly done: (result: PopupResult) => void }
  | { readonly kind: 'close'; readonly slot: string };

// Servers lose one of two popups that follow each other faster than this.
const restMs = 1_000;
// A frozen server costs a second and a half each time it is asked. The first repeat, after a minute, asks again.
const silenceMs = 55_000;

export function createPopupQueue(options: PopupQueueOptions): PopupQueue {
  const onScreen = new Map<string, ShownPopup>();
  const restUntilMs = new Map<string, number>();
  /** Popups to be closed that a frozen server still shows. */
  const leftOver: ShownPopup[] = [];
  let jobs: Job[] = [];
  let isRunning = false;
  let silentUntilMs = Number.NEGATIVE_INFINITY;

  async function server(): Promise<ServerState> {
    if (options.monoMs() < silentUntilMs) return 'silent';
    const state = await options.server();
    if (state === 'silent') silentUntilMs = options.monoMs() + silenceMs;
    if (state === 'alive') for (const popup of leftOver.splice(0)) popup.close();
    return state;
  }

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    try {
      while (jobs.length > 0) {
        const job = takeReady();
        if (job === null) await rest();
        else if (job.kind === 'show') await show(job);
        else await close(job.slot);
      }
    } finally {
      isRunning = false;
    }
  }

  function takeReady(): Job | null {
    const nowMs = options.monoMs();
    const index = jobs.findIndex((job) => (restUntilMs.get(slotOf(job)) ?? 0) <= nowMs);
    return index < 0 ? null : (jobs.splice(index, 1)[0] ?? null);
  }

  function rest(): Promise<void> {
    const untilMs = Math.min(...jobs.map((job) => restUntilMs.get(slotOf(job)) ?? 0));
    return new Promise((resolve) => options.after(Math.max(0, untilMs - options.monoMs()), resolve));
  }

  async function show(job: Extract<Job, { kind: 'show' }>): Promise<void> {
    const { popup, done } = job;
    const { slot } = popup;
    const state = await server();
    if (state === 'silent' || state === 'absent') {
      done({ kind: 'failed', reason: reasons[state] });
      return;
    }
    // Another order for this slot came while the server was asked.
    if (jobs.some((later) => slotOf(later) === slot)) {
      done({ kind: 'dropped' });
      return;
    }
    if (onScreen.has(slot)) {
      take(slot)?.close();
      jobs.unshift(job);
      return;
    }
    let isGone = false;
    let mine: ShownPopup | null = null;
    mine = await options.put(popup, () => {
      isGone = true;
      // A popup that was replaced may be reported late.
      if (mine === null || onScreen.get(slot) !== mine) return;
      onScreen.delete(slot);
      options.gone(slot);
    });
    if (mine === null) {
      done({ kind: 'failed', reason: reasons.refused });
      return;
    }
    if (isGone) options.gone(slot);
    else onScreen.set(slot, mine);
    done({ kind: 'shown' });
  }

  async function close(slot: string): Promise<void> {
    if (!onScreen.has(slot)) return;
    const state = await server();
    const shown = take(slot);
    if (shown === null) return;
    if (state === 'silent') leftOver.push(shown);
    else shown.close();
  }

  /** Takes it off our list; the server needs a moment before the slot's next one. */
  function take(slot: string): ShownPopup | null {
    const shown = onScreen.get(slot) ?? null;
    onScreen.delete(slot);
    restUntilMs.set(slot, options.monoMs() + restMs);
    return shown;
  }

  function drop(isMeant: (job: Job) => boolean): void {
    const [dropped, kept] = [jobs.filter(isMeant), jobs.filter((job) => !isMeant(job))];
    jobs = kept;
    for (const job of dropped) if (job.kind === 'show') job.done({ kind: 'dropped' });
  }

  return {
    show(popup) {
      drop((job) => job.kind === 'show' && slotOf(job) === popup.slot);
      return new Promise((done) => {
        jobs.push({ kind: 'show', popup, done });
        void run();
      });
    },
    close(slot) {
      drop((job) => slotOf(job) === slot);
      jobs.push({ kind: 'close', slot });
      void run();
    },
    async closeAll() {
      drop(() => true);
      if (onScreen.size + leftOver.length === 0) return;
      // Asked even if it was silent a moment ago: there is no later.
      silentUntilMs = Number.NEGATIVE_INFINITY;
      if ((await server()) === 'silent') return;
      for (const slot of [...onScreen.keys()]) take(slot)?.close();
    },
  };
}

function slotOf(job: Job): string {
  return job.kind === 'show' ? job.popup.slot : job.slot;
}

const reasons = {
  silent: 'the notification server did not answer',
  absent: 'this desktop has no notification server',
  refused: 'the notification server refused it',
} as const;
