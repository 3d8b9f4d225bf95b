/** A real release server on loopback, and releases signed with keys of the test's own. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReleaseChannel } from '../../src/main/updates/release-channel.ts';

export interface ReleaseServer {
  readonly address: string;
  /** Every request that came, with its headers. */
  readonly requests: readonly IncomingMessage[];
  /** Connections that were opened, whether anything was asked or not. */
  connections(): number;
  answer(with_: string | ((response: ServerResponse) => void)): void;
  close(): Promise<void>;
}

export async function startReleaseServer(): Promise<ReleaseServer> {
  const requests: IncomingMessage[] = [];
  let connections = 0;
  let respond = (response: ServerResponse) => {
    response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    requests.push(request);
    respond(response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/release.signed`,
    requests,
    connections: () => connections,
    answer(next) {
      respond =
        typeof next === 'string'
          ? (response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end(next)
          : next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export interface ReleaseKeys {
  readonly privateKey: KeyObject;
  /** As it stands in a channel. */
  readonly publicKey: string;
}

export function newReleaseKeys(): ReleaseKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
}

export function signedText(text: string, { privateKey }: ReleaseKeys): string {
  return `${sign(null, Buffer.from(text), privateKey).toString('base64')}\n${text}`;
}

export const pageHost = 'releases.vigil.example';

export function channelOf(address: string, ...keys: readonly ReleaseKeys[]): ReleaseChannel {
  return { address, pageHosts: [pageHost], publicKeys: keys.map(({ publicKey }) => publicKey) };
}

/** A release that is good at `nowMs`, with whatever a test changes in it. */
export function releaseAt(nowMs: number, changes: Readonly<Record<string, unknown>> = {}): string {
  const iso = (ms: number) => new Date(ms).toISOString();
  return JSON.stringify({
    format: 1,
    product: 'vigil',
    version: '0.3.0',
    published: iso(nowMs - 2 * dayMs),
    issued: iso(nowMs - dayMs),
    expires: iso(nowMs + 30 * dayMs),
    notes: ['Funding of OKX and Deribit is among the executions.', 'Starts faster.'],
    page: `https://${pageHost}/0.3.0`,
    packages: [
      {
        kind: 'deb',
        arch: 'x64',
        file: 'vigil_0.3.0_amd64.deb',
        bytes: 74_000_000,
        sha256: 'a'.repeat(64),
        minimumSystem: 'Debian 12 or newer',
      },
    ],
    ...changes,
  });
}

const dayMs = 86_400_000;
