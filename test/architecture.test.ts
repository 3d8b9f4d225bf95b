/** Keeps the drawing in ARCHITECTURE.md true: who may import what, who may look at the clock, file sizes. */
import { describe, expect, test } from 'vitest';
import { type Import, importsOf, readFiles, withoutComments } from './support/source-files.ts';

const sources = readFiles('src', /\.(tsx?|mjs)$/);
const imports = sources.flatMap(importsOf);

/** Packages that open the outside world, and the only files that may import them. */
const packageOwners: Readonly<Record<string, RegExp>> = {
  electron: /^src\/(main\/(shell|desktop)\/.+|main\/index|preload\/(index|key-window))\.ts$/,
  keytar: /^src\/main\/vault\/keytar-vault\.ts$/,
  ws: /^src\/main\/(feeds\/socket|simulator\/(server|bybit\/practice-bybit))\.ts$/,
};

/**
 * Folders of src/main, and the other folders of it whose code each may use. Types are free: they leave
 * nothing behind at run time. A folder that is not listed may use none.
 */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  exchanges: [],
  signing: [],
  alerts: [],
  feeds: ['exchanges'],
  tables: ['exchanges', 'feeds'],
  incidents: [],
  vault: [],
  updates: ['feeds', 'bridge'],
  accounts: ['exchanges', 'feeds', 'signing', 'vault', 'bridge'],
  simulator: ['exchanges', 'feeds', 'signing'],
  bridge: [],
  shell: ['alerts', 'bridge', 'logs', 'vault'],
  headless: ['logs', 'exchanges', 'feeds', 'tables', 'simulator', 'signing', 'vault', 'accounts'],
  app: ['exchanges', 'feeds', 'tables', 'incidents', 'simulator', 'signing', 'vault', 'alerts', 'bridge'],
  logs: ['feeds', 'vault'],
  // A composition root in parts, like index.ts.
  desktop: [
    'exchanges',
    'feeds',
    'tables',
    'incidents',
    'simulator',
    'signing',
    'vault',
    'accounts',
    'alerts',
    'bridge',
    'updates',
    'app',
    'shell',
    'logs',
  ],
};

/** Node modules that a pure folder may use all the same. */
const pureFolders: Readonly<Record<string, readonly string[]>> = {
  'src/main/exchanges/': [],
  'src/main/alerts/': [],
  'src/main/signing/': ['node:crypto'],
  'src/preload/contract/': [],
  'src/renderer/': [],
};

describe('imports', () => {
  test.each(Object.entries(packageOwners))('%s is imported only by its owner', (name, owner) => {
    expect(list(imports.filter(({ from, to }) => to === name && !owner.test(from)))).toEqual([]);
  });

  test('a folder of main uses the code of the folders below it only', () => {
    const upwards = imports.filter(({ from, to, typeOnly }) => {
      const [user, used] = [mainFolder(from), mainFolder(to)];
      if (typeOnly || user === undefined || used === undefined || user === used) return false;
      return !(mayUse[user] ?? []).includes(used);
    });
    expect(list(upwards)).toEqual([]);
  });

  test('what the headless command reaches runs without Electron, and looks for no new version', () => {
    const reached = new Set(['src/main/cli.ts']);
    for (const file of reached) {
      const next = imports.filter(({ from, typeOnly }) => from === file && !typeOnly);
      for (const { to } of next) reached.add(to);
    }
    expect(reached.has('src/main/headless/run.ts')).toBe(true);
    const wrong = /^(electron$|src\/main\/(shell|updates)\/)/;
    expect([...reached].filter((file) => wrong.test(file))).toEqual([]);
  });

  test('nothing imports a composition root', () => {
    expect(list(imports.filter(({ to }) => /^src\/main\/(index|cli)\.ts$/.test(to)))).toEqual([]);
  });

  test('every folder of main has its place in the order', () => {
    const folders = new Set(sources.flatMap(({ path }) => mainFolder(path) ?? []));
    expect([...folders].filter((folder) => mayUse[folder] === undefined)).toEqual([]);
  });

  test('renderer and preload share nothing with main but the contract', () => {
    const crossing = imports.filter(
      ({ from, to }) =>
        (from.startsWith('src/renderer/') && /^src\/(main\/|preload\/(?!contract\/))/.test(to)) ||
        (from.startsWith('src/preload/') && /^src\/(main|renderer)\//.test(to)),
    );
    expect(list(crossing)).toEqual([]);
  });

  test('main imports nothing of the renderer', () => {
    expect(list(imports.filter(({ from, to }) => mainFile(from) && to.startsWith('src/renderer/')))).toEqual(
      [],
    );
  });

  test('the preload takes types and the list of names from the contract, no schemas', () => {
    const values = imports.filter(
      ({ from, to, typeOnly }) =>
        from === 'src/preload/index.ts' &&
        !typeOnly &&
        to !== 'electron' &&
        to !== 'src/preload/contract/names.ts',
    );
    expect(list(values)).toEqual([]);
  });

  test('the contract stands on zod alone', () => {
    const others = imports.filter(
      ({ from, to }) =>
        from.startsWith('src/preload/contract/') && to !== 'zod' && !to.startsWith('src/preload/contract/'),
    );
    expect(list(others)).toEqual([]);
  });

  test('pure folders reach for no part of node', () => {
    const impure = imports.filter(({ from, to }) => {
      const allowed = Object.entries(pureFolders).find(([folder]) => from.startsWith(folder))?.[1];
      return allowed !== undefined && to.startsWith('node:') && !allowed.includes(to);
    });
    expect(list(impure)).toEqual([]);
  });
});

describe('time and chance', () => {
  const owners = /^src\/main\/(feeds\/clock|shell\/.+|desktop\/(start|diagnostics)|index|cli)\.ts$/;
  const uses =
    /\b(Date\.now|performance\.now|Math\.random|setTimeout|setInterval|setImmediate)\b|\bnew Date\(\s*\)|node:timers/g;

  test('main asks its clock for them', () => {
    const found = sources
      .filter(({ path }) => mainFile(path) && !owners.test(path))
      .flatMap(({ path, text }) =>
        [...withoutComments(text).matchAll(uses)].map(([use]) => `${path}: ${use}`),
      );
    expect(found).toEqual([]);
  });
});

describe('files', () => {
  test('none is longer than 300 lines', () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 300);
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test('names are in kebab-case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
    const names = readFiles('src', /./).flatMap(({ path }) => path.split('/'));
    expect([...new Set(names)].filter((name) => !kebab.test(name))).toEqual([]);
  });

  test('each says in its first line what it owns', () => {
    expect(sources.filter(({ text }) => !text.startsWith('/**')).map(({ path }) => path)).toEqual([]);
  });

  test('there are no default exports', () => {
    const defaults = sources.filter(({ text }) =>
      /^export (default\b|\{[^}]*\bas default\b)/m.test(withoutComments(text)),
    );
    expect(defaults.map(({ path }) => path)).toEqual([]);
  });
});

describe('the project stands on its own', () => {
  const everything = readFiles(
    '.',
    /(\.(ts|tsx|mjs|cjs|js|json|md|yaml|yml|html|css|sh|py)|\.ci\/run|\.npmrc)$/,
  );

  test('no file names the machine it was written on', () => {
    // Spelled with a class, so that this line does not find itself.
    const place = /(^|[^\w.])\/wor[k]\//;
    expect(everything.filter(({ text }) => place.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('no file names a package registry', () => {
    const host = /\bregistr[y]\.(?!test\.)[a-z0-9-]+\.[a-z]{2,}|\bnpmj[s]\.(org|com)|\byarnpk[g]\.com/;
    expect(everything.filter(({ text }) => host.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('only tests that can skip use recordings from outside', () => {
    const outside = /\bshare[d]\/(captures|design|reference)/;
    const users = everything.filter(({ text }) => outside.test(text));
    const wrong = users.filter(({ path, text }) => !path.startsWith('test/') || !/\bskip/.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

function list(found: readonly Import[]): readonly string[] {
  return found.map(({ from, to, typeOnly }) => `${from} imports ${typeOnly ? 'a type of ' : ''}${to}`);
}

function mainFile(path: string): boolean {
  return path.startsWith('src/main/');
}

/** The folder of src/main a file is in; undefined outside it and for the composition roots. */
function mainFolder(path: string): string | undefined {
  return /^src\/main\/([^/]+)\//.exec(path)?.[1];
}
