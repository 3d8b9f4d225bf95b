/** Starts the sender in its own process, hands its address to a client, and ends it. */
import { withChild } from './child.ts';
import type { SenderJob } from './sender.ts';

export function withSender<T>(job: SenderJob, use: (url: string) => Promise<T>): Promise<T> {
  return withChild('sender', job, ({ port }: { readonly port: number }) =>
    use(`ws://127.0.0.1:${port}/realtime`),
  );
}
