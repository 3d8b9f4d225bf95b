/** The headless command: picks the subcommand, and turns every outcome into an exit code. */
import { runAccounts } from './accounts.ts';
import { parseAccounts } from './accounts-options.ts';
import { collect } from './collect.ts';
import type { HeadlessIo } from './io.ts';
import { parseCollect } from './options.ts';
import { accountsUsage, generalUsage, usage } from './usage.ts';

/** `args` start with the subcommand. Resolves when everything has ended and been written. */
export async function runHeadless(args: readonly string[], io: HeadlessIo): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case 'collect':
      return runCollect(rest, io);
    case 'accounts':
      return runOnAccounts(rest, io);
    case '--help':
    case '-h':
    case 'help':
      io.stdout.write(`${generalUsage}\n${usage}\n${accountsUsage}`);
      return 0;
    case '--version':
    case 'version':
      io.stdout.write(`Vigil ${io.host.version}\n`);
      return 0;
    case undefined:
      return misused(io, 'Say what to do, for example: vigil collect --venue practice');
    default:
      return misused(io, `There is no command "${command}". See: vigil --help`);
  }
}

async function runCollect(args: readonly string[], io: HeadlessIo): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(usage);
    return 0;
  }
  const options = parseCollect(args);
  return options.ok ? collect(options.value, io) : misused(io, options.message);
}

async function runOnAccounts(args: readonly string[], io: HeadlessIo): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(accountsUsage);
    return 0;
  }
  const command = parseAccounts(args);
  return command.ok ? runAccounts(command.value, io) : misused(io, command.message);
}

function misused(io: HeadlessIo, message: string): number {
  io.stderr(`vigil: ${message}\n`);
  return 2;
}
