/** Reads the project's own files and the imports in them, for the tests that keep its structure. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** Relative to the project's top folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  /** A path relative to the top folder for our own files, the package's name otherwise. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const notOurs = new Set(['.git', '.cache', 'node_modules', 'out', 'dist', 'test-results']);

/** Every file below the folder that matches, in a stable order. */
export function readFiles(folder: string, name: RegExp): readonly SourceFile[] {
  return walk(join(root, folder))
    .filter((path) => name.test(path))
    .sort()
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}

/** Static and dynamic imports and re-exports of a TypeScript file. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  for (const [, clause = '', specifier = ''] of code.matchAll(statement)) {
    found.push({ from: path, to: target(path, specifier), typeOnly: isTypeOnly(clause) });
  }
  for (const [, specifier = ''] of code.matchAll(bareOrDynamic)) {
    found.push({ from: path, to: target(path, specifier), typeOnly: false });
  }
  return found;
}

/** The code without comments, so that a sentence about a thing is not taken for the thing. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}

// The clause must not cross a quote, a semicolon or another import: it belongs to this statement alone.
const statement = /^\s*(?:import|export)\s+((?:type\s+)?[\w*{][^'";]*?)\s*from\s*['"]([^'"]+)['"]/gm;
const bareOrDynamic = /(?:^\s*import\s*|\bimport\(\s*)['"]([^'"]+)['"]/gm;

function isTypeOnly(clause: string): boolean {
  if (clause.startsWith('type ')) return true;
  const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
  if (names === undefined) return false;
  return names
    .split(',')
    .filter((name) => name.trim() !== '')
    .every((name) => name.trim().startsWith('type '));
}

function target(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : walk(path);
    return entry.isFile() ? [path] : [];
  });
}
