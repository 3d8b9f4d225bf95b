/** The vault process as main holds it, whichever way it was started. */
import { fork } from 'node:child_process';
import type { NumberedCall } from './vault-messages.ts';

export interface VaultChild {
  post(call: NumberedCall): void;
  kill(): void;
}

export interface VaultChildEvents {
  message(message: unknown): void;
  /** It ended without being asked to; `how` in words. */
  ended(how: string): void;
}

export type StartVaultChild = (events: VaultChildEvents) => VaultChild;

/** For the headless command in plain Node; Electron has its own way. */
export function forkVault(entry: string): StartVaultChild {
  return (events) => {
    const child = fork(entry, [], {
      // What libraries print there is of no use, and nothing of a vault belongs on a terminal.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      // Flags of a debugger or a profiler are for the process that they were given to.
      execArgv: [],
    });
    child.on('message', events.message);
    child.on('error', (cause) => events.ended(cause.message));
    child.on('exit', (code, signal) => events.ended(signal ?? `exit code ${code}`));
    return {
      post: (call) => child.send(call, () => {}),
      kill: () => child.kill('SIGKILL'),
    };
  };
}
