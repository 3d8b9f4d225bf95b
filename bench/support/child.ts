/** Runs one of the benchmarks' own servers in a process of its own, so that its work is not counted. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `program` is the name of a bundle beside this one; it gets the job, answers once, and is ended after `use`. */
export async function withChild<Answer, T>(
  program: 'sender' | 'three-venues',
  job: object,
  use: (answer: Answer) => Promise<T>,
): Promise<T> {
  const child = fork(fileURLToPath(new URL(`./${program}.js`, import.meta.url)));
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`The ${program} program ended with ${code}.`)));
      child.once('message', (message: Answer) => resolve(message));
      child.send(job);
    });
    return await use(answer);
  } finally {
    child.kill();
  }
}
