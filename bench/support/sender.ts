/** A BitMEX-like server in a process of its own, so that its work is not counted with the client's. */
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { bookFrames, clockFrames, type FrameSet, tradeFrames } from './frames.ts';

/** What the parent asks for: which frames, and how fast. */
export interface SenderJob {
  readonly frames:
    | { readonly kind: 'book'; readonly levels: number; readonly count: number }
    | { readonly kind: 'trades'; readonly count: number; readonly rows: number }
    | { readonly kind: 'clock'; readonly count: number };
  /** null: as fast as the client reads. */
  readonly perSecond: number | null;
}

/** Bytes that may wait in one client's socket before the sender pauses. */
const highWater = 1 << 20;

process.once('message', (job: SenderJob) => serve(job));

function serve(job: SenderJob): void {
  const frames = framesOf(job.frames);
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.send(
      JSON.stringify({ info: 'Welcome', timestamp: new Date().toISOString(), limit: { remaining: 39 } }),
    );
    socket.once('message', () => void stream(socket, frames, job));
  });
  server.on('listening', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('disconnect', () => process.exit(0));
}

function framesOf(frames: SenderJob['frames']): FrameSet {
  switch (frames.kind) {
    case 'book':
      return bookFrames(frames.levels, frames.count);
    case 'trades':
      return tradeFrames(frames.count, frames.rows);
    case 'clock':
      return clockFrames(frames.count);
  }
}

async function stream(socket: WebSocket, frames: FrameSet, job: SenderJob): Promise<void> {
  for (const partial of frames.partials) socket.send(partial);
  const total = frames.count;
  const begun = performance.now();
  for (let sent = 0; sent < total && socket.readyState === socket.OPEN; ) {
    const due =
      job.perSecond === null ? total : Math.ceil(((performance.now() - begun) / 1000) * job.perSecond);
    for (; sent < Math.min(due, total) && socket.bufferedAmount < highWater; sent++) {
      socket.send(stamped(frames.frameAt(sent), job));
    }
    await new Promise((resolve) => (job.perSecond === null ? setImmediate(resolve) : setTimeout(resolve, 1)));
  }
  socket.send(JSON.stringify({ info: 'end' }));
}

/** In a paced run each frame's first row says when it left, so that the client can tell its age. */
function stamped(frame: string, job: SenderJob): string {
  if (job.perSecond === null) return frame;
  return frame.replace('"data":[{', `"data":[{"sentMs":${performance.timeOrigin + performance.now()},`);
}
