import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createUpdateDesk, type UpdateDesk } from '../../src/main/updates/update-desk.ts';
import { noUpdateMemory, type UpdateMemory } from '../../src/main/updates/update-memory.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import {
  channelOf,
  newReleaseKeys,
  pageHost,
  type ReleaseServer,
  releaseAt,
  signedText,
  startReleaseServer,
} from '../support/release-server.ts';
import { until } from '../support/until.ts';

const keys = newReleaseKeys();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let server: ReleaseServer;
let clock: ManualClock;
let memory: UpdateMemory;
let isOn: boolean;
/** How often something was fetched, whatever came of it. */
let asked: number;
const opened: string[] = [];
const desks: UpdateDesk[] = [];

beforeEach(async () => {
  server = await startReleaseServer();
  clock = manualClock();
  memory = noUpdateMemory;
  isOn = true;
  asked = 0;
  opened.length = 0;
});
afterEach(async () => {
  for (const desk of desks.splice(0)) desk.close();
  await server.close();
});

/** A start of the program: what an earlier one remembered is there. */
function start(version = '0.1.0'): UpdateDesk {
  const desk = createUpdateDesk({
    ...{ clock, version, memory, random: () => 0.5, isOn: () => isOn },
    fetch(address, init) {
      asked += 1;
      return fetch(address, init);
    },
    channel: channelOf(server.address, keys),
    installation: { kind: 'deb', arch: 'x64' },
    save(next) {
      memory = next;
    },
    changed: () => undefined,
    openPage: async (address) => void opened.push(address),
  });
  desks.push(desk);
  return desk;
}

function release(changes: Readonly<Record<string, unknown>> = {}): string {
  return signedText(releaseAt(clock.wallMs(), changes), keys);
}

async function look(desk: UpdateDesk) {
  desk.services.look();
  await looked(desk);
  return desk.services.state();
}

function looked(desk: UpdateDesk): Promise<void> {
  return until('the end of the look', () => !desk.services.state().looking);
}

describe('a new version', () => {
  test('is told with what is new, the file for this installation, and how to check and install it', async () => {
    server.answer(release());
    const { release: found, problem, lastLookMs } = await look(start());
    expect({ found, problem, lastLookMs }).toEqual({
      found: {
        version: '0.3.0',
        publishedMs: clock.wallMs() - 2 * dayMs,
        notes: ['Funding of OKX and Deribit is among the executions.', 'Starts faster.'],
        pageHost,
        file: {
          name: 'vigil_0.3.0_amd64.deb',
          bytes: 74_000_000,
          sha256: 'a'.repeat(64),
          minimumSystem: 'Debian 12 or newer',
          commands: [
            `echo '${'a'.repeat(64)}  vigil_0.3.0_amd64.deb' | sha256sum -c`,
            'sudo apt install ./vigil_0.3.0_amd64.deb',
          ],
        },
      },
      problem: null,
      lastLookMs: clock.wallMs(),
    });
  });

  test.each(['0.3.0', '0.3.1', '1.0.0'])('is not told to %s, which is as new or newer', async (version) => {
    server.answer(release());
    const { release: found, problem } = await look(start(version));
    expect([found, problem]).toEqual([null, null]);
  });

  test('opens its own page and nothing else', async () => {
    const desk = start();
    expect(await desk.services.openPage()).toMatchObject({ ok: false, error: { code: 'no-release' } });
    server.answer(release());
    await look(desk);
    expect(await desk.services.openPage()).toEqual({ ok: true, value: null });
    expect(opened).toEqual([`https://${pageHost}/0.3.0`]);
  });

  test('is still known after a restart, without asking again, until this program is as new', async () => {
    server.answer(release());
    await look(start());
    expect(start().services.state().release?.version).toBe('0.3.0');
    expect(start('0.3.0').services.state().release).toBe(null);
    expect(server.requests).toHaveLength(1);
  });

  test('is not taken from a file that somebody changed', async () => {
    server.answer(release());
    await look(start());
    memory = { ...memory, answer: (memory.answer ?? '').replace('0.3.0', '9.3.0') };
    expect(start().services.state().release).toBe(null);
  });

  test('that is skipped stays so after a restart, and the next one is told again', async () => {
    server.answer(release());
    const desk = start();
    await look(desk);
    desk.services.skip(true);
    expect(start().services.state()).toMatchObject({ skipped: true, release: { version: '0.3.0' } });
    const later = start();
    server.answer(release({ version: '0.4.0' }));
    expect(await look(later)).toMatchObject({ skipped: false, release: { version: '0.4.0' } });
    later.services.skip(true);
    later.services.skip(false);
    expect(later.services.state().skipped).toBe(false);
  });
});

describe('a look', () => {
  test('says nothing about the user, the program or the computer', async () => {
    server.answer(release());
    await look(start());
    const [request] = server.requests;
    expect(request?.url).toBe('/release.signed');
    expect(request?.headers['user-agent']).toBe('Vigil');
    const { host, connection, 'accept-encoding': _, ...others } = request?.headers ?? {};
    expect(others).toEqual({
      accept: 'text/plain',
      'accept-language': '*',
      'sec-fetch-mode': 'cors',
      'user-agent': 'Vigil',
    });
  });

  test('never downloads what it was told of', async () => {
    server.answer(release());
    await look(start());
    clock.advance(12 * hourMs);
    expect(asked).toBe(1);
    expect(server.requests.map(({ url }) => url)).toEqual(['/release.signed']);
  });

  test('comes by itself a day after the first start, then once a day', async () => {
    server.answer(release());
    const desk = start();
    for (const count of [1, 2, 3]) {
      clock.advance(dayMs - 1);
      expect(desk.services.state().looking).toBe(false);
      clock.advance(1);
      await until('a look', () => server.requests.length === count);
      await looked(desk);
      server.answer(release());
    }
  });

  test('comes a minute after a start when the last one is a day old, not when it is younger', async () => {
    server.answer(release());
    const first = start();
    await look(first);
    first.close();
    clock.advance(20 * hourMs);
    const younger = start();
    clock.advance(120_000);
    younger.close();
    expect(asked).toBe(1);
    clock.advance(5 * hourMs);
    const older = start();
    clock.advance(59_000);
    expect(older.services.state().looking).toBe(false);
    clock.advance(1_000);
    await until('the look', () => server.requests.length === 2);
    await looked(older);
  });

  test('does not come at all when it is switched off: not even a connection is made', async () => {
    isOn = false;
    start();
    clock.advance(30 * dayMs);
    // A connection of the desk's own would be there before this one.
    await fetch(server.address);
    expect([asked, server.connections()]).toEqual([0, 1]);
  });

  test('that is under way is let go when it is switched off, and its answer is not heard', async () => {
    let gone = false;
    server.answer((response) => void response.on('close', () => (gone = true)));
    const desk = start();
    desk.services.look();
    await until('the question', () => server.requests.length === 1);
    isOn = false;
    desk.settingsChanged();
    await until('the end of the connection', () => gone);
    expect(desk.services.state()).toMatchObject({ looking: false, problem: null, lastLookMs: null });
  });

  test('that was asked for while it is off is answered, whatever other setting changes', async () => {
    isOn = false;
    server.answer(release());
    const desk = start();
    desk.services.look();
    desk.settingsChanged();
    await looked(desk);
    expect(desk.services.state()).toMatchObject({ looking: false, problem: null });
    expect(desk.services.state().lastLookMs).not.toBeNull();
  });

  test('is one at a time, however often it is asked for', async () => {
    server.answer(release());
    const desk = start();
    for (let count = 0; count < 5; count += 1) desk.services.look();
    await looked(desk);
    expect(server.requests).toHaveLength(1);
  });

  test('in vain waits four hours for the next, so that a server in trouble is left alone', async () => {
    const desk = start();
    clock.advance(dayMs);
    await until('the first', () => server.requests.length === 1);
    await looked(desk);
    clock.advance(4 * hourMs - 1);
    expect(desk.services.state().looking).toBe(false);
    clock.advance(1);
    await until('the second', () => server.requests.length === 2);
    await looked(desk);
  });
});

describe('a build without a release channel', () => {
  test('has no address, does not look, and writes nothing', () => {
    const writes: UpdateMemory[] = [];
    const desk = createUpdateDesk({
      ...{ clock, version: '0.1.0', memory, random: () => 0, isOn: () => true, channel: null },
      fetch: () => Promise.reject(new Error('it looked')),
      installation: { kind: null, arch: 'x64' },
      save: (next) => writes.push(next),
      changed: () => undefined,
      openPage: () => Promise.reject(new Error('it opened a page')),
    });
    desks.push(desk);
    clock.advance(3 * dayMs);
    expect(desk.services.look()).toMatchObject({ ok: false, error: { code: 'no-address' } });
    expect(desk.services.state()).toMatchObject({ address: null, looking: false, problem: null });
    expect(writes).toEqual([]);
  });
});

describe('what cannot be believed', () => {
  test('leaves what was known as it was, and is said', async () => {
    server.answer(release());
    const desk = start();
    await look(desk);
    server.answer(release().replace('0.3.0', '0.9.0'));
    const after = await look(desk);
    expect(after.problem).toMatchObject({ kind: 'distrust', message: expect.stringMatching(/not signed/) });
    expect(after.release?.version).toBe('0.3.0');
    server.answer(release());
    expect((await look(desk)).problem).toBe(null);
  });

  test('is a step back, after a restart too', async () => {
    const old = release({ version: '0.2.0' });
    clock.advance(hourMs);
    server.answer(release());
    await look(start());
    server.answer(old);
    const after = await look(start());
    expect(after.problem).toMatchObject({
      kind: 'distrust',
      message: expect.stringMatching(/older than one/),
    });
    expect(after.release?.version).toBe('0.3.0');
  });

  test('is an answer that is larger than any release', async () => {
    server.answer(`${release()}${' '.repeat(70_000)}`);
    expect((await look(start())).problem).toMatchObject({
      kind: 'no-answer',
      message: expect.stringMatching(/too large/),
    });
  });

  test('is an answer that does not end in time', async () => {
    server.answer((response) => void response.writeHead(200).write(release().slice(0, 50)));
    const desk = start();
    desk.services.look();
    await until('the question', () => server.requests.length === 1);
    clock.advance(15_000);
    await looked(desk);
    expect(desk.services.state().problem).toMatchObject({
      kind: 'no-answer',
      message: expect.stringMatching(/no answer within 15 s/),
    });
  });

  test('is a redirect, even to where a good release is', async () => {
    const elsewhere = await startReleaseServer();
    elsewhere.answer(release());
    server.answer((response) => void response.writeHead(302, { location: elsewhere.address }).end());
    expect((await look(start())).problem).toMatchObject({
      kind: 'no-answer',
      message: expect.stringMatching(/redirect/),
    });
    expect(elsewhere.connections()).toBe(0);
    await elsewhere.close();
  });

  test('is an error page, whatever is on it', async () => {
    server.answer((response) => void response.writeHead(404).end(release()));
    expect(await look(start())).toMatchObject({
      problem: { kind: 'no-answer', message: expect.stringMatching(/HTTP 404/) },
      release: null,
    });
  });

  test('is a server that is not there', async () => {
    await server.close();
    expect((await look(start())).problem).toMatchObject({
      kind: 'no-answer',
      message: expect.stringMatching(/could not be asked/),
    });
    server = await startReleaseServer();
  });
});
