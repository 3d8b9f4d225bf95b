/** A server that nobody should ever reach: it counts who comes, by TCP and by UDP. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface SilentServer {
  readonly port: number;
  readonly http: string;
  /** Connections and datagrams so far. */
  visits(): number;
  close(): Promise<void>;
}

export async function startSilentServer(): Promise<SilentServer> {
  let count = 0;
  const tcp = createServer((line) => {
    count += 1;
    line.on('error', () => {}).destroy();
  });
  await once(tcp.listen(0, '127.0.0.1'), 'listening');
  const place = tcp.address();
  if (place === null || typeof place === 'string') throw new Error('The server has no port.');
  const udp = createSocket('udp4', () => {
    count += 1;
  });
  udp.bind(place.port, '127.0.0.1');
  await once(udp, 'listening');
  return {
    port: place.port,
    http: `http://127.0.0.1:${place.port}`,
    visits: () => count,
    async close() {
      udp.close();
      tcp.close();
      await once(tcp, 'close');
    },
  };
}
