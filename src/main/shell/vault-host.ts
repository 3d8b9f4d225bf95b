/** Starts the vault process under Electron, where a forked Node is not to be had. */
import { utilityProcess } from 'electron';
import type { StartVaultChild } from '../vault/vault-child.ts';

export function startVaultUtility(entry: string): StartVaultChild {
  return (events) => {
    const child = utilityProcess.fork(entry, [], { serviceName: 'Vigil vault', stdio: 'ignore' });
    child.on('message', events.message);
    child.on('exit', (code) => events.ended(`exit code ${code}`));
    return {
      post: (call) => child.postMessage(call),
      kill: () => child.kill(),
    };
  };
}
