/** What the headless command touches of the process it runs in. */
import { randomInt } from 'node:crypto';
import type { Writable } from 'node:stream';
import { type Clock, systemClock } from '../feeds/clock.ts';
import type { Fetch } from '../feeds/http-read.ts';
import type { StartVaultChild } from '../vault/vault-child.ts';
import type { KeyInput } from './key-input.ts';

/** What differs between plain Node and the installed app. */
export interface HeadlessHost {
  readonly version: string;
  /** Shared with the desktop app: the list of accounts is there. */
  readonly dataFolder: string;
  readonly startVault: StartVaultChild;
  /** Only servers on this computer take part: the test-only runtime holds no real keys. */
  readonly loopbackOnly: boolean;
}

export interface HeadlessIo {
  readonly host: HeadlessHost;
  readonly stdin: KeyInput['stdin'];
  readonly stdout: Writable;
  readonly stderr: (text: string) => void;
  readonly logLevel: string | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly fetch: Fetch;
  /** Runs once at SIGINT or SIGTERM; the returned function stops waiting for them. */
  onSignal(run: () => void): () => void;
}

export function processIo(host: HeadlessHost): HeadlessIo {
  return {
    host,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: (text) => process.stderr.write(text),
    logLevel: process.env.LOG_LEVEL,
    clock: systemClock,
    random: () => randomInt(randomSteps) / randomSteps,
    fetch,
    onSignal(run) {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) process.once(signal, run);
      return () => {
        for (const signal of signals) process.off(signal, run);
      };
    },
  };
}

const randomSteps = 2 ** 32;
