/** No login goes to a server whose certificate is not good, even where the shell says to take any. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
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

function ownCertificate(): { readonly key: Buffer; readonly cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-keyout', key, '-out', cert, ...subject],
    ],
    { stdio: 'ignore' },
  );
  const read = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return read;
}
