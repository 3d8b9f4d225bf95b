/** The built page and its preload scripts hold all of their code: nothing is loaded from elsewhere or made from text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';

const out = resolve(import.meta.dirname, '../out');

beforeEach((context) => {
  if (!existsSync(join(out, 'renderer/index.html'))) {
    context.skip('There is no build; `npm run build` makes one.');
  }
});

interface BuiltFile {
  readonly name: string;
  readonly text: string;
}

function built(folder: string, kind: RegExp): readonly BuiltFile[] {
  return readdirSync(join(out, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => ({
      name: entry.name,
      text: readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    }));
}

function found(files: readonly BuiltFile[], what: RegExp): readonly string[] {
  return files.flatMap(({ name, text }) =>
    [...text.matchAll(what)].map(({ 0: match, index }) => {
      const before = text.slice(Math.max(0, index - 20), index);
      return `${name}: ${before}${match}`;
    }),
  );
}

describe('the page and its preload scripts', () => {
  const programs = () => [...built('renderer', /\.js$/), ...built('preload', /\.cjs$/)];

  test('make no code from text', () => {
    expect(programs().length).toBeGreaterThan(2);
    expect(
      found(programs(), /(?<![\w.$])eval\s*\(|\bnew Function\b|(?<![\w.$])Function\s*\(\s*["'`]/g),
    ).toEqual([]);
    expect(
      found(
        programs(),
        /\bset(?:Timeout|Interval)\s*\(\s*["'`]|\bimportScripts\b|\bnew (?:Shared)?Worker\b/g,
      ),
    ).toEqual([]);
  });

  test('import only their own files', () => {
    // At the start of a line or called: words of a comment are neither.
    const imports = found(
      programs(),
      /(?:^\s*(?:import|export)\b[^;"'`\n]*|\bimport\s*\(\s*)["'`](?!\.{1,2}\/)[^"'`]{1,80}["'`]/gm,
    );
    expect(imports).toEqual([]);
  });

  test('name no server but in sentences of React', () => {
    const addresses = programs().flatMap(({ text }) =>
      [...text.matchAll(/\b(?:https?|wss?|file):\/\/[^\s"'`\\)]*/g)].map(([address]) => address),
    );
    const known =
      /^(https:\/\/react\.dev\/|http:\/\/www\.w3\.org\/|wss?:\/\/[.…]?$|wss?:\/\/127\.0\.0\.1|https?:\/\/$)/;
    expect([...new Set(addresses)].filter((address) => !known.test(address))).toEqual([]);
  });
});

describe('the documents', () => {
  test('load nothing but files beside them, and hold no script or style of their own', () => {
    const documents = built('renderer', /\.html$/);
    expect(documents.length).toBeGreaterThan(1);
    const sources = documents.flatMap(({ text }) =>
      [...text.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, source = '']) => source),
    );
    expect(sources.filter((source) => !/^\.{0,2}\//.test(source))).toEqual([]);
    expect(found(documents, /<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|\sstyle=/g)).toEqual([]);
  });

  test('and their style sheets take pictures and letters from the app', () => {
    const sheets = built('renderer', /\.css$/);
    expect(found(sheets, /url\(\s*["']?(?:https?:|\/\/)[^)]*\)|@import\s+["']?(?:url\()?https?:/g)).toEqual(
      [],
    );
  });
});

describe('main', () => {
  test('opens no way to a page that Electron has shut', () => {
    const programs = built('main', /\.js$/);
    expect(
      found(
        programs,
        /@electron\/remote|enableRemoteModule|nodeIntegration: true|contextIsolation: false|sandbox: false|webSecurity: false|allowRunningInsecureContent/g,
      ),
    ).toEqual([]);
    expect(
      found(programs, /["'`]file:\/\/|\bloadFile\(|\bnode:vm\b|(?<![\w.$])eval\s*\(|\bnew Function\b/g),
    ).toEqual([]);
  });
});
