/**
 * What the app was asked to do, from the words after the first `--` of its command line. Chromium leaves
 * those alone. Either a headless command with its own options (`collect …`, `accounts …`), or switches of
 * the window, which tests and benchmarks use:
 *
 * --practice-seed=N     the practice venue's market; the same seed gives the same market
 * --practice-speed=N    market steps where there would be one
 * --stall-after=S       every public channel's budget in seconds, instead of the venue's
 * --alert-grace=S       quiet time after the start, in seconds (15)
 * --tray-look=S         how often the desktop is asked for its tray, in seconds (30)
 * --hang-after=S        after how long a window that does not answer hangs, in seconds (10)
 * --release-channel=FILE  looks for new versions there; not where Vigil is installed
 * --test-hooks          lets Playwright reach the practice venue as `globalThis.vigilTestHooks`
 *
 * `--minimised`, with or without a `--` before it, starts without a window in front.
 */
export type LaunchOptions =
  | { readonly kind: 'headless'; readonly args: readonly string[] }
  | { readonly kind: 'window'; readonly window: WindowOptions }
  | { readonly kind: 'wrong'; readonly message: string };

export interface WindowOptions {
  readonly seed: number;
  readonly speed: number;
  readonly stallAfterMs: number | null;
  readonly graceMs?: number;
  readonly trayLookMs: number;
  readonly hangAfterMs?: number;
  /** A file in the form of release-channel.json; null: the one that the build carries. */
  readonly releaseChannel: string | null;
  readonly testHooks: boolean;
  /** In the tray where there is one, else as a minimised window. */
  readonly minimised: boolean;
}

export function readLaunchOptions(argv: readonly string[]): LaunchOptions {
  const dashes = argv.indexOf('--');
  // An AppImage, a Mac or Windows has no wrapper that sets the dashes.
  const isBare = dashes < 0 && headlessCommands.has(argv[1] ?? '');
  const args = isBare ? argv.slice(1) : dashes < 0 ? [] : argv.slice(dashes + 1);
  if (args[0] !== undefined && headlessCommands.has(args[0])) return { kind: 'headless', args };
  let window: WindowOptions = {
    seed: 7,
    speed: 1,
    stallAfterMs: null,
    trayLookMs: 30_000,
    releaseChannel: null,
    testHooks: false,
    minimised: argv.includes('--minimised'),
  };
  for (const arg of args) {
    const [name, value = ''] = splitOnce(arg);
    if (name === '--practice-seed' && wholeNumber.test(value)) window = { ...window, seed: Number(value) };
    else if (name === '--practice-speed' && isSpeed(value)) window = { ...window, speed: Number(value) };
    else if (name !== undefined && isTime(name) && isSeconds(value)) {
      window = { ...window, [times[name]]: Number(value) * 1_000 };
    } else if (name === '--release-channel' && value !== '') {
      window = { ...window, releaseChannel: value };
    } else if (arg === '--test-hooks') window = { ...window, testHooks: true };
    else if (arg !== '--minimised')
      return { kind: 'wrong', message: `Vigil does not know "${arg}". ${known}` };
  }
  return { kind: 'window', window };
}

function splitOnce(arg: string): readonly string[] {
  const equals = arg.indexOf('=');
  return equals < 0 ? [arg] : [arg.slice(0, equals), arg.slice(equals + 1)];
}

function isTime(name: string): name is keyof typeof times {
  return Object.hasOwn(times, name);
}

function isSeconds(value: string): boolean {
  return /^\d{1,5}(\.\d{1,3})?$/.test(value);
}

function isSpeed(value: string): boolean {
  return /^\d+(\.\d+)?$/.test(value) && Number(value) > 0 && Number(value) <= 100_000;
}

const headlessCommands = new Set(['collect', 'accounts', 'help', 'version']);
const times = {
  '--stall-after': 'stallAfterMs',
  '--alert-grace': 'graceMs',
  '--tray-look': 'trayLookMs',
  '--hang-after': 'hangAfterMs',
} as const satisfies Record<string, keyof WindowOptions>;
const wholeNumber = /^\d{1,9}$/;
const known =
  'After "--" it takes collect or accounts with their options, or --practice-seed=N, --practice-speed=N, --stall-after=S, --alert-grace=S, --tray-look=S, --hang-after=S, --release-channel=FILE, --test-hooks, --minimised.';
