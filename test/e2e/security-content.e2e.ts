/** Nothing but the app's own files runs or loads in its page, and no way out leads to a server: in the real app. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { type SilentServer, startSilentServer } from '../support/silent-server.ts';

declare global {
  var violated: string[];
}

let running: RunningApp;
let server: SilentServer;
beforeAll(async () => {
  [running, server] = await Promise.all([runApp(), startSilentServer()]);
  await running.page.evaluate(() => {
    globalThis.violated = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      globalThis.violated.push(effectiveDirective);
    });
  });
});
afterAll(async () => {
  await running?.quit();
  await server?.close();
});
beforeEach(() => running.page.evaluate(() => globalThis.violated.splice(0)));

/** Adds an element and waits until it failed, or was refused without a word. */
async function tryElement(name: string, attributes: Record<string, string>): Promise<string> {
  return running.page.evaluate(
    async ([tag, values]) => {
      const element = document.createElement(tag);
      const settled = new Promise<string>((done) => {
        element.addEventListener('load', () => done('loaded'));
        element.addEventListener('error', () => done('failed'));
        setTimeout(done, 500, 'silent');
      });
      for (const [attribute, value] of Object.entries(values)) {
        try {
          element.setAttribute(attribute, value);
        } catch {
          return 'refused';
        }
      }
      document.body.append(element);
      const outcome = await settled;
      element.remove();
      return outcome;
    },
    [name, attributes] as const,
  );
}

const violations = () => running.page.evaluate(() => [...new Set(globalThis.violated)]);

describe('text does not become code', () => {
  test.each([
    ['a timer made of text', () => Reflect.apply(setTimeout, globalThis, ['globalThis.ran = true'])],
    [
      'an inline script',
      () => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.ran = true';
        document.head.append(script);
      },
    ],
    [
      'a handler in an attribute',
      () => {
        const button = document.createElement('button');
        button.setAttribute('onclick', 'globalThis.ran = true');
        button.click();
      },
    ],
    [
      'a javascript: address',
      () => {
        const link = document.createElement('a');
        link.href = 'javascript:globalThis.ran = true';
        document.body.append(link);
        link.click();
        link.remove();
      },
    ],
    ['markup', () => Reflect.set(document.createElement('div'), 'innerHTML', '<b>bold</b>')],
    ['a document', () => document.write('<script>globalThis.ran = true</script>')],
  ] as const)('as %s', async (_, attempt) => {
    await running.page.evaluate(attempt).catch(() => {});
    await running.page.evaluate(() => new Promise((done) => setTimeout(done, 20)));
    expect(await running.page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect((await violations()).length).toBeGreaterThan(0);
  });

  // In a turn of the page's own: Playwright's may evaluate what the page may not.
  test.each([
    ['eval', 'eval("1")'],
    ['a function made of text', 'new Function("return 1")()'],
    ['a function found elsewhere', '(() => {}).constructor("return 1")()'],
    [
      'a module from a blob',
      'import(URL.createObjectURL(new Blob(["export {}"], { type: "text/javascript" })))',
    ],
    ['a module from data', 'import("data:text/javascript,export{}")'],
    ['a module from a server', 'import("https://example.com/module.js")'],
  ])('nor as %s', async (_, code) => {
    const outcome = await running.page.evaluate<string>(
      `new Promise((done) => setTimeout(async () => {
        try { await ${code}; done('ran'); } catch (error) { done(String(error.name)); }
      }))`,
    );
    expect(outcome).not.toBe('ran');
    expect(await violations()).toEqual([expect.stringMatching(/^(script-src|require-trusted-types-for)/)]);
  });

  test('nor a worker of any kind', async () => {
    const outcomes = await running.page.evaluate(async () => {
      const blob = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
      const started = (start: () => Worker | SharedWorker) =>
        new Promise<string>((done) => {
          try {
            const worker = start();
            worker.addEventListener('error', () => done('refused'));
            setTimeout(done, 500, 'runs');
          } catch {
            done('refused');
          }
        });
      return Promise.all([
        started(() => new Worker(blob)),
        started(() => new SharedWorker(blob)),
        navigator.serviceWorker.register('app://vigil/worker.js').then(
          () => 'runs',
          () => 'refused',
        ),
      ]);
    });
    expect(outcomes).toEqual(['refused', 'refused', 'refused']);
  });

  test('and a style element, or a style attribute in text, changes nothing', async () => {
    const colour = await running.page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'body { color: rgb(1, 2, 3) !important; }';
      document.head.append(style);
      document.body.setAttribute('style', 'color: rgb(1, 2, 3) !important');
      return getComputedStyle(document.body).color;
    });
    expect(colour).not.toBe('rgb(1, 2, 3)');
  });
});

describe('no server is reached', () => {
  test.each([
    ['img', 'src'],
    ['script', 'src'],
    ['object', 'data'],
    ['embed', 'src'],
    ['audio', 'src'],
    ['video', 'src'],
  ])('by <%s %s>', async (name, attribute) => {
    expect(await tryElement(name, { [attribute]: `${server.http}/x` })).not.toBe('loaded');
    expect(server.visits()).toBe(0);
  });

  test('by a frame', async () => {
    await tryElement('iframe', { src: `${server.http}/x` });
    await expect.poll(violations).toContain('frame-src');
    expect(server.visits()).toBe(0);
  });

  test.each([
    'stylesheet',
    'icon',
    'manifest',
    'preload',
    'prefetch',
    'preconnect',
    'dns-prefetch',
    'modulepreload',
  ])('by <link rel=%s>', async (rel) => {
    expect(await tryElement('link', { rel, href: `${server.http}/x`, as: 'image' })).not.toBe('loaded');
    expect(server.visits()).toBe(0);
  });

  test('by fetch, XHR, beacon, socket, event stream or transport', async () => {
    const outcomes = await running.page.evaluate(async (http) => {
      const ended = (start: () => EventTarget) =>
        new Promise<string>((done) => {
          try {
            const target = start();
            target.addEventListener('open', () => done('reached'));
            target.addEventListener('load', () => done('reached'));
            target.addEventListener('error', () => done('refused'));
          } catch {
            done('refused');
          }
        });
      const settled = (promise: Promise<unknown>) =>
        promise.then(
          () => 'reached',
          () => 'refused',
        );
      return Promise.all([
        settled(fetch(http, { mode: 'no-cors' })),
        settled(fetch('app://vigil/index.html')),
        ended(() => {
          const request = new XMLHttpRequest();
          request.open('GET', http);
          request.send();
          return request;
        }),
        ended(() => new WebSocket(http.replace('http', 'ws'))),
        ended(() => new EventSource(http)),
        navigator.sendBeacon(http, 'x') ? 'queued' : 'refused',
        settled(new WebTransport(http.replace('http', 'https')).ready),
      ]);
    }, server.http);
    expect(outcomes.filter((outcome) => outcome === 'reached')).toEqual([]);
    await expect.poll(violations).toContain('connect-src');
    expect(server.visits()).toBe(0);
  });

  test('by WebRTC, neither by UDP nor by TCP, and it learns no address of this computer', async () => {
    const candidates = await running.page.evaluate(async (port) => {
      const peer = new RTCPeerConnection({
        iceServers: [
          { urls: `stun:127.0.0.1:${port}` },
          { urls: `turn:127.0.0.1:${port}?transport=tcp`, username: 'u', credential: 'c' },
        ],
      });
      const found: string[] = [];
      const gathered = new Promise<void>((done) => {
        peer.addEventListener('icecandidate', ({ candidate }) => {
          if (candidate === null) done();
          else found.push(candidate.candidate);
        });
        setTimeout(done, 2_000);
      });
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer());
      await gathered;
      peer.close();
      return found.filter((candidate) => candidate !== '');
    }, server.port);
    expect(candidates).toEqual([]);
    expect(server.visits()).toBe(0);
  });

  test('by a form, and the document keeps its base', async () => {
    const base = await running.page.evaluate((http) => {
      const form = document.createElement('form');
      form.action = `${http}/form`;
      document.body.append(form);
      form.submit();
      form.remove();
      const element = document.createElement('base');
      element.href = `${http}/`;
      document.head.append(element);
      return document.baseURI;
    }, server.http);
    expect(base).toMatch(/^app:\/\/vigil\//);
    await expect.poll(violations).toEqual(expect.arrayContaining(['form-action', 'base-uri']));
    expect(server.visits()).toBe(0);
  });

  test('by the session itself, past the page’s policy; and no host has an address', async () => {
    const outcome = await running.app.evaluate(async ({ session }, http) => {
      const own = session.fromPartition('vigil');
      const said = (promise: Promise<unknown>) => promise.then(String, String);
      return Promise.all([
        said(own.fetch(http)),
        said(own.fetch('https://example.com/')),
        said(own.resolveHost('localhost')),
      ]);
    }, server.http);
    for (const words of outcome.slice(0, 2)) expect(words).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(outcome[2]).toContain('ERR_NAME_NOT_RESOLVED');
    expect(server.visits()).toBe(0);
  });
});

test('the page is still whole after all that', async () => {
  expect(await running.page.locator('.rail').isVisible()).toBe(true);
  expect((await running.rows('feed')).length).toBeGreaterThan(0);
});
