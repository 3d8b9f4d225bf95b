/** The page stays where it is, alone, and gets nothing of the system that it did not come with: in the real app. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { type SilentServer, startSilentServer } from '../support/silent-server.ts';

let running: RunningApp;
let server: SilentServer;
let folder: string;
beforeAll(async () => {
  [running, server, folder] = await Promise.all([
    runApp(),
    startSilentServer(),
    mkdtemp(join(tmpdir(), 'vigil-dropped-')),
  ]);
  // A page that went elsewhere would have lost this.
  await running.page.evaluate(() => Object.assign(globalThis, { stayed: true }));
});
afterAll(async () => {
  await running?.quit();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function expectStayed(): Promise<void> {
  await running.page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
  expect(await running.page.evaluate(() => [location.href, Reflect.get(globalThis, 'stayed')])).toEqual([
    'app://vigil/index.html',
    true,
  ]);
  const windows = await running.app.evaluate(({ BrowserWindow, webContents }) => [
    BrowserWindow.getAllWindows().length,
    webContents.getAllWebContents().length,
  ]);
  expect(windows).toEqual([1, 1]);
  expect(server.visits()).toBe(0);
}

const addresses = () => [
  server.http,
  'https://example.com/',
  'file:///etc/passwd',
  'data:text/html,<h1>x</h1>',
  'app://elsewhere/index.html',
  'app://vigil/key-window/index.html',
  'chrome://gpu',
  'devtools://devtools/bundled/inspector.html',
  'view-source:app://vigil/index.html',
  'vigil-no-such-scheme://x',
];

describe('the page goes nowhere', () => {
  test.each([
    ['by its location', (address: string) => Object.assign(location, { href: address })],
    ['by replacing it', (address: string): void => location.replace(address)],
    [
      'by a link',
      (address: string) => {
        const link = document.createElement('a');
        link.href = address;
        document.body.append(link);
        link.click();
        link.remove();
      },
    ],
    [
      'by a link to a new window',
      (address: string) => {
        const link = document.createElement('a');
        Object.assign(link, { href: address, target: '_blank', rel: 'opener' });
        document.body.append(link);
        link.click();
        link.remove();
      },
    ],
    ['by window.open', (address: string) => window.open(address) === null],
    ['by a named window', (address: string) => window.open(address, 'other', 'popup') === null],
    [
      'by a frame',
      (address: string) => {
        const frame = document.createElement('iframe');
        frame.src = address;
        document.body.append(frame);
        setTimeout(() => frame.remove(), 20);
      },
    ],
    [
      'by a meta refresh',
      (address: string) => {
        const meta = document.createElement('meta');
        meta.httpEquiv = 'refresh';
        meta.content = `0; url=${address}`;
        document.head.append(meta);
        setTimeout(() => meta.remove(), 20);
      },
    ],
    [
      'by a download link',
      (address: string) => {
        const link = document.createElement('a');
        Object.assign(link, { href: address, download: 'x.html' });
        document.body.append(link);
        link.click();
        link.remove();
      },
    ],
  ] satisfies [string, (address: string) => unknown][])('%s', async (_, go) => {
    for (const address of addresses()) await running.page.evaluate(go, address).catch(() => {});
    await expectStayed();
  });

  test('not even to the empty page, for longer than a moment', async () => {
    const other = await runApp();
    await other.page.evaluate(() => Object.assign(location, { href: 'about:blank' }));
    await other.page.locator('.rail').waitFor();
    expect(other.page.url()).toBe('app://vigil/index.html');
    expect((await other.rows('feed')).length).toBeGreaterThan(0);
    await other.quit();
  });

  test('when a file is dropped on it', async () => {
    const file = join(folder, 'dropped.html');
    await writeFile(file, '<script>document.title = "dropped"</script>');
    const debug = await running.page.context().newCDPSession(running.page);
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await debug.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
    }
    await debug.detach();
    await expectStayed();
  });

  test('nothing is downloaded', async () => {
    await running.app.evaluate(({ session }) => {
      const own = session.fromPartition('vigil');
      own.on('will-download', (event, item) => {
        Object.assign(globalThis, { downloadStopped: event.defaultPrevented });
        item.on('done', (_, state) => Object.assign(globalThis, { downloadEnded: state }));
      });
      own.downloadURL('app://vigil/index.html');
    });
    await running.page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x']));
      link.download = 'stolen.txt';
      link.click();
    });
    await expectStayed();
    const outcome = await running.app.evaluate(({ app }) => ({
      ended: Reflect.get(globalThis, 'downloadEnded'),
      folder: app.getPath('downloads'),
    }));
    expect(outcome.ended).not.toBe('completed');
    expect(existsSync(join(outcome.folder, 'stolen.txt'))).toBe(false);
  });
});

describe('the page gets no', () => {
  test('permission, not even the word that it might', async () => {
    const answers = await running.page.evaluate(async () => {
      const names = [
        ...['camera', 'microphone', 'geolocation', 'notifications', 'midi', 'clipboard-read'],
        ...['persistent-storage', 'screen-wake-lock', 'local-fonts', 'window-management', 'idle-detection'],
      ];
      const states = names.map((name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          ({ state }) => `${name} ${state}`,
          () => `${name} denied`,
        ),
      );
      return Promise.all(states);
    });
    expect(answers.filter((answer) => !answer.endsWith(' denied'))).toEqual([]);
  });

  test('camera, microphone, screen, place, clipboard or file', async () => {
    const outcomes = await running.page.evaluate(async () => {
      // Not there at all where no permission could ever be given.
      const media: MediaDevices | undefined = navigator.mediaDevices;
      const page = globalThis as unknown as Record<string, (() => Promise<unknown>) | undefined>;
      const outcome = (promise: Promise<unknown> | undefined) =>
        Promise.race([
          Promise.resolve(promise).then(
            (value) => (value === undefined ? 'nothing' : 'given'),
            () => 'refused',
          ),
          new Promise<string>((done) => setTimeout(done, 1_500, 'nothing')),
        ]);
      return Promise.all([
        outcome(media?.getUserMedia({ video: true })),
        outcome(media?.getUserMedia({ audio: true })),
        outcome(media?.getDisplayMedia()),
        outcome(
          new Promise((found, failed) => {
            navigator.geolocation.getCurrentPosition(found, failed);
          }),
        ),
        outcome(navigator.clipboard.readText()),
        outcome(Notification.requestPermission().then((state) => (state === 'denied' ? undefined : state))),
        outcome(page.showOpenFilePicker?.()),
        outcome(page.showDirectoryPicker?.()),
        outcome(page.queryLocalFonts?.()),
      ]);
    });
    expect(outcomes.filter((outcome) => outcome === 'given')).toEqual([]);
  });

  test('device', async () => {
    const outcomes = await running.page.evaluate(async () => {
      const devices = navigator as unknown as Record<
        string,
        Record<string, (options: object) => Promise<unknown>>
      >;
      const asked = [
        ...[devices.usb?.requestDevice?.({ filters: [] }), devices.hid?.requestDevice?.({ filters: [] })],
        ...[
          devices.serial?.requestPort?.({}),
          devices.bluetooth?.requestDevice?.({ acceptAllDevices: true }),
        ],
      ];
      return Promise.all(
        asked.map((promise) =>
          Promise.resolve(promise).then(
            (found) =>
              found === undefined || (Array.isArray(found) && found.length === 0) ? 'none' : 'given',
            () => 'refused',
          ),
        ),
      );
    });
    expect(outcomes.filter((outcome) => outcome === 'given')).toEqual([]);
  });

  test('storage that outlives the app', async () => {
    const { path, persistent } = await running.app.evaluate(({ session }) => {
      const own = session.fromPartition('vigil');
      return { path: own.getStoragePath(), persistent: own.isPersistent() };
    });
    expect(persistent).toBe(false);
    expect(path).toBeNull();
  });

  test('dialog for printing, by any way to it', async () => {
    const { app, page } = running;
    const outcome = page.evaluate(() => {
      let begun = 0;
      addEventListener('beforeprint', () => {
        begun += 1;
      });
      print();
      document.execCommand('print');
      return begun;
    });
    // The dialog would keep the page from answering.
    const opened = new Promise<string>((done) => setTimeout(done, 5_000, 'a dialog'));
    expect(await Promise.race([outcome, opened])).toBe(0);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('system dialog, and no say in whether its window closes', async () => {
    const answers = await running.page.evaluate(() => {
      addEventListener('beforeunload', (event) => event.preventDefault());
      return confirm('Sure?');
    });
    expect(answers).toBe(false);
    const left = await running.app.evaluate(({ BrowserWindow, session }) => {
      // A second window with the same page: the first is needed by the tests that follow.
      const window = new BrowserWindow({
        show: false,
        webPreferences: { session: session.fromPartition('vigil') },
      });
      return window.loadURL('app://vigil/index.html').then(async () => {
        await window.webContents.executeJavaScript(
          'addEventListener("beforeunload", (event) => { event.preventDefault(); event.returnValue = "no"; }); 1',
          true,
        );
        const closed = new Promise<boolean>((done) => {
          window.once('closed', () => done(true));
          setTimeout(done, 3_000, false);
        });
        window.close();
        return closed;
      });
    });
    expect(left).toBe(true);
  });

  test('DevTools, webview, Node, Electron or WebGL', async () => {
    const opened = await running.app.evaluate(({ BrowserWindow, Menu }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.openDevTools();
      return [contents?.isDevToolsOpened(), Menu.getApplicationMenu() === null];
    });
    expect(opened).toEqual([false, process.platform !== 'darwin']);
    const found = await running.page.evaluate(() => ({
      webview: 'loadURL' in document.createElement('webview'),
      node: ['require', 'process', 'Buffer', 'module', 'global'].filter((name) => name in globalThis),
      electron: ['ipcRenderer', 'electron', 'remote'].filter((name) => name in globalThis),
      webgl: document.createElement('canvas').getContext('webgl') !== null,
    }));
    expect(found).toEqual({ webview: false, node: [], electron: [], webgl: false });
  });
});
