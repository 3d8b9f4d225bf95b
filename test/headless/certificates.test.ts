/** No login goes to a server whose certificate is not good, even where the shell says to take any. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BuiltCli, buildCli } from '../support/cli.ts';

let cli: BuiltCli;
let server: Server;
let asked = 0;

beforeAll(async () => {
  cli = await buildCli();
  server = createServer(ownCertificate(), (_, response) => {
    asked += 1;
    response.end('{}');
  });
  server.on('upgrade', (_, line) => {
    asked += 1;
    line.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 60_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
  cli.remove();
});

test('a certificate that nobody vouches for ends the connection before anything is said', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const { port } = server.address() as AddressInfo;
  const at = [
    '--endpoint',
    `wss://127.0.0.1:${port}/v5/public/linear`,
    '--rest',
    `https://127.0.0.1:${port}`,
  ];
  const run = cli.start(
    ...['collect', '--venue', 'bybit', '--symbols', 'BTCUSDT', ...at],
    ...['--format', 'ndjson', '--for', '2'],
  );
  await run.ended;
  expect(run.events('feed').map(({ reason }) => reason)).toContainEqual(
    expect.stringContaining('self-signed certificate'),
  );
  expect(asked).toBe(0);
}, 20_000);

/** Of this test alone, and valid for a hundred years: what is wrong with it is only that it vouches for itself. */
function ownCertificate(): { readonly key: Buffer; readonly cert: Buffer } {
  const read = (file: string) => readFileSync(join(import.meta.dirname, 'self-signed', file));
  return { key: read('key.pem'), cert: read('cert.pem') };
}
