/** Runs many cases side by side, but not all at once. */
import type { Dialect, FaultCase } from './fault-cases.ts';
import { measure, type Outcome, type Setting } from './measure.ts';

export interface Job {
  readonly name: string;
  readonly one: FaultCase;
  readonly dialect: Dialect;
}

export type Result =
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly why: string };

export function jobsOf(cases: readonly FaultCase[]): readonly Job[] {
  return cases.flatMap((one) =>
    one.dialects.map((dialect) => ({ name: `${one.name}, ${dialect}`, one, dialect })),
  );
}

/** The results come in the order of the jobs, each as soon as it is there; none of them rejects. */
export function runJobs(jobs: readonly Job[], setting: Setting, atOnce: number): readonly Promise<Result>[] {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
  }
  async function run({ one, dialect }: Job): Promise<Result> {
    await turn();
    try {
      return { ok: true, outcome: await measure(one, dialect, setting) };
    } catch (error) {
      return { ok: false, why: error instanceof Error ? error.message : String(error) };
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }
  return jobs.map(run);
}
