/** The vault process: answers one call after the other with the keychain, and knows nothing else. */

import { wipe } from './credentials.ts';
import { performOnKeychain } from './keytar-vault.ts';
import { asNumberedCall, type NumberedAnswer } from './vault-messages.ts';

// Electron gives a utility process a port; plain Node gives a forked one a channel.
const { parentPort } = process;
if (parentPort) {
  parentPort.on('message', ({ data }) => void answer(data, (message) => parentPort.postMessage(message)));
} else {
  process.on('message', (data) => void answer(data, (message) => process.send?.(message)));
  process.on('disconnect', () => process.exit());
}

async function answer(message: unknown, send: (answer: NumberedAnswer) => void): Promise<void> {
  const numbered = asNumberedCall(message);
  if (numbered === null) return;
  const { id, call } = numbered;
  const result = await performOnKeychain(call);
  send({ id, answer: result });
  if (call.op === 'write') wipe(call.credentials);
  if (result.kind === 'key') wipe(result.credentials);
}
