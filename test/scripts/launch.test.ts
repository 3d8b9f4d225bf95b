import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const launchModule = pathToFileURL(join(import.meta.dirname, '../../scripts/launch.mjs')).href;
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const script of running) script.kill('SIGKILL');
  running.clear();
});

test("the program's exit code comes back", async () => {
  expect(await ending(start('process.exit(7)'))).toEqual({ code: 7, lines: [] });
});

test('a program that a signal ended gives 128 and the number of the signal', async () => {
  expect(await ending(start("process.kill(process.pid, 'SIGTERM')"))).toEqual({ code: 143, lines: [] });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s reaches the program once, however often it is sent',
  async (signal) => {
    const script = start(listener(signal));
    const end = ending(script);
    await line(script);
    script.kill(signal);
    await line(script);
    script.kill(signal);
    expect(await end).toEqual({ code: 0, lines: ['ready', 'heard'] });
  },
);

test("Ctrl+C, which goes to the terminal's whole group, reaches the program once", async () => {
  const script = start(listener('SIGINT'));
  const end = ending(script);
  await line(script);
  process.kill(-(script.pid ?? 0), 'SIGINT');
  expect(await end).toEqual({ code: 0, lines: ['ready', 'heard'] });
});

/** A program that says each signal it hears and ends a while after the first. */
function listener(signal: NodeJS.Signals): string {
  return `
    process.on('${signal}', () => {
      console.log('heard');
      setTimeout(() => process.exit(0), 300);
    });
    console.log('ready');
    setInterval(() => {}, 1_000);
  `;
}

/** A script in a process group of its own that launches a program, as `npm start` does. */
function start(program: string): ChildProcess {
  const code = `
    import { launch } from ${JSON.stringify(launchModule)};
    process.exitCode = await launch(process.execPath, ['--eval', ${JSON.stringify(program)}]);
  `;
  const args = ['--input-type=module', '--eval', code];
  const script = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  running.add(script);
  return script;
}

async function ending(script: ChildProcess): Promise<{ code: number; lines: readonly string[] }> {
  let output = '';
  script.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = await once(script, 'close');
  return { code, lines: output.split('\n').filter((line) => line !== '') };
}

async function line(script: ChildProcess): Promise<void> {
  if (script.stdout) await once(script.stdout, 'data');
}
