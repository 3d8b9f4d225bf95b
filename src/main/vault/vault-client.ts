/**
 * Main's side of the vault process: one call at a time, a word when the keychain is silent for long, and a
 * new process when the old one crashed or lost its connection.
 */
import type { Clock } from '../feeds/clock.ts';
import { wipe } from './credentials.ts';
import type { StartVaultChild, VaultChild } from './vault-child.ts';
import { asNumberedAnswer, type VaultAnswer, type VaultCall } from './vault-messages.ts';

export interface VaultClientOptions {
  readonly start: StartVaultChild;
  readonly clock: Clock;
  /** The keychain is silent: it is probably asking the user. Told again when it is not any more. */
  readonly onWaiting: (isWaiting: boolean) => void;
  /** How long a question to the user may stay open. */
  readonly patienceMs?: number | undefined;
}

/** `waited`: the keychain was silent long enough to have asked the user. */
export type VaultOutcome = VaultAnswer & { readonly waited: boolean };

export interface VaultClient {
  perform(call: VaultCall): Promise<VaultOutcome>;
  /** Ends the process; what is under way is answered as broken. */
  close(): void;
}

interface Pending {
  readonly id: number;
  settle(answer: VaultAnswer): void;
}

export function createVaultClient(options: VaultClientOptions): VaultClient {
  const { clock, start, onWaiting, patienceMs = usualPatienceMs } = options;
  let child: VaultChild | null = null;
  let pending: Pending | null = null;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let cancelIdle = () => {};
  let isClosed = false;

  function running(): VaultChild {
    if (child !== null) return child;
    const started: VaultChild = start({
      message(message) {
        const numbered = asNumberedAnswer(message);
        if (numbered === null) return;
        // Nobody waits for it any more; a key in it must not linger.
        if (numbered.id !== pending?.id) wipeKey(numbered.answer);
        else pending.settle(numbered.answer);
      },
      ended(how) {
        if (child !== started) return;
        child = null;
        pending?.settle(broken(`the vault process ended (${how})`));
      },
    });
    child = started;
    return started;
  }

  function stop(): void {
    const stopping = child;
    child = null;
    stopping?.kill();
  }

  function attempt(call: VaultCall): Promise<VaultOutcome> {
    cancelIdle();
    return new Promise((resolve) => {
      let waited = false;
      const cancelSilence = clock.after(silenceMs, () => {
        waited = true;
        onWaiting(true);
      });
      const cancelPatience = clock.after(patienceMs, () => {
        stop();
        const minutes = Math.round(patienceMs / 60_000);
        const detail = `the keychain did not answer within ${minutes} min`;
        pending?.settle({ kind: 'failed', trouble: 'locked', detail });
      });
      lastId += 1;
      pending = {
        id: lastId,
        settle(answer) {
          pending = null;
          cancelSilence();
          cancelPatience();
          if (waited) onWaiting(false);
          // Its connection to the keychain goes with it, before it can grow stale.
          cancelIdle = clock.after(idleMs, stop);
          resolve({ ...answer, waited });
        },
      };
      try {
        running().post({ id: lastId, call });
      } catch (cause) {
        pending.settle(broken(cause instanceof Error ? cause.message : String(cause)));
      }
    });
  }

  async function performNow(call: VaultCall): Promise<VaultOutcome> {
    if (isClosed) return { ...broken('Vigil is ending'), waited: false };
    const first = await attempt(call);
    if (first.kind !== 'failed' || first.trouble !== 'broken' || isClosed) return first;
    stop();
    return attempt(call);
  }

  return {
    perform(call) {
      const answer = queue.then(() => performNow(call));
      queue = answer;
      return answer;
    },
    close() {
      isClosed = true;
      cancelIdle();
      stop();
      pending?.settle(broken('Vigil is ending'));
      cancelIdle();
    },
  };
}

function broken(detail: string): Extract<VaultAnswer, { kind: 'failed' }> {
  return { kind: 'failed', trouble: 'broken', detail };
}

function wipeKey(answer: VaultAnswer): void {
  if (answer.kind === 'key') wipe(answer.credentials);
}

const silenceMs = 2_000;
const usualPatienceMs = 120_000;
const idleMs = 10_000;
