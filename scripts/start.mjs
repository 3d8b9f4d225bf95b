/** `npm start`: sets up and builds what is missing, then opens the window. */
import { ensureBuilt } from './fresh-build.mjs';
import { electronArguments, launch } from './launch.mjs';
import { root } from './paths.mjs';
import { runScript, say } from './say.mjs';
import { installPackages } from './setup/packages.mjs';
import { prepare } from './setup/prepare.mjs';

// SIGTRAP, SIGABRT and SIGSEGV, as a shell gives them.
const crashCodes = new Set([133, 134, 139]);

await runScript(async () => {
  if (hasDisplay()) await openWindow(process.argv.slice(2));
  else await practiseInTerminal();
});

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @param {readonly string[]} args */
async function openWindow(args) {
  const { runtime, missingLibraries } = await prepare('run', say);
  if (missingLibraries.length > 0)
    throw new Error('The window cannot open without them. Install them, then start again.');
  await ensureBuilt(say);
  const flags = [...electronArguments(say), ...quiet()];
  say('Opening the window. Ctrl+C here ends Vigil.');
  const code = await launch(runtime.path, [...flags, root, ...args]);
  if (crashCodes.has(code)) {
    say(
      `Electron crashed (exit code ${code}). Is the display "${process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY}" there?`,
    );
    say('`ELECTRON_ENABLE_LOGGING=1 npm start` shows what it says.');
  }
  process.exitCode = code;
}

/** Chromium prints errors about a bus or a graphics card it can do without; Vigil's own words stay. */
function quiet() {
  return process.env.ELECTRON_ENABLE_LOGGING ? [] : ['--log-level=3'];
}

async function practiseInTerminal() {
  say(
    'No display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open. To get the window,',
  );
  say(
    'start from a desktop session, or on a virtual display: `xvfb-run -a npm start` (Debian packages xvfb, xauth).',
  );
  await installPackages(say);
  await ensureBuilt(say);
  say('Running the practice venue in this terminal instead. Ctrl+C ends it.');
  const collect = ['collect', '--venue', 'practice', '--channels', 'trade,position,order,execution,margin'];
  process.exitCode = await launch(process.execPath, [`${root}/out/main/cli.js`, ...collect]);
}
