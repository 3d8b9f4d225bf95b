/** Builds the headless command once for a test file, and runs it as the process a user would start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { eventually } from './eventually.ts';

export interface BuiltCli {
  start(...args: readonly string[]): CliRun;
  remove(): void;
}

export interface CliRun {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** Lines of `--format ndjson`, of one type. */
  events(type: string): readonly Record<string, unknown>[];
  stderr(): string;
  summary(): Record<string, unknown>;
  /** Resolves with the exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

export async function buildCli(): Promise<BuiltCli> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-cli-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: 'src/main/cli.ts', outDir: folder, emptyOutDir: false, target: 'node20.18' },
  });
  return {
    start: (...args) => startCli(join(folder, 'cli.js'), args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function startCli(file: string, args: readonly string[]): CliRun {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let rest = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return {
    child,
    lines,
    events: (type) =>
      lines.map((line): Record<string, unknown> => JSON.parse(line)).filter((event) => event.type === type),
    stderr: () => stderr,
    summary: () => JSON.parse(stderr.split('\n').find((line) => line.includes('"summary"')) ?? '{}'),
    ended,
  };
}

/** Waits until the run has printed a line of this type that passes. */
export function eventOf(
  run: CliRun,
  type: string,
  passes: (event: Record<string, unknown>) => boolean,
  deadlineMs = 10_000,
): Promise<Record<string, unknown>> {
  return eventually(
    `a ${type} event; stderr: ${run.stderr()}`,
    () => run.events(type).find(passes) ?? null,
    deadlineMs,
  );
}
