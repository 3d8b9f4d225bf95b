/** Starts the sender in its own process, hands its address to a client, and ends it. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SenderJob } from './sender.ts';

export async function withSender<T>(job: SenderJob, use: (url: string) => Promise<T>): Promise<T> {
  const child = fork(fileURLToPath(new URL('./sender.js', import.meta.url)));
  try {
    const port = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`The sender ended with ${code}.`)));
      child.once('message', (message: { readonly port: number }) => resolve(message.port));
      child.send(job);
    });
    return await use(`ws://127.0.0.1:${port}/realtime`);
  } finally {
    child.kill();
  }
}
