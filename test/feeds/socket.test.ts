/** One connection, ended at every stage. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { FeedSocket, type SocketEvent } from '../../src/main/feeds/socket.ts';
import { eventually } from '../support/eventually.ts';
import { startScriptedVenue } from '../support/scripted-venue.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function connect(url: string, handshakeMs = 5_000): { socket: FeedSocket; events: SocketEvent[] } {
  const events: SocketEvent[] = [];
  const socket = new FeedSocket({ url, maxFrameBytes: 1_000, handshakeMs }, systemClock, (event) =>
    events.push(event),
  );
  return { socket, events };
}

/** Takes connections and says nothing, or the same to everybody. */
async function silentServer(words = ''): Promise<string> {
  const server: Server = createServer((socket) => socket.on('error', () => {}).write(words));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const open = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => open.add(socket));
  ends.push(() => {
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function venue() {
  const started = await startScriptedVenue();
  ends.push(() => started.close());
  return started;
}

describe('a host that takes the connection and never answers', () => {
  test('is given up after the handshake time', async () => {
    const { events } = connect(await silentServer(), 100);
    await eventually('closed', () => events.length === 1);
    expect(events).toMatchObject([{ kind: 'closed', code: 1006 }]);
    expect(events[0]).toHaveProperty('reason', 'no answer to the connection within 0 s');
  });

  test('can be left at once, without another word', async () => {
    const { socket, events } = connect(await silentServer());
    await socket.close();
    await socket.close();
    expect(events).toEqual([]);
  });
});

test('a refused connection is said in words', async () => {
  const server = await venue();
  const { url } = server;
  await server.close();
  const { events } = connect(url);
  await eventually('closed', () => events.length === 1);
  expect(events).toEqual([{ kind: 'closed', code: 1006, reason: 'connection refused' }]);
});

test('a host that speaks something else is said in words, plain and encrypted', async () => {
  const url = await silentServer('SSH-2.0-OpenSSH_9.2\r\n');
  const plain = connect(url);
  const encrypted = connect(url.replace('ws:', 'wss:'));
  await eventually('closed', () => plain.events.length + encrypted.events.length === 2);
  expect([plain.events[0], encrypted.events[0]]).toMatchObject([
    { kind: 'closed', reason: 'the host answers with something that is not HTTP; check the address' },
    { kind: 'closed', reason: 'no encrypted connection could be made; check the address' },
  ]);
});

test('an upgrade that is refused gives status and Retry-After, and nothing follows', async () => {
  const server = await venue();
  server.refusals.push({ status: 429, retryAfter: '7' });
  const { events, socket } = connect(server.url);
  await eventually('refused', () => events.length === 1);
  await socket.close();
  expect(events).toMatchObject([{ kind: 'http-refused', status: 429, retryAfterMs: 7_000 }]);
});

test('text, binary, and a frame over the limit, whose content is never read', async () => {
  const server = await venue();
  const { events } = connect(server.url);
  await eventually('open', () => server.clients.length === 1);
  server.clients[0]?.send('hello');
  server.clients[0]?.sendBinary(Buffer.alloc(3));
  server.clients[0]?.send('x'.repeat(1_001));
  await eventually('closed', () => events.some((event) => event.kind === 'closed'));
  expect(events.map((event) => event.kind)).toEqual(['open', 'text', 'binary', 'oversized', 'closed']);
});

test('a compressed connection is not offered, so that no small frame can unfold into a large one', async () => {
  const server = await venue();
  let offered: string | undefined = 'never connected';
  server.onUpgrade = (headers) => {
    offered = headers['sec-websocket-extensions'];
  };
  connect(server.url);
  await eventually('open', () => server.clients.length === 1);
  expect(offered).toBeUndefined();
});

test('a peer that never says goodbye is left all the same', async () => {
  const server = await venue();
  const { socket, events } = connect(server.url);
  await eventually('open', () => events.length === 1);
  server.clients[0]?.stopReading();
  const start = performance.now();
  await socket.close();
  expect(performance.now() - start).toBeLessThan(3_000);
});

test('a flood is read in slices, so that timers and the window have their turn', async () => {
  const server = await venue();
  const { socket, events } = connect(server.url);
  await eventually('open', () => events.length === 1);
  const [client] = server.clients;
  const count = 60_000;
  const text = 'x'.repeat(100);
  let before = events.length;
  let mostAtOnce = 0;
  let isOver = false;
  function look(): void {
    mostAtOnce = Math.max(mostAtOnce, events.length - before);
    before = events.length;
    if (!isOver) setImmediate(look);
  }
  setImmediate(look);
  for (let sent = 0; sent < count; sent += 1) client?.send(text);
  await eventually('all read', () => events.length === count + 1, 10_000);
  isOver = true;
  // Two slices at the most, with what the chunk at hand still held.
  expect(mostAtOnce).toBeLessThan(6_000);
  await socket.close();
});

test('a reader that stopped during a flood stays stopped, and one that leaves gets its goodbye', async () => {
  const server = await venue();
  const { socket, events } = connect(server.url);
  await eventually('open', () => events.length === 1);
  const count = 30_000;
  for (let sent = 0; sent < count; sent += 1) server.clients[0]?.send('x'.repeat(100));
  await eventually('some were read', () => events.length > 1);
  socket.pause();
  // What was taken from the line before comes still; after that nothing does.
  let seen = -1;
  await eventually('silence', () => {
    const isStill = seen === events.length;
    seen = events.length;
    return isStill;
  });
  expect(events.length).toBeLessThan(count);
  socket.resume();
  await eventually('all read', () => events.length === count + 1, 10_000);
  for (let sent = 0; sent < count; sent += 1) server.clients[0]?.send('x'.repeat(100));
  await eventually('more came', () => events.length > count + 1);
  await socket.close();
  await eventually('the other side knows', () => server.clients[0]?.isOpen === false);
});
